"""What the wall board shows (大屏): counts and numbers of cases, nothing about people.

Sealed reports are left out of everything here. A case counts where it belongs, not where it was
handed to. ``at`` is now, ``since`` the start of the local day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.standards import selectors as standards

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
    """A case that waits long."""

    number: str
    kind: str
    organisation_id: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBreach:
    """A promise that will be broken today if nothing happens."""

    number: str
    promise: str
    organisation: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WallFigures:
    """Everything on the wall board.

    ``cells`` count by unit and kind. Of the cases closed today the customers of ``judged`` said
    how it went, ``satisfied`` of them well; ``rating`` is their mean of 1 to 5. ``met`` is the
    share in percent of the promises judged today that were kept.
    """

    cells: dict[tuple[int, str], WallCounts]
    satisfied: int
    judged: int
    rating: Decimal | None
    met: Decimal | None
    longest: tuple[WallCase, ...]
    breaches: tuple[WallBreach, ...]

    @property
    def total(self) -> WallCounts:
        """Return the sums over everything."""
        return sum(self.cells.values(), WallCounts())


def wall_figures(*, scope: Scope, since: datetime, at: datetime) -> WallFigures:
    """Return the figures of the wall board for the units of ``scope``."""
    said = _seen(scope).filter(closed_at__gte=since).aggregate(
        all=Count("id", filter=Q(satisfied__isnull=False)),
        well=Count("id", filter=Q(satisfied=True)),
        stars=Avg("rating", output_field=DecimalField()),
    )  # fmt: skip
    (kept,) = standards.met_share(scope=scope, first=since.date(), last=since.date())
    return WallFigures(
        cells=_cells(scope, since, at), satisfied=said["well"], judged=said["all"],
        rating=said["stars"], met=kept.share, breaches=_breaches(scope, at),
        longest=_longest(scope),
    )  # fmt: skip


def _longest(scope: Scope) -> tuple[WallCase, ...]:
    # first which: the index of the open cases knows that, and no other row is read
    first = _open(scope).order_by("received_at", "id").values_list("pk", flat=True)[:SHOWN]
    rows = Case.objects.filter(pk__in=list(first)).order_by("received_at", "id")
    return tuple(
        WallCase(**row) for row in rows.values("number", "kind", "organisation_id", "received_at")
    )


def _cells(scope: Scope, since: datetime, at: datetime) -> dict[tuple[int, str], WallCounts]:
    # the time of those the customer or a third party has stands still
    running = Q(due_at__isnull=False) & ~Q(status__in=WAITING)
    found: dict[tuple[int, str], WallCounts] = {}
    standing = _open(scope).values("organisation_id", "kind")
    _put(found, standing.annotate(
        open=Count("id"), overdue=Count("id", filter=running & Q(due_at__lt=at)),
        due_soon=Count("id", filter=running & Q(due_at__gte=at, due_at__lt=at + SOON)),
        paused=Count("id", filter=Q(status__in=WAITING)),
    ))  # fmt: skip
    day = _seen(scope).values("organisation_id", "kind")
    # a part of another matter apart: so two indexes answer, and no row is read
    fresh = day.filter(registered_at__gte=since)
    received = Counter[tuple[int, str]]()
    for part in (False, True):
        counted = fresh.filter(part_of__isnull=not part).annotate(number=Count("registered_at"))
        received.update({(row["organisation_id"], row["kind"]): row["number"] for row in counted})
    _put(found, (
        {"organisation_id": unit, "kind": kind, "received": number}
        for (unit, kind), number in received.items()
    ))  # fmt: skip
    _put(found, day.filter(closed_at__gte=since).annotate(closed=Count("id")))
    return found


def _put(cells: dict[tuple[int, str], WallCounts], rows: Iterable[Any]) -> None:
    for row in rows:
        key = (int(row.pop("organisation_id")), str(row.pop("kind")))
        cells[key] = replace(cells.get(key, WallCounts()), **row)


def _breaches(scope: Scope, at: datetime) -> tuple[WallBreach, ...]:
    rows = standards.likely_breaches(scope=scope, at=at, limit=2 * SHOWN)
    found = [
        WallBreach(number=row.label, promise=row.promise, organisation=row.organisation,
                   due_at=row.due_at)
        for row in rows
        if row.kind != Kind.REPORT
    ]  # fmt: skip
    return tuple(found[:SHOWN])


def _open(scope: Scope) -> QuerySet[Case]:
    return _seen(scope).filter(OPEN)


def _seen(scope: Scope) -> QuerySet[Case]:
    rows = Case.objects.filter(sealed=False)
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)
