"""Addresses of planned calls and visits; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("plan/", views.plan, name="contacts_plan"),
    path("assign/", views.assign, name="contacts_assign"),
    path("<int:pk>/", views.contact, name="contact"),
    path("<int:pk>/case/", views.open_case, name="contact_case"),
    path("<int:pk>/cancel/", views.cancel, name="contact_cancel"),
]
