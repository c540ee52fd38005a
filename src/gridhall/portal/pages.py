"""What the portal's views share: their door, and how expected failures are answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast, overload

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers import services as customers_services
from gridhall.foundation import language
from gridhall.foundation.identity.access import AccessRule, customer
from gridhall.foundation.signin import selectors as signin
from gridhall.portal.own import NoAccount, OwnAccounts, own_accounts

View = Callable[..., HttpResponse]
NOTED = "portal_noted"


@overload
def own_page(view: View) -> View: ...


@overload
def own_page(*, right: str = "", anywhere: bool = False) -> Callable[[View], View]: ...


def own_page(view: View | None = None, *, right: str = "", anywhere: bool = False) -> Any:
    """Open a view to customers; it gets ``own``, the accounts of the person who asks.

    ``right`` (see ``customers/portal_rights.py``) is what the page needs: without it for the
    account she looks at she is told that it was not shared with her; things of accounts where
    she lacks it are not found. ``anywhere``: the page is about all accounts where she has it.
    Somebody without any account sees how to get one.
    """

    def decorate(view: View) -> View:
        @customer
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                own = own_accounts(request, right=right)
            except NoAccount:
                return no_account(request)
            if kwargs and not anywhere and not own.ids:
                raise Http404  # the thing belongs to no account where she has the right
            fits = bool(own.ids) if anywhere else own.fits or bool(kwargs)
            if not fits:
                return show(request, "not_shared", own, 403, asked=right)
            return view(request, own, *args, **kwargs)

        guarded.access_rule = AccessRule(kind="customer", action=right)  # type: ignore[attr-defined]
        return guarded

    return decorate(view) if view is not None else decorate


def no_account(request: HttpRequest) -> HttpResponse:
    """Say how a login gets its first account, and show what others want to share with it."""
    context = {"accounts": [], "invitations": invitations(request)}
    return render(request, "portal/no_account.html", context)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a page needs that is open without any account."""
    try:
        return own_accounts(request).frame()
    except NoAccount:
        return {"accounts": []}


def invitations(request: HttpRequest) -> list[customers.InvitationView]:
    """Return the open invitations to the phone that is verified for this login."""
    phone = signin.whole_phone_of(user_id=user_id(request))
    return customers.invitations_for(
        verified_phone=phone, at=timezone.now(), on=timezone.localdate()
    )


def show(
    request: HttpRequest, template: str, own: OwnAccounts, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the portal inside its frame; what a guest opens is written down."""
    if status == 200:
        _note(request, own)
    return render(request, f"portal/{template}.html", {**own.frame(), **context}, status=status)


def _note(request: HttpRequest, own: OwnAccounts) -> None:
    """Write down once a session that somebody who was let in used a right."""
    key = f"{own.current.account_id}:{own.right}"
    noted = request.session.get(NOTED, [])
    if not own.right or not own.now.shared or key in noted:
        return
    customers_services.note_portal_use(
        user_id=user_id(request), account_id=own.current.account_id, right=own.right,
        on=timezone.localdate(), at=timezone.now(),
    )  # fmt: skip
    request.session[NOTED] = [*noted, key]


def user_id(request: HttpRequest) -> int:
    """Return the id of the person who is signed in; only behind a door that checked that."""
    return cast(int, request.user.pk)


def spoken(text: dict[str, str]) -> str:
    """Return the sentence of the engine in the reader's language."""
    return language.either(text["zh"], text["en"])
