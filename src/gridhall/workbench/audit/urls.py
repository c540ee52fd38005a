"""Addresses of the workbench screens for audit; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.trail, name="audit"),
    path("<int:pk>/", views.entry, name="audit_entry"),
]
