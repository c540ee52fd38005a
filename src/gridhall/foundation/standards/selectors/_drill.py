"""From a figure of a board to the clocks behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from ..models import Clock, ClockStatus, ServiceStandard
from ._board import EVERYTHING, SOON, BoardFilter, end_of_day, judged, narrowed

#: The figures of a board that can be opened.
STATES = ("OVERDUE", "SOON", "TODAY", "RUNNING", "PAUSED", "MISSED", "MET")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A clock in a list. ``late``: how long overdue; negative while there is time."""

    id: int
    subject_type: str
    subject_id: str
    label: str
    promise: str
    kind: str
    category: str
    area: str
    status: str
    met: bool | None
    due_at: datetime
    judged_at: datetime | None
    late: timedelta
    party: str
    organisation: str
    person: str


def clock_rows(
    *, scope: Scope, at: datetime, state: str, filters: BoardFilter = EVERYTHING,
    first: date | None = None, last: date | None = None, offset: int = 0, limit: int = 50,
) -> list[ClockRow]:  # fmt: skip
    """Return the clocks behind a figure from ``offset`` on, one more than ``limit`` if there are.

    Open ones come by due moment, judged ones (MISSED, MET: of the days first to last) the newest
    first. Raises KeyError for a state that is no figure.
    """
    day = timezone.localdate(at)
    rows = _behind(scope, at, filters, first or day, last or day)[state]()
    rows = rows.select_related("subject", "standard")
    return _rows(list(rows[offset : offset + limit + 1]), at)


def likely_breaches(
    *, scope: Scope, at: datetime, filters: BoardFilter = EVERYTHING, limit: int = 20
) -> list[ClockRow]:
    """Return what will be too late today if nothing happens, the nearest first."""
    return clock_rows(scope=scope, at=at, state="TODAY", filters=filters, limit=limit)[:limit]


def _behind(
    scope: Scope, at: datetime, filters: BoardFilter, first: date, last: date
) -> dict[str, Callable[[], QuerySet[Clock]]]:
    def running() -> QuerySet[Clock]:
        rows = narrowed(Clock.objects.all(), scope=scope, filters=filters)
        return rows.filter(status=ClockStatus.RUNNING).order_by("due_at", "id")

    def paused() -> QuerySet[Clock]:
        rows = narrowed(Clock.objects.all(), scope=scope, filters=filters)
        return rows.filter(status=ClockStatus.PAUSED).order_by("since", "id")

    def ended(met: bool) -> QuerySet[Clock]:
        rows = judged(scope=scope, first=first, last=last, filters=filters)
        return rows.filter(met=met).order_by("-judged_at", "-id")

    return {
        "RUNNING": running,
        "OVERDUE": lambda: running().filter(due_at__lt=at),
        "SOON": lambda: running().filter(due_at__gte=at, due_at__lt=at + SOON),
        "TODAY": lambda: running().filter(due_at__gte=at, due_at__lt=end_of_day(at)),
        "PAUSED": paused,
        "MISSED": lambda: ended(False),
        "MET": lambda: ended(True),
    }


def _rows(clocks: list[Clock], at: datetime) -> list[ClockRow]:
    units = identity.names_of(organisation_ids={one.organisation_id for one in clocks})
    people = identity.names_of_people(user_ids={one.user_id for one in clocks if one.user_id})
    return [
        ClockRow(
            id=one.pk, subject_type=one.subject.subject_type, subject_id=one.subject.subject_id,
            label=one.label, promise=one.standard.title, kind=one.kind, category=one.category,
            area=one.area, status=one.status, met=one.met, due_at=one.due_at,
            judged_at=one.judged_at, late=(one.stopped_at or at) - one.due_at, party=one.party,
            organisation=units.get(one.organisation_id, ""),
            person=people.get(one.user_id, "") if one.user_id else "",
        )
        for one in clocks
    ]  # fmt: skip


def promise_titles() -> dict[str, str]:
    """Return how each promise is called in the reader's language, by the code of its clock."""
    rows = ServiceStandard.objects.filter(status=ServiceStandard.Status.APPROVED)
    return {one.clock: one.title for one in rows.order_by("-valid_from", "pk").only(
        "clock", "title_zh", "title_en"
    )}  # fmt: skip
