"""Addresses of the workbench screens for billing; names live in the namespace ``workbench``."""

from django.urls import path

from . import bills, holds, runs

urlpatterns = [
    path("runs/", runs.bill_runs, name="bill_runs"),
    path("runs/start/", runs.start_run, name="start_run"),
    path("runs/<int:pk>/", runs.bill_run, name="bill_run"),
    path("runs/<int:pk>/progress/", runs.progress, name="run_progress"),
    path("runs/<int:pk>/approve/", runs.approve, name="approve_run"),
    path("runs/<int:pk>/reject/", runs.reject, name="reject_run"),
    path("runs/<int:pk>/cancel/", runs.cancel, name="cancel_run"),
    path("bills/", bills.bills, name="bills"),
    path("bills/draft/<int:pk>/", bills.draft, name="bill_draft"),
    path("bills/<str:bill_no>/", bills.bill, name="bill"),
    path("bills/<str:bill_no>/bundle/", bills.bundle, name="bill_bundle"),
    path("bills/<str:bill_no>/reverse/", bills.reverse_bill, name="reverse_bill"),
    path("bills/<str:bill_no>/rebill/", bills.rebill, name="rebill"),
    path("trial/<str:account_no>/", bills.trial, name="trial_bill"),
    path("holds/", holds.holds, name="holds"),
    path("holds/<int:pk>/release/", holds.release, name="release_hold"),
]
