"""Issued bills as their own customers see them: the accounts decide, not a scope."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from ..errors import BillNotFound
from ..models import Bill
from ._bills import BillDetail, BillRow, bill_row, detail_of, light
from ._bundles import bundle_of
from ._page import clamp

VISIBLE = (Bill.Status.ISSUED, Bill.Status.REVERSED)


def issued_bills(*, account_ids: Collection[int], limit: int = 24) -> list[BillRow]:
    """Return the issued bills of these accounts, newest month first, reversed ones too."""
    rows = light(Bill.objects.filter(account_id__in=list(account_ids), status__in=VISIBLE))
    return [bill_row(bill) for bill in rows.order_by("-period_start", "-pk")[: clamp(limit)]]


def last_bill_total(account_id: int) -> Decimal | None:
    """Return the amount in yuan of the newest issued bill that counts, if there is one.

    Customers name it to prove that an account is theirs.
    """
    found = Bill.objects.filter(account_id=account_id, status=Bill.Status.ISSUED)
    return found.order_by("-period_start", "-pk").values_list("total", flat=True).first()


def issued_bill(*, account_ids: Collection[int], bill_no: str) -> BillDetail:
    """Return an issued bill of one of these accounts; raises BillNotFound for any other."""
    return detail_of(_find(account_ids, bill_no))


def issued_bill_bundle(*, account_ids: Collection[int], bill_no: str) -> dict[str, Any]:
    """Return the bundle of an issued bill of one of these accounts; raises BillNotFound."""
    return bundle_of(_find(account_ids, bill_no))


def _find(account_ids: Collection[int], bill_no: str) -> Bill:
    bill = (
        Bill.objects.select_related("account", "organisation", "run")
        .filter(account_id__in=list(account_ids), bill_no=bill_no, status__in=VISIBLE)
        .first()
    )
    if bill is None:
        raise BillNotFound
    return bill
