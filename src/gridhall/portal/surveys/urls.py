"""Addresses of the surveys; names live in the namespace ``portal``. Links are short: /s/…"""

from django.urls import path

from . import views

urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/<int:pk>/", views.survey, name="survey"),
    path("s/<str:token>", views.by_link, name="survey_link"),
]
