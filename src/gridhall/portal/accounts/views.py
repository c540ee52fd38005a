"""My accounts: all of them with what is due, binding another one, own names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.customers import policy, services
from gridhall.customers.portal_rights import Proof
from gridhall.foundation.identity.access import customer
from gridhall.portal.accounts import forms as typed
from gridhall.portal.accounts.overview import rows, total_due
from gridhall.portal.own import CHOICE, OwnAccounts
from gridhall.portal.pages import frame, invitations, own_page, show, user_id
from gridhall.ui import attempts


@own_page
def my_accounts(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows all accounts of the person, what each owes, and what all owe together."""
    found = rows(own)
    return show(
        request, "accounts/mine", own, rows=found, total=total_due(found),
        several=len(found) > 1, manages=any(row.access.may("MANAGE_ACCESS") for row in found),
        invitations=invitations(request),
    )  # fmt: skip


@customer
def bind(request: HttpRequest) -> HttpResponse:
    """Binds an account by its number and a proof; wrong proof never tells what was wrong."""
    offered = [kind for kind in policy.binding().proofs if kind in typed.FORMS]
    kind = request.POST.get("proof", "") or request.GET.get("proof", "")
    kind = kind if kind in offered else offered[0]
    if request.method != "POST":
        first = typed.NumberForm() if kind == Proof.PHONE_CODE else typed.FORMS[kind]()
        return _bind_page(request, kind, offered, first)
    if kind == Proof.PHONE_CODE and "code" not in request.POST:
        return _send_code(request, offered)
    form = typed.FORMS[kind](request.POST)
    if form.is_valid():
        with attempts.in_form(form):
            number = services.bind_account(
                user_id=user_id(request), account_no=form.cleaned_data["account_no"],
                proof=typed.shown_proof(kind, form.cleaned_data), last_bill=billing.last_bill_total,
                on=timezone.localdate(), at=timezone.now(),
            )  # fmt: skip
            request.session[CHOICE] = number
            messages.success(request, _("Account {number} is bound.").format(number=number))
            return redirect("portal:accounts")
    return _bind_page(request, kind, offered, form, status=422)


def _send_code(request: HttpRequest, offered: list[str]) -> HttpResponse:
    """Have a code sent and ask for it; whether there is such an account makes no difference."""
    form = typed.NumberForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["account_no"]
        with attempts.in_form(form):
            services.send_binding_code(
                user_id=user_id(request), account_no=number, at=timezone.now()
            )
            ready = typed.CodeForm(initial={"account_no": number})
            return _bind_page(request, Proof.PHONE_CODE, offered, ready, sent=True)
    return _bind_page(request, Proof.PHONE_CODE, offered, form, status=422)


def _bind_page(
    request: HttpRequest, kind: str, offered: list[str], form: Any, *, status: int = 200,
    sent: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        **frame(request), "form": form, "kind": kind, "sent": sent,
        "asks_code": isinstance(form, typed.CodeForm),
        "proofs": [(one, Proof(one).label) for one in offered],
        "minutes": policy.binding().code_minutes,
    }  # fmt: skip
    return render(request, "portal/accounts/bind.html", context, status=status)


@require_POST
@own_page
def unbind(request: HttpRequest, own: OwnAccounts, account_no: str) -> HttpResponse:
    """Gives up the person's access to one account."""
    number = own.focus(account_no).current.account_no
    with attempts.told(request):
        services.unbind_account(
            user_id=user_id(request), account_no=number, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip
        if request.session.get(CHOICE) == number:
            del request.session[CHOICE]
        text = _("Account {number} is no longer bound to your login.")
        messages.success(request, text.format(number=number))
    return redirect("portal:accounts")


@require_POST
@own_page
def name_account(request: HttpRequest, own: OwnAccounts, account_no: str) -> HttpResponse:
    """Keeps the person's own name for an account; an empty one takes it away."""
    number = own.focus(account_no).current.account_no
    form = typed.NicknameForm(request.POST)
    if form.is_valid():
        services.name_account(
            user_id=user_id(request), account_no=number, on=timezone.localdate(),
            nickname=form.cleaned_data["nickname"],
        )  # fmt: skip
    else:
        messages.error(request, _("A name has at most 30 characters."))
    return redirect("portal:accounts")


@require_POST
@own_page
def prefer_account(request: HttpRequest, own: OwnAccounts, account_no: str) -> HttpResponse:
    """Makes an account the one the portal opens with."""
    number = own.focus(account_no).current.account_no
    services.prefer_account(user_id=user_id(request), account_no=number, on=timezone.localdate())
    request.session.pop(CHOICE, None)
    return redirect("portal:accounts")
