"""Addresses of the workbench screens for customers; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.customers_list, name="customers"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
    path("<str:account_no>/", views.customer, name="customer"),
    path("<str:account_no>/reveal/", views.reveal, name="reveal"),
    path("<str:account_no>/ledger/", views.ledger, name="ledger"),
    path("<str:account_no>/history/", views.history, name="customer_history"),
]
