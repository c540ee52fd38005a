"""Addresses of the workbench screens for approvals; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.inbox, name="approvals"),
    path("<int:pk>/", views.request_page, name="approval"),
    path("<int:pk>/decide/", views.decide, name="decide_approval"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw_approval"),
]
