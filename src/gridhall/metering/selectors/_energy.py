"""Energy by month: the curve at the portal, and what counts for the year's tiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from gridhall.kernel.periods import next_month
from gridhall.metering.models import MeterReading, UsagePoint
from gridhall.rating.request import MonthUse

from ._reads import (
    Hung,
    Reads,
    bounds,
    installations_at,
    midnight,
    points_with_subs,
    reads_between,
    reads_of,
    was_gone,
)

TOTAL = MeterReading.Register.FORWARD_ACTIVE_TOTAL
# A falling register rolled over if it was in its last tenth and is now in its first (rule of the
# utility, README of the town, 3); any other fall is no energy but a fault, shown as a gap.
LAST_TENTH = Decimal("0.9")
FIRST_TENTH = Decimal("0.1")
# Per account: its points with the sign they count with (sub points are taken off the master).
SignedPoints = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnergy:
    """The active energy of a month in kWh; ``None`` where a read is missing: a gap."""

    month: date  # first day
    kwh: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearUse:
    """The energy of the year's earlier months; ``gaps`` are months that cannot be told."""

    used: tuple[MonthUse, ...] = ()
    gaps: tuple[date, ...] = ()


def monthly_energy(*, account_id: int, first_month: date, months: int) -> list[MonthEnergy]:
    """Return the account's energy for ``months`` months from ``first_month`` on.

    Computed from the total register and the multiplier, across meter exchanges and roll-overs,
    without transformer loss. Months before the first meter are left out; gaps are ``None``.
    """
    wanted = list(_months(first_month.replace(day=1), months))
    return _energy(_signed_points([account_id]), wanted).get(account_id, [])


def month_energy(
    *, account_ids: Iterable[int], year_start: date, period_start: date
) -> dict[int, YearUse]:
    """Return the energy of each account for the whole months from ``year_start`` to the period.

    Accounts without any such month are left out. A month that cannot be told is in ``gaps``.
    """
    number = (period_start.year - year_start.year) * 12 + period_start.month - year_start.month
    if number <= 0:
        return {}
    energy = _energy(_signed_points(account_ids), list(_months(year_start, number)))
    return {
        account_id: YearUse(
            used=tuple(MonthUse(month=m.month, kwh=m.kwh) for m in months if m.kwh is not None),
            gaps=tuple(m.month for m in months if m.kwh is None),
        )
        for account_id, months in energy.items()
    }


def last_measured_month(*, account_id: int) -> date | None:
    """Return the first day of the newest month in which the account's meters were read.

    A read at 00:00 of the first day closes the month before it. ``None`` without any read.
    """
    newest = MeterReading.objects.filter(usage_point__account_id=account_id).aggregate(
        newest=Max("read_at")
    )["newest"]
    if newest is None:
        return None
    return timezone.localdate(newest - timedelta(microseconds=1)).replace(day=1)


def _months(first: date, number: int) -> Iterator[date]:
    for _ in range(number):
        yield first
        first = next_month(first)


def _signed_points(account_ids: Iterable[int]) -> SignedPoints:
    accounts = frozenset(account_ids)
    points = points_with_subs(accounts).exclude(role=UsagePoint.Role.RATIO)
    signed: SignedPoints = defaultdict(list)
    for pk, account_id, role, master in points.values_list(
        "pk", "account_id", "role", "parent__account_id"
    ):
        if account_id in accounts:
            signed[account_id].append((pk, 1))
        if role == UsagePoint.Role.SUB and master in accounts:
            signed[master].append((pk, -1))
    return signed


def _energy(signed: SignedPoints, months: list[date]) -> dict[int, list[MonthEnergy]]:
    points = {pk for account in signed.values() for pk, _sign in account}
    first, last = months[0], next_month(months[-1])
    hung = installations_at(points, first, last)
    reads = reads_between(points, first, last, register=TOTAL)
    result = {}
    for account_id, account in signed.items():
        found = []
        for month in months:
            meters = [
                (meter, sign)
                for pk, sign in account
                for meter in hung.get(pk, [])
                if meter.hangs_in(month, next_month(month))
            ]
            if meters:
                found.append(MonthEnergy(month=month, kwh=_month_kwh(meters, reads, month)))
        if found:
            result[account_id] = found
    return result


def _month_kwh(meters: list[tuple[Hung, int]], reads: Reads, month: date) -> Decimal | None:
    total = Decimal(0)
    for meter, sign in meters:
        moved = _moved(meter, reads, month)
        if moved is None:
            return None
        total += sign * moved * meter.multiplier
    return total


def _moved(meter: Hung, reads: Reads, month: date) -> Decimal | None:
    """Return how far the total register moved in the month; ``None`` if that cannot be told."""
    start, end = midnight(month), midnight(next_month(month))
    registers = reads_of(meter, reads)
    total = registers.get(TOTAL, [])
    if was_gone([total], start):
        return Decimal(0)
    opening, closing = bounds(total, start, end)
    if opening is None or closing is None:
        return None
    size = Decimal(10) ** meter.int_digits
    if closing.value >= opening.value:
        return closing.value - opening.value
    if opening.value >= LAST_TENTH * size and closing.value < FIRST_TENTH * size:
        return closing.value + size - opening.value
    return None
