"""What the wall board shows (大屏): counts and numbers of cases, nothing about people.

Sealed reports are left out of everything here. ``at`` is now, ``since`` the start of the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, DecimalField, Q, QuerySet

from gridhall.foundation.identity.selectors import Scope

from ..models import Case, Kind
from ..models.cases import OPEN

SOON = timedelta(hours=1)
WAITING = ("WAITING_CUSTOMER", "WAITING_THIRD")
SHOWN = 8  # lines of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCounts:
    """How many cases: of the day (received, closed), and as they stand (all others)."""

    received: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0
    due_soon: int = 0
    paused: int = 0

    def __add__(self, other: WallCounts) -> WallCounts:
        """Return the sum, figure by figure."""
        return WallCounts(
            received=self.received + other.received, closed=self.closed + other.closed,
            open=self.open + other.open, overdue=self.overdue + other.overdue,
            due_soon=self.due_soon + other.due_soon, paused=self.paused + other.paused,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCase:
    """A case in one of the lists."""

    number: str
    kind: str
    organisation_id: int
    received_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallFigures:
    """Everything on the wall board; ``satisfied`` of ``judged`` answers of the day's closed cases.

    ``rating`` is the mean of 1 to 5 of the same cases, ``cells`` count by unit and kind.
    """

    cells: dict[tuple[int, str], WallCounts]
    satisfied: int
    judged: int
    rating: Decimal | None
    longest: tuple[WallCase, ...]
    due_next: tuple[WallCase, ...]

    @property
    def total(self) -> WallCounts:
        """Return the sums over everything."""
        return sum(self.cells.values(), WallCounts())


def wall_figures(*, scope: Scope, since: datetime, at: datetime) -> WallFigures:
    """Return the figures of the wall board for the units of ``scope``."""
    cells: dict[tuple[int, str], WallCounts] = {}
    _put(cells, _open(scope).values("organisation_id", "kind").annotate(
        open=Count("id"), overdue=Count("id", filter=_running() & Q(due_at__lt=at)),
        due_soon=Count("id", filter=_running() & Q(due_at__gte=at, due_at__lt=at + SOON)),
        paused=Count("id", filter=Q(status__in=WAITING)),
    ))  # fmt: skip
    day = _seen(scope).values("organisation_id", "kind")
    _put(cells, day.filter(registered_at__gte=since).annotate(received=Count("id")))
    _put(cells, day.filter(closed_at__gte=since).annotate(closed=Count("id")))
    judged = _seen(scope).filter(closed_at__gte=since).aggregate(
        satisfied=Count("id", filter=Q(satisfied=True)), rating=Avg("rating", output_field=DecimalField()),
        judged=Count("id", filter=Q(satisfied__isnull=False)),
    )  # fmt: skip
    running = _open(scope).filter(_running())
    return WallFigures(
        cells=cells, satisfied=judged["satisfied"], judged=judged["judged"],
        rating=judged["rating"], longest=_listed(_open(scope).order_by("received_at", "id")),
        due_next=_listed(running.filter(due_at__gte=at).order_by("due_at", "id")),
    )  # fmt: skip


def kind_labels() -> dict[str, str]:
    """Return the kinds of cases in words, by code."""
    return {code: str(label) for code, label in Kind.choices}


def _put(
    cells: dict[tuple[int, str], WallCounts], rows: Iterable[dict[str, int | str]]
) -> None:
    for row in rows:
        key = (int(row.pop("organisation_id")), str(row.pop("kind")))
        cells[key] = replace(cells.get(key, WallCounts()), **row)  # type: ignore[arg-type]


def _running() -> Q:
    """Return what picks cases whose time runs: not while the customer or a third party has them."""
    return Q(due_at__isnull=False) & ~Q(status__in=WAITING)


def _open(scope: Scope) -> QuerySet[Case]:
    return _seen(scope).filter(OPEN)


def _seen(scope: Scope) -> QuerySet[Case]:
    rows = Case.objects.filter(sealed=False)
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)


def _listed(rows: QuerySet[Case]) -> tuple[WallCase, ...]:
    found = rows.values("number", "kind", "organisation_id", "received_at", "due_at")
    return tuple(WallCase(**row) for row in found[:SHOWN])
