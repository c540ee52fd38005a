"""How much electricity was used, month by month."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show
from gridhall.portal.usage import curve, gate


@own_page(right="VIEW_USAGE")
def usage(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows up to 24 months as a curve and as a table.

    Who bound the account by a weak proof first enters a code sent to the phone on file.
    """
    if own.needs_code:
        return gate.show_gate(request, own)
    history = curve.months(own.current.account_id, timezone.localdate(), count=24)
    year = [row for row in history if row.month.year == history[-1].month.year]
    return show(
        request, "usage", own, history=list(reversed(history)), chart=curve.chart(history),
        year=history[-1].month.year if history else None,
        year_kwh=sum((row.kwh or Decimal(0) for row in year), Decimal(0)),
    )  # fmt: skip


@require_POST
@own_page(right="VIEW_USAGE")
def usage_code(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Sends the code that opens the details of the use, or takes the one that was typed."""
    return gate.answer(request, own)
