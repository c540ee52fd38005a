"""Addresses of the boards and the book of standards."""

from django.urls import path

from . import boards, book, changes

urlpatterns = [
    path("", book.standards, name="standards"),
    path("board/", boards.board, name="board"),
    path("clocks/", boards.clocks, name="clocks"),
    path("profiles/choose/", changes.choose, name="choose_profile"),
    path("profiles/<slug:code>/", book.standards, name="profile"),
    path("<int:pk>/", book.standard, name="standard"),
    path("<int:pk>/next/", changes.new_version, name="new_standard_version"),
    path("<int:pk>/ask/", changes.ask, name="ask_standard"),
    path("<int:pk>/end/", changes.end, name="end_standard"),
    path("<int:pk>/apply/", changes.apply, name="apply_standard"),
]
