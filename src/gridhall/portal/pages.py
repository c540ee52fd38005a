"""What the portal's views share: their door, and how expected failures are answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from gridhall.foundation.identity.access import customer
from gridhall.portal.accounts import NoAccount, OwnAccounts, own_accounts

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """Open a view to customers; it gets ``own``, the accounts of the person who asks.

    Somebody without any account sees a page that says how to get one.
    """

    @customer
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            own = own_accounts(request)
        except NoAccount:
            return render(request, "portal/no_account.html", {"accounts": []})
        return view(request, own, *args, **kwargs)

    return guarded


def show(
    request: HttpRequest, template: str, own: OwnAccounts, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the portal inside its frame."""
    return render(request, f"portal/{template}.html", {**own.frame(), **context}, status=status)


def user_id(request: HttpRequest) -> int:
    """Return the id of the person who is signed in; only behind a door that checked that."""
    return cast(int, request.user.pk)


def spoken(text: dict[str, str]) -> str:
    """Return the sentence of the engine in the reader's language."""
    return text["zh" if (get_language() or "zh").startswith("zh") else "en"]
