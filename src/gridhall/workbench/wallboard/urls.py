"""Addresses of the wall board; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.wall_board, name="wall_board"),
    path("figures/", views.figures, name="wall_board_figures"),
    path("stream/", views.stream, name="wall_board_stream"),
]
