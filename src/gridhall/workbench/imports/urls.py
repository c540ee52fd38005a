"""Addresses of the workbench screens for imports; names live in the namespace ``workbench``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
