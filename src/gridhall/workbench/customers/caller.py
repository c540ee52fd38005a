"""The panel on the customer's page where an employee makes sure who is asking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.billing import selectors as billing
from gridhall.customers import policy, services
from gridhall.customers import selectors as customers
from gridhall.customers.caller_questions import Method, Question
from gridhall.foundation.identity.access import employee
from gridhall.ui import attempts
from gridhall.workbench import callers, rights

from . import overview

HIDDEN = "****"


class AnswersForm(forms.Form):
    """What the caller said to each question; nothing of the file is filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self.fields[question.value] = forms.CharField(
                label=question.label, required=False, max_length=60,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip


def panel(
    request: HttpRequest, card: customers.AccountCard, actions: frozenset[str]
) -> dict[str, Any] | None:
    """Return what the panel shows; nothing for who may not see clear values anyway."""
    if "customers.reveal" not in actions:
        return None
    state = callers.state_of(
        request, account_id=card.account_id, organisation_id=card.organisation_id
    )
    return {
        "state": state,
        "form": AnswersForm(auto_id="caller-%s"),
        "wanted": policy.caller().right_answers,
        "method": Method(state.method).label if state.method else "",
        "by_document": Method.DOCUMENT_SEEN in state.methods,
        "by_questions": Method.QUESTIONS in state.methods,
    }


def veiled(
    card: customers.AccountCard, page: overview.Overview
) -> tuple[customers.AccountCard, overview.Overview]:
    """Return card and page without what the caller may be asked, and without use and postings.

    What stays is what anybody may be told who knows the account number: state, owed, overdue.
    """
    hidden = tuple(replace(contact, value=HIDDEN) for contact in card.contacts)
    closed = replace(
        page, shows=page.shows - {"receivables"}, payments=[], ledger=[], messages=[], history=[],
        last_receipt="",
    )  # fmt: skip
    return replace(card, id_document=HIDDEN, contacts=hidden), closed


@require_POST
@employee("customers.reveal")
def check_caller(request: HttpRequest, account_no: str) -> HttpResponse:
    """Compares what the caller said with the file; tells only whether all of it was right."""
    card = customers.account_card(scope=rights.scope(request), account_no=account_no)
    form = AnswersForm(request.POST)
    with attempts.told(request):
        passed = services.check_caller(
            scope=rights.scope(request), account_id=card.account_id,
            employee_id=rights.reader_id(request), method=request.POST.get("method", ""),
            answers=form.cleaned_data if form.is_valid() else {},
            last_bill=billing.last_bill_total, at=timezone.now(),
        )  # fmt: skip
        if passed:
            messages.success(request, _("The answers agree with the file."))
        else:
            text = _("The answers do not all agree with the file. Which one is wrong is not told.")
            messages.warning(request, text)
    return redirect("workbench:customer", account_no=card.account_no)


@require_POST
@employee("customers.reveal")
def end_call(request: HttpRequest, account_no: str) -> HttpResponse:
    """Ends the reader's check of this account's caller: the call is over."""
    card = customers.account_card(scope=rights.scope(request), account_no=account_no)
    services.end_caller_check(
        account_id=card.account_id, employee_id=rights.reader_id(request), at=timezone.now()
    )
    messages.info(request, _("The check was ended."))
    return redirect("workbench:customer", account_no=card.account_no)
