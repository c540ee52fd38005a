"""The boards: what runs, what is late, what will be late today, how much was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value
from django.utils import timezone

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope, subtree_ids

from ..models import Clock, ClockStatus

#: By what shares can be split: the name readers use → the column.
SPLITS = {
    "team": "organisation_id", "person": "user_id", "area": "area", "kind": "kind",
    "grade": "grade", "category": "category", "channel": "channel", "promise": "code",
}  # fmt: skip
SOON = timedelta(hours=1)
#: ``met`` is in the index of the judged clocks: so is all that is counted, and no row is read.
KEPT = Count("met", filter=Q(met=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """What a board is narrowed to; empty: everything. ``promise`` is a clock's code.

    ``organisation_id`` means the unit and all below it.
    """

    promise: str = ""
    kind: str = ""
    category: str = ""
    area: str = ""
    grade: str = ""
    channel: str = ""
    organisation_id: int | None = None
    user_id: int | None = None
    text: str = ""


EVERYTHING = BoardFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The clocks that are open at a moment; ``soon``: due within the next hour."""

    running: int
    overdue: int
    soon: int
    today: int
    paused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Of ``total`` promises judged in a period ``met`` were kept. ``key`` names the group."""

    key: str | int | date | None
    total: int
    met: int

    @property
    def missed(self) -> int:
        """Return how many were not kept."""
        return self.total - self.met

    @property
    def share(self) -> Decimal | None:
        """Return the share kept in percent with one decimal; None when nothing was judged."""
        if not self.total:
            return None
        return (Decimal(self.met) * 100 / self.total).quantize(Decimal("0.1"))


def board(*, scope: Scope, at: datetime, filters: BoardFilter = EVERYTHING) -> Board:
    """Return how many clocks run, are late, will be due, stand still."""
    rows = narrowed(Clock.objects.all(), scope=scope, filters=filters)
    running = rows.filter(status=ClockStatus.RUNNING).aggregate(
        all=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=at)),
        soon=Count("id", filter=Q(due_at__gte=at, due_at__lt=at + SOON)),
        today=Count("id", filter=Q(due_at__gte=at, due_at__lt=end_of_day(at))),
    )
    return Board(
        running=running["all"], overdue=running["overdue"], soon=running["soon"],
        today=running["today"], paused=rows.filter(status=ClockStatus.PAUSED).count(),
    )  # fmt: skip


def met_share(
    *, scope: Scope, first: date, last: date, by: str = "", filters: BoardFilter = EVERYTHING
) -> list[Kept]:
    """Return how many promises judged from ``first`` to ``last`` (both included) were kept.

    A promise is judged when its clock stops, or the moment it is too late. ``by`` splits (see
    SPLITS), the worst share first; without it the one row is the whole. Raises KeyError.
    """
    rows = judged(scope=scope, first=first, last=last, filters=filters)
    if not by:
        whole = rows.aggregate(total=Count("met"), kept=KEPT)
        return [Kept(key=None, total=whole["total"], met=whole["kept"])]
    groups = _split(rows, SPLITS[by])
    return sorted(groups, key=lambda one: (one.share or Decimal(0), -one.total, str(one.key)))


def trend(
    *, scope: Scope, first: date, last: date, filters: BoardFilter = EVERYTHING
) -> list[Kept]:
    """Return the same day by day, every day of the period; ``key`` is the day."""
    rows = judged(scope=scope, first=first, last=last, filters=filters)
    period = list(_days(first, last))
    # Which of the days: their midnights are reckoned once here and not for each row there.
    midnights = Value([days.start_of(day) for day in period], ArrayField(DateTimeField()))
    day_no = Func(
        F("judged_at"), midnights, function="width_bucket", output_field=IntegerField(),
        template="%(function)s(%(expressions)s::timestamptz[])",
    )  # fmt: skip
    found = {one.key: one for one in _split(rows.annotate(day_no=day_no), "day_no")}
    return [
        replace(found[number], key=day) if number in found else Kept(key=day, total=0, met=0)
        for number, day in enumerate(period, start=1)
    ]


def judged(
    *, scope: Scope, first: date, last: date, filters: BoardFilter = EVERYTHING
) -> QuerySet[Clock]:
    """Return the clocks judged in these days, both included."""
    rows = narrowed(Clock.objects.filter(met__isnull=False), scope=scope, filters=filters)
    return rows.filter(judged_at__gte=days.start_of(first), judged_at__lt=days.end_of(last))


def narrowed(rows: QuerySet[Clock], *, scope: Scope, filters: BoardFilter) -> QuerySet[Clock]:
    """Return the clocks inside a scope that a filter lets through."""
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    units = units_of(filters)
    if units is not None:
        rows = rows.filter(organisation_id__in=units)
    return rows.filter(**equal_to(filters))


def units_of(filters: BoardFilter) -> frozenset[int] | None:
    """Return the units a filter lets through; None for all."""
    if filters.organisation_id is None:
        return None
    return subtree_ids(organisation_id=filters.organisation_id)


def equal_to(filters: BoardFilter) -> dict[str, str | int]:
    """Return which columns a filter wants to have which value."""
    columns = {
        "code": filters.promise, "kind": filters.kind, "category": filters.category,
        "area": filters.area, "grade": filters.grade, "channel": filters.channel,
        "user_id": filters.user_id, "label": filters.text.strip().upper(),
    }  # fmt: skip
    return {name: value for name, value in columns.items() if value}


def end_of_day(at: datetime) -> datetime:
    """Return the midnight that ends the local day of a moment."""
    return days.end_of(timezone.localdate(at))


def _split(rows: QuerySet[Clock], column: str) -> list[Kept]:
    found = rows.values(group=F(column)).annotate(total=Count("met"), kept=KEPT)
    return [Kept(key=one["group"], total=one["total"], met=one["kept"]) for one in found]


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
