"""What the screens of signing in share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

#: Entries of codes from one address, beside the tries that each code allows.
ENTRY_LIMIT = {"code": "30/m/ip"}


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page outside both sites."""
    return render(request, f"account/{template}.html", context, status=status)


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; only behind a door that checked that."""
    return cast("User", request.user)


def frame_of(request: HttpRequest) -> str:
    """Return the frame of the site the person works in."""
    return "workbench/base.html" if person_of(request).is_employee else "portal/page.html"


def next_of(request: HttpRequest) -> str:
    """Return where the person wanted to go, if that is on this site."""
    return get_next_redirect_url(request) or ""


def refuse(form: forms.Form, field: str | None, error: GridHallError) -> int:
    """Show an expected failure at its field; return the status of the answer."""
    form.add_error(field, as_text(error))
    return int(getattr(error, "status", 409))


def too_many_entries(request: HttpRequest) -> HttpResponse | None:
    """Return the answer for an address that tries codes without end, else None."""
    found: HttpResponse | None = ratelimit.consume_or_429(
        request, app="gridhall", action="code", config=ENTRY_LIMIT
    )
    return found
