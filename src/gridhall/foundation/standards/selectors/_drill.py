"""From a figure of a board to the clocks behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from ..models import Clock, ClockStatus, ServiceStandard
from ._board import (
    EVERYTHING,
    SOON,
    BoardFilter,
    end_of_day,
    equal_to,
    judged,
    narrowed,
    units_of,
)

#: The figures of a board that can be opened.
STATES = ("OVERDUE", "SOON", "TODAY", "RUNNING", "PAUSED", "MISSED", "MET")
#: Of those that run: due from when until when.
FROM_UNTIL = {
    "RUNNING": ("", ""), "OVERDUE": ("", "at"), "SOON": ("at", "soon"), "TODAY": ("at", "midnight"),
}  # fmt: skip
NEAREST = """
    SELECT first.id FROM unnest(%(units)s::bigint[]) AS unit (id) CROSS JOIN LATERAL (
        SELECT c.id, c.due_at FROM standards_clock c
        WHERE c.status = 'RUNNING' AND c.organisation_id = unit.id{}
        ORDER BY c.due_at, c.id LIMIT %(limit)s
    ) AS first ORDER BY first.due_at, first.id LIMIT %(limit)s
"""
SHOWN = (
    "subject__subject_type", "subject__subject_id", "label", "kind", "category", "area",
    "status", "met", "due_at", "judged_at", "party",
)  # fmt: skip


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
    if state in FROM_UNTIL and filters.user_id is None:
        rows = rows.filter(pk__in=_nearest(scope, at, state, filters, offset + limit + 1))
    return _rows(rows[offset : offset + limit + 1], at)


def _nearest(
    scope: Scope, at: datetime, state: str, filters: BoardFilter, limit: int
) -> list[int]:  # fmt: skip
    """Return the first running clocks by due moment.

    The index has them in order unit by unit: the first of each unit are merged, so a page costs
    the same however many run.
    """
    units = identity.whole_company() if scope.everything else scope
    wanted, (least, most) = equal_to(filters), FROM_UNTIL[state]
    moments = {"at": at, "soon": at + SOON, "midnight": end_of_day(at)}
    conditions = [f"c.{column} = %({column})s" for column in wanted]
    if least:
        conditions.append(f"c.due_at >= %({least})s")
    if most:
        conditions.append(f"c.due_at < %({most})s")
    sql = NEAREST.format("".join(f" AND {one}" for one in conditions))
    inside = units_of(filters)
    ids = units.organisation_ids if inside is None else units.organisation_ids & inside
    with connection.cursor() as cursor:
        cursor.execute(sql, {**moments, **wanted, "units": sorted(ids), "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


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


def _rows(found: QuerySet[Clock], at: datetime) -> list[ClockRow]:
    rows = list(
        found.values(
            "id", *SHOWN, "organisation_id", "user_id", "stopped_at", "standard__title_zh",
            "standard__title_en",
        )
    )  # fmt: skip
    units = identity.names_of(organisation_ids={one["organisation_id"] for one in rows})
    people = identity.names_of_people(user_ids={one["user_id"] for one in rows if one["user_id"]})
    return [
        ClockRow(
            id=one["id"], **{name.removeprefix("subject__"): one[name] for name in SHOWN},
            promise=language.either(one["standard__title_zh"], one["standard__title_en"]),
            late=(one["stopped_at"] or at) - one["due_at"],
            organisation=units.get(one["organisation_id"], ""),
            person=people.get(one["user_id"], ""),
        )
        for one in rows
    ]  # fmt: skip


def promise_titles() -> dict[str, str]:
    """Return how each promise is called in the reader's language, by the code of its clock."""
    rows = ServiceStandard.objects.filter(status=ServiceStandard.Status.APPROVED)
    return {one.clock: one.title for one in rows.order_by("-valid_from", "pk").only(
        "clock", "title_zh", "title_en"
    )}  # fmt: skip
