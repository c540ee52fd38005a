"""Addresses of the portal screens for messages; names live in the namespace ``portal``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
