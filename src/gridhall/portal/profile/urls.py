"""Addresses of the customer's own file; names live in the namespace ``portal``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("accounts/<str:account_no>/", views.choose_account, name="account"),
]
