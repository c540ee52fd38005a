"""What the money screens ask for: the address turned into filters, lists read to their end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.foundation.identity.selectors import Scope
from gridhall.receivables import selectors as receivables
from gridhall.receivables import services
from gridhall.workbench import lists, rights

if TYPE_CHECKING:
    from gridhall.receivables.selectors import PaymentFilter, PaymentView

NO_ACCOUNT = -1
BATCH = 500


def payment_filter(
    scope: Scope, filters: dict[str, str], *, reader_id: int | None
) -> PaymentFilter:
    """Return the filter that the address asks for; an unknown account matches nothing."""
    account = None
    if filters["account"]:
        account = rights.account_id(scope, filters["account"]) or NO_ACCOUNT
    return receivables.PaymentFilter(
        account_id=account, channel=filters["channel"], status=filters["status"],
        received_by_id=reader_id if filters["who"] == "me" else None,
        first_day=lists.day(filters["first"]), last_day=lists.day(filters["last"]),
    )  # fmt: skip


def all_payments(scope: Scope, narrowed: PaymentFilter) -> Iterator[PaymentView]:
    """Yield every payment that fits, page by page."""
    before: int | None = None
    while True:
        found = receivables.payments_page(
            scope=scope, narrowed=narrowed, before=before, limit=BATCH
        )
        yield from found.rows
        if found.next_before is None:
            return
        before = found.next_before


def all_notices(scope: Scope, outcome: str) -> Iterator[Any]:
    """Yield every notice of that outcome, page by page."""
    before: int | None = None
    while True:
        found = receivables.notices_page(scope=scope, outcome=outcome, before=before, limit=BATCH)
        yield from found.rows
        if found.next_before is None:
            return
        before = found.next_before


def payment_url(row: PaymentView) -> str:
    """Return the address of a payment."""
    return reverse("workbench:payment", args=[row.receipt_no])


def name_of(account_id: int) -> str:
    """Return the masked name behind an account."""
    return customers.display_names(account_ids=[account_id]).get(account_id, "")


def receipt_response(request: HttpRequest, payment: PaymentView) -> HttpResponse:
    """Return the receipt as PDF. The customer gets it, so her name stands on it in full."""
    pdf = services.print_receipt(
        payment=payment, verify_base=_verify_base(request), by_id=rights.reader_id(request),
        at=timezone.now(),
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{payment.receipt_no}.pdf"'
    return response


def _verify_base(request: HttpRequest) -> str:
    """Return the address at the portal under which anybody checks a receipt's code."""
    return request.build_absolute_uri(reverse("portal:receipt_check", args=["x"]))[:-1]
