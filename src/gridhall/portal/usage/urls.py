"""Addresses of the portal screens for usage; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.usage, name="usage"),
    path("code/", views.usage_code, name="usage_code"),
]
