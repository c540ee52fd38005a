"""Addresses of the upkeep of customer files; names live in the namespace ``workbench``."""

from django.urls import path

from . import duplicates, quality, verification

urlpatterns = [
    path("quality/", quality.overview, name="quality"),
    path("quality/<str:code>/", quality.broken, name="quality_rule"),
    path("quality/<str:code>/<str:account_no>/", quality.accept, name="quality_accept"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:first>-<int:second>/", duplicates.pair, name="duplicate_pair"),
    path("duplicates/<int:first>-<int:second>/apart/", duplicates.tell_apart, name="tell_apart"),
    path("duplicates/merges/<int:pk>/split/", duplicates.split, name="split_merge"),
    path("verification/", verification.plans, name="verification"),
    path("verification/new/", verification.new_plan, name="verification_new"),
    path("verification/<int:pk>/", verification.plan, name="verification_plan"),
    path("verification/<int:pk>/close/", verification.close, name="verification_close"),
    path("verification/<int:pk>/<int:item_id>/", verification.item, name="verification_item"),
]
