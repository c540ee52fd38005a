"""Addresses of the workbench screens for customers; names live in the namespace ``workbench``."""

from django.urls import path

from . import caller, correction_views, file_views, opening, views

urlpatterns = [
    path("", views.customers_list, name="customers"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search_suggest"),
    path("new/", opening.customer_new, name="customer_new"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("corrections/<int:pk>/", correction_views.correction, name="correction"),
    path(
        "corrections/<int:pk>/reveal/", correction_views.correction_reveal,
        name="correction_reveal",
    ),
    path("<str:account_no>/", views.customer, name="customer"),
    path("<str:account_no>/caller/", caller.check_caller, name="check_caller"),
    path("<str:account_no>/caller/end/", caller.end_call, name="end_call"),
    path("<str:account_no>/reveal/", views.reveal, name="reveal"),
    path("<str:account_no>/ledger/", views.ledger, name="ledger"),
    path("<str:account_no>/history/", views.history, name="customer_history"),
    path("<str:account_no>/file/", file_views.customer_file, name="customer_file"),
    path("<str:account_no>/risk/", file_views.risk, name="customer_risk"),
    path("<str:account_no>/party/", correction_views.party_change, name="party_change"),
    path("<str:account_no>/file/<str:part>/", file_views.part_add, name="part_add"),
    path("<str:account_no>/file/<str:part>/<int:entry>/", file_views.part_edit, name="part_edit"),
    path(
        "<str:account_no>/file/<str:part>/<int:entry>/end/", file_views.part_end, name="part_end"
    ),
    path(
        "<str:account_no>/file/<str:part>/<int:entry>/reveal/", file_views.entry_reveal,
        name="entry_reveal",
    ),
    path(
        "<str:account_no>/file/<str:part>/<int:entry>/<str:field>/", file_views.field_history,
        name="field_history",
    ),
]  # fmt: skip
