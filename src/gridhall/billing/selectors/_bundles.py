"""Bundles: a stored bill with all that is needed to recompute it offline."""

from __future__ import annotations

from typing import Any

from gridhall.foundation.identity.selectors import Scope
from gridhall.rating import jsonform
from gridhall.rating.bundle import make_bundle
from gridhall.tariffs import selectors as tariffs

from ..checks import ENGINE
from ..errors import BillNotFound
from ..models import Bill


def bundle(*, bill_id: int, scope: Scope) -> dict[str, Any]:
    """Return the bundle of a bill from what is stored; raises BillNotFound.

    Nothing is rated here: `gridhall verify` rates again from the bundle alone and compares, so a
    bill changed behind the program's back is found out.
    """
    bill = Bill.objects.select_related("account").filter(pk=bill_id).first()
    if bill is None or not scope.holds(bill.organisation_id):
        raise BillNotFound
    return bundle_of(bill)


def bundle_of(bill: Bill) -> dict[str, Any]:
    """Return the bundle of a bill that was read with its account."""
    answer = {
        "outcome": "rated",
        "account_no": bill.account.account_no,
        "period_start": bill.period_start,
        "period_end": bill.period_end,
        "price_class": bill.price_class,
        "lines": [line.trace for line in bill.lines.order_by("number")],
        "total": str(bill.total),
        "quantities": bill.quantities,
        "warnings": [
            {"code": w["code"], "text": w["text"]} for w in bill.warnings if w["origin"] == ENGINE
        ],
        "books": bill.books,
        "engine_version": bill.engine_version,
    }
    return make_bundle(
        jsonform.request_from_json(bill.request),
        tariffs.library_by_hash(library_hash=bill.library_hash),
        jsonform.answer_from_json(answer),
    )
