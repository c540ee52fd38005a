"""What is owed inside a scope, and what came in over some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.kernel.money import ZERO_YUAN
from gridhall.receivables.models import Payment, Receivable


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Open bills in yuan; ``overdue`` is the part whose day to pay has passed."""

    outstanding: Decimal
    overdue: Decimal
    accounts_overdue: int


def claims(*, scope: Scope, on: date) -> Claims:
    """Return what is owed inside ``scope`` on that day."""
    rows = Receivable.objects.filter(outstanding__gt=0)
    if not scope.everything:
        rows = rows.filter(account__organisation_id__in=scope.organisation_ids)
    late = Q(due_date__lt=on)
    found = rows.aggregate(
        owed=Sum("outstanding"),
        late=Sum("outstanding", filter=late),
        accounts=Count("account", filter=late, distinct=True),
    )
    return Claims(
        outstanding=found["owed"] or ZERO_YUAN, overdue=found["late"] or ZERO_YUAN,
        accounts_overdue=found["accounts"],
    )  # fmt: skip


def collected(*, scope: Scope, first: date, last: date) -> Decimal:
    """Return what was received on these days (both included) and not taken back, in yuan."""
    rows = Payment.objects.filter(
        status=Payment.Status.POSTED, received_at__gte=days.start_of(first),
        received_at__lt=days.end_of(last),
    )  # fmt: skip
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return rows.aggregate(sum=Sum("amount"))["sum"] or ZERO_YUAN
