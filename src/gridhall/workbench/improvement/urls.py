"""Addresses of statistics and improvement; names live in the namespace ``workbench``."""

from django.urls import path

from . import measures, statistics

urlpatterns = [
    path("statistics/", statistics.statistics, name="case_statistics"),
    path("statistics/cases/", statistics.behind, name="counted_cases"),
    path("weak-points/", measures.weak_points, name="weak_points"),
    path("measures/", measures.measures, name="measures"),
    path("measures/new/", measures.new_measure, name="measure_new"),
    path("measures/<str:number>/", measures.measure, name="measure"),
    path("measures/<str:number>/<slug:deed>/", measures.act, name="measure_act"),
]
