"""Addresses of the boards and the book of standards."""

from django.urls import path

from . import boards

urlpatterns = [
    path("board/", boards.board, name="board"),
    path("clocks/", boards.clocks, name="clocks"),
]
