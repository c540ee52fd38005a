"""Addresses of the workbench screens for receivables; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("payments/", views.payments, name="payments"),
    path("days/", views.day_totals, name="day_totals"),
    path("notices/", views.payment_notices, name="payment_notices"),
    path("take/<str:account_no>/", views.take_payment, name="take_payment"),
    path("payments/<str:receipt_no>/", views.payment, name="payment"),
    path("payments/<str:receipt_no>/receipt/", views.receipt, name="receipt"),
    path("payments/<str:receipt_no>/reverse/", views.reverse_payment, name="reverse_payment"),
]
