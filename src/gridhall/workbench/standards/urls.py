"""Addresses of the boards and the book of standards."""

from django.urls import path

from . import boards, book

urlpatterns = [
    path("", book.standards, name="standards"),
    path("board/", boards.board, name="board"),
    path("clocks/", boards.clocks, name="clocks"),
    path("profiles/<slug:code>/", book.standards, name="profile"),
    path("<int:pk>/", book.standard, name="standard"),
]
