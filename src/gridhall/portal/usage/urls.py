"""Addresses of the portal screens for usage; names live in the namespace ``portal``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
