"""The customer's own file, masked, and the choice among several accounts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.portal.own import CHOICE, OwnAccounts
from gridhall.portal.pages import own_page, show, user_id


@own_page(right="VIEW_FILE")
def profile(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows what is filed about the account; personal values are masked here too."""
    card = customers.portal_account(
        user_id=user_id(request),
        account_no=own.current.account_no,
        on=timezone.localdate(),
        right="VIEW_FILE",
    )
    return show(request, "profile", own, card=card)


@own_page
def choose_account(request: HttpRequest, own: OwnAccounts, account_no: str) -> HttpResponse:
    """Makes one of the person's own accounts the one that all pages show."""
    request.session[CHOICE] = own.focus(account_no).current.account_no
    return redirect("portal:home")
