"""Addresses of the wall board; names live in the namespace ``workbench``."""

from django.urls import path

from . import screens, views

urlpatterns = [
    path("", views.wall_board, name="wall_board"),
    path("figures/", views.figures, name="wall_board_figures"),
    path("stream/", views.stream, name="wall_board_stream"),
    path("screens/", screens.screens, name="wall_screens"),
    path("screens/new/", screens.new, name="wall_screen_new"),
    path("screens/<int:pk>/end/", screens.end, name="wall_screen_end"),
]
