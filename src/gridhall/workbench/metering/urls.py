"""Addresses of the workbench screens for metering; names live in the namespace ``workbench``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
