"""Readings as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.kernel.periods import next_month
from gridhall.metering.models import MeterReading

from ._reads import midnight


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading in register units; labels in the active language."""

    reading_id: int
    account_id: int
    account_no: str
    mp_no: str
    asset_no: str
    register: str
    register_label: str
    read_at: datetime
    value: Decimal
    source: str
    source_label: str
    reason: str
    reason_label: str
    demand_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFilters:
    """What narrows the table; empty values do not. ``month`` is any day of the month of reading."""

    account_no: str = ""
    mp_no: str = ""
    asset_no: str = ""
    register: str = ""
    source: str = ""
    reason: str = ""
    month: date | None = None


COLUMNS = {
    "account_no": "usage_point__account__account_no",
    "mp_no": "usage_point__mp_no",
    "asset_no": "meter__asset_no",
    "register": "register",
    "source": "source",
    "reason": "reason",
}


def _views(readings: list[MeterReading]) -> list[ReadingRow]:
    return [
        ReadingRow(
            reading_id=row.pk,
            account_id=row.usage_point.account_id,
            account_no=row.usage_point.account.account_no,
            mp_no=row.usage_point.mp_no,
            asset_no=row.meter.asset_no,
            register=row.register,
            register_label=row.get_register_display(),
            read_at=row.read_at,
            value=row.value,
            source=row.source,
            source_label=row.get_source_display(),
            reason=row.reason,
            reason_label=row.get_reason_display(),
            demand_at=row.demand_at,
        )
        for row in readings
    ]


def _detailed() -> QuerySet[MeterReading]:
    return MeterReading.objects.select_related("usage_point__account", "meter")


def readings_of(*, account_id: int, start: date, end: date) -> list[ReadingRow]:
    """Return an account's readings from ``start`` to ``end`` (both midnights included), in time."""
    rows = _detailed().filter(
        usage_point__account_id=account_id,
        read_at__gte=midnight(start),
        read_at__lte=midnight(end),
    )
    return _views(list(rows.order_by("read_at", "usage_point_id", "register", "pk")))


def list_readings(
    *, scope: Scope, filters: ReadingFilters, after: str = "", before: str = "", limit: int = 50
) -> Page[ReadingRow]:
    """Return one page of readings inside ``scope``, the newest entered first; keys are ids."""
    found = _detailed()
    if not scope.everything:
        found = found.filter(usage_point__account__organisation_id__in=scope.organisation_ids)
    for name, column in COLUMNS.items():
        if value := getattr(filters, name):
            found = found.filter(**{column: value})
    if filters.month:
        first = filters.month.replace(day=1)
        found = found.filter(read_at__gte=midnight(first), read_at__lt=midnight(next_month(first)))
    return keyset_page(
        found, field="id", after=after, before=before, limit=limit, view=_views, descending=True
    )
