"""Paying online; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.pay, name="pay"),
    path("<str:order_no>/", views.bank, name="bank"),
    path("<str:order_no>/result/", views.result, name="pay_result"),
]
