"""Addresses of the work calendars."""

from django.urls import path

from . import changes, notices, views

urlpatterns = [
    path("", views.year, name="calendar"),
    path("new/", changes.new_calendar, name="new_calendar"),
    path("notice/", notices.load, name="load_notice"),
    path("<str:code>/days/<str:day>/", views.day, name="calendar_day"),
    path("<str:code>/days/<str:day>/set/", changes.set_day, name="set_calendar_day"),
    path("<str:code>/days/<str:day>/reset/", changes.reset_day, name="reset_calendar_day"),
    path("<str:code>/shifts/new/", changes.new_shift, name="new_shift"),
    path("<str:code>/shifts/<int:pk>/end/", changes.end_shift, name="end_shift"),
    path("<str:code>/shifts/<int:pk>/remove/", changes.remove_shift, name="remove_shift"),
]
