"""Pages that belong to no site: the door, the language switch, health and errors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.i18n import set_language as django_set_language

from gridhall.foundation.identity.access import public, signed_in

set_language = public(django_set_language)


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Sends everybody to her own site."""
    return redirect("workbench:home" if request.user.is_employee else "portal:home")  # type: ignore[union-attr]


def _error(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    return render(request, "ui/error.html", {"title": title, "message": message}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 403 page."""
    return _error(
        request, 403, _("No access"),
        _("Your role does not allow this. Ask your administrator if you need it."),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 400 page."""
    return _error(
        request, 400, _("This could not be read"),
        _("The request is damaged or too large. Go back, check what you entered and try again."),
    )  # fmt: skip


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that does not come from here or is too old."""
    return _error(
        request, 403, _("This form is too old"),
        _("Nothing was changed. Open the page again and repeat what you entered. Cookies must be"
          " allowed."),
    )  # fmt: skip


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 429 page."""
    return _error(
        request, 429, _("Too many attempts"),
        _("There were too many attempts from here. Wait a few minutes, then try again."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 page: also the answer for what lies outside one's organisation."""
    return _error(
        request, 404, _("Nothing found here"),
        _("This page does not exist or does not belong to you."),
    )  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page."""
    return _error(
        request, 500, _("Something went wrong"),
        _("The fault has been recorded. Please try again in a moment."),
    )  # fmt: skip
