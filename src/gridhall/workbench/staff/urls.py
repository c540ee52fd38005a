"""Addresses of the workbench screens for staff; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.staff, name="staff"),
    path("organisations/", views.organisations, name="organisations"),
]
