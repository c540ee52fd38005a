"""The public page behind a receipt's QR code."""

from django.urls import path

from . import views

urlpatterns = [path("verify/<str:code>", views.receipt_check, name="receipt_check")]
