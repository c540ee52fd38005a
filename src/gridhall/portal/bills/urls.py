"""Addresses of the portal screens for bills; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("bills/", views.bills, name="bills"),
    path("bills/<str:bill_no>/", views.bill, name="bill"),
    path("bills/<str:bill_no>/bundle.json", views.bundle, name="bundle"),
]
