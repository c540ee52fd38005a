"""The two reads that bound a meter's use within a period: one rule for bills and curves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from gridhall.metering.models import MeterInstallation, MeterReading, UsagePoint

Reason = MeterReading.Reason
ARRIVES = (Reason.INSTALL, Reason.REPLACE_IN)
LEAVES = Reason.REPLACE_OUT


def midnight(day: date) -> datetime:
    """Return 00:00 of the day in the supply territory: it closes one month and opens the next."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class Read:
    """One stored reading of one register."""

    pk: int
    read_at: datetime
    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Hung:
    """A meter at a point, for the time it hung there.

    ``returns`` tells that the same meter hangs there more than once in the period: it came back,
    or its transformers (and so the multiplier) were changed.
    """

    point_id: int
    meter_id: int
    asset_no: str
    multiplier: Decimal
    int_digits: int
    installed_on: date
    removed_on: date | None
    returns: bool = False

    def hangs_in(self, start: date, end: date) -> bool:
        """Tell whether the meter hung there at some moment of the period; a removal day counts."""
        return self.installed_on < end and (self.removed_on is None or self.removed_on >= start)


def points_with_subs(accounts: Iterable[int]) -> QuerySet[UsagePoint]:
    """Return the points of these accounts and the sub points of their masters, whoever's they are.

    Two index look-ups joined by UNION: with OR the database would read the whole table.
    """
    own = UsagePoint.objects.filter(account_id__in=accounts)
    subs = UsagePoint.objects.filter(role=UsagePoint.Role.SUB, parent__account_id__in=accounts)
    return UsagePoint.objects.filter(pk__in=own.values("pk").union(subs.values("pk")))


def installations_at(points: Iterable[int], start: date, end: date) -> dict[int, list[Hung]]:
    """Return the meters that hung at these points within the period, by point, in time."""
    rows = MeterInstallation.objects.filter(
        Q(removed_on__isnull=True) | Q(removed_on__gte=start),
        usage_point_id__in=list(points), installed_on__lt=end,
    ).order_by("usage_point_id", "installed_on", "pk").values_list(
        "usage_point_id", "meter_id", "meter__asset_no", "multiplier",
        "meter__register_int_digits", "installed_on", "removed_on",
    )  # fmt: skip
    hung = [Hung(*row) for row in rows]
    times = Counter((one.point_id, one.meter_id) for one in hung)
    found: dict[int, list[Hung]] = defaultdict(list)
    for one in hung:
        returns = times[one.point_id, one.meter_id] > 1
        found[one.point_id].append(replace(one, returns=True) if returns else one)
    return found


# Reads by meter and point, then by register, in time.
Reads = dict[tuple[int, int], dict[str, list[Read]]]


def reads_between(points: Iterable[int], start: date, end: date, *, register: str = "") -> Reads:
    """Return the reads at these points from one midnight to the other, both included."""
    rows = MeterReading.objects.filter(
        usage_point_id__in=list(points), read_at__gte=midnight(start), read_at__lte=midnight(end)
    )
    if register:
        rows = rows.filter(register=register)
    found: Reads = defaultdict(lambda: defaultdict(list))
    for pk, meter_id, point_id, name, read_at, value, reason in rows.order_by(
        "read_at", "pk"
    ).values_list("pk", "meter_id", "usage_point_id", "register", "read_at", "value", "reason"):
        found[meter_id, point_id][name].append(Read(pk, read_at, value, reason))
    return found


def reads_of(meter: Hung, reads: Reads) -> Mapping[str, Sequence[Read]]:
    """Return the reads of a meter by register, only those of this time it hung there."""
    found = reads.get((meter.meter_id, meter.point_id), {})
    if not meter.returns:
        return found
    return {name: _while_hanging(meter, register) for name, register in found.items()}


def _while_hanging(meter: Hung, register: Sequence[Read]) -> list[Read]:
    """Cut at the exchange reads of the days of hanging up and taking down, else at the days."""
    up = [r.read_at for r in register if r.reason in ARRIVES and _on(r, meter.installed_on)]
    start, end = min(up, default=midnight(meter.installed_on)), None
    if meter.removed_on is not None:
        down = [r.read_at for r in register if r.reason == LEAVES and _on(r, meter.removed_on)]
        end = max(down, default=midnight(meter.removed_on))
    return [
        read
        for read in register
        if (start < read.read_at or (start == read.read_at and read.reason != LEAVES))
        and (
            end is None
            or read.read_at < end
            or (read.read_at == end and read.reason not in ARRIVES)
        )
    ]


def _on(read: Read, day: date) -> bool:
    return midnight(day) <= read.read_at < midnight(day + timedelta(days=1))


def bounds(
    reads: Sequence[Read], start: datetime, end: datetime
) -> tuple[Read | None, Read | None]:
    """Return the opening and the closing read of one register within the period.

    Opening: the read at the period's start, else that of the installation within the period.
    Closing: the read at the period's end, else that of the removal within the period. Missing
    ones are ``None``; nothing is estimated.
    """
    opening = closing = None
    for read in reads:
        if read.read_at < start or read.read_at > end:
            continue
        arrives, leaves = read.reason in ARRIVES, read.reason == LEAVES
        if opening is None and not leaves and (read.read_at == start or arrives):
            opening = read
        if leaves or (read.read_at == end and not arrives):
            closing = read
    return opening, closing


def was_gone(reads: Iterable[Sequence[Read]], start: datetime) -> bool:
    """Tell whether the meter was taken down at the very start of the period or before."""
    return any(
        read.reason == LEAVES and read.read_at <= start for register in reads for read in register
    )
