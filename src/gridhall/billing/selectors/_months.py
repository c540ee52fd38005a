"""The newest month that was billed, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from gridhall.foundation.identity.selectors import Scope

from ..models import BillRun, BillRunChunk


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledMonth:
    """What the issued runs of a month add up to, supplementary ones included, in yuan."""

    month: date
    bills: int
    total: Decimal


def latest_month(*, scope: Scope) -> BilledMonth | None:
    """Return the newest month issued by a run inside ``scope``, if there is one."""
    runs = BillRun.objects.filter(status=BillRun.Status.ISSUED)
    if not scope.everything:
        runs = runs.filter(organisation_id__in=scope.organisation_ids)
    month = runs.order_by("-period_start").values_list("period_start", flat=True).first()
    if month is None:
        return None
    found = BillRunChunk.objects.filter(run__in=runs.filter(period_start=month)).aggregate(
        bills=Sum("bill_count"), total=Sum("control_total")
    )
    return BilledMonth(
        month=month, bills=found["bills"] or 0, total=found["total"] or Decimal("0.00")
    )
