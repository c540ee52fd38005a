"""Addresses of the workbench screens for receivables; names live in the namespace ``workbench``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
