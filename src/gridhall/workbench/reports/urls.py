"""Addresses of reports of wrongdoing; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("<str:number>/", views.report, name="report"),
    path("<str:number>/unseal/", views.unseal, name="report_unseal"),
    path("<str:number>/name/", views.name, name="report_name"),
    path("<str:number>/told/", views.told, name="report_told"),
    path("<str:number>/readers/<int:user_id>/revoke/", views.revoke, name="report_revoke"),
]
