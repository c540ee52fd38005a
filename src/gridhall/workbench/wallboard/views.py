"""The wall board (大屏): the page, its figures, and the stream that keeps them fresh."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.workbench import rights

from . import board, streaming


@employee("cases.read")
def wall_board(request: HttpRequest) -> HttpResponse:
    """Shows the figures of the reader's units, large enough for a wall."""
    found = board.as_html(scope=rights.scope(request), language=language.active())
    context = {
        "figures": found, "may_keep": rights.may(request, "cases.supervise"),
        "stream_url": reverse("workbench:wall_board_stream"),
        "figures_url": reverse("workbench:wall_board_figures"),
        "door_url": reverse("workbench:wall_board"),
    }  # fmt: skip
    return render(request, "workbench/wallboard/wall_board.html", context)


@employee("cases.read")
def figures(request: HttpRequest) -> HttpResponse:
    """Returns the figures alone: asked again and again where no stream gets through."""
    found = board.as_html(scope=rights.scope(request), language=language.active())
    return HttpResponse(found)


@employee("cases.read")
def stream(request: HttpRequest) -> HttpResponseBase:
    """Sends the figures whenever something changed, until the session or the role ends."""
    screen = streaming.of_session(
        request, scope=rights.scope(request), language=language.active()
    )  # fmt: skip
    return streaming.answer(request, screen)
