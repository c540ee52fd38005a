"""Addresses of the portal screens for messages; names live in the namespace ``portal``."""

from django.urls import path

from . import preferences, views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("read/", views.mark_read, name="messages_read"),
    path("preferences/", preferences.preferences, name="message_preferences"),
]
