"""Addresses of the workbench screens for metering; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("readings/", views.readings, name="readings"),
    path("meters/<str:asset_no>/", views.meter, name="meter"),
]
