"""Addresses of the shell itself: the home page, notices and help."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notices/", views.notices, name="notices"),
    path("help/", views.help_page, name="help"),
]
