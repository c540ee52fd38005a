"""Addresses of the portal screens for messages; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("read/", views.mark_read, name="messages_read"),
]
