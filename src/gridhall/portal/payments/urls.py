"""Addresses of the portal screens for payments; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.payments, name="payments"),
    path("<str:receipt_no>/", views.payment, name="payment"),
    path("<str:receipt_no>/receipt.pdf", views.receipt, name="receipt"),
]
