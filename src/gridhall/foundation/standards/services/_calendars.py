"""A calendar changed while clocks run: their limits move with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gridhall.foundation.workcalendar import selectors as workcalendar
from gridhall.foundation.workcalendar.arithmetic import NeverOpens

from ..models import OPEN, CalendarSeen, Clock, ClockSpan
from ..selectors._book import rules_of
from . import _running as running
from ._batches import change_batch
from ._running import Work

CALENDAR_CHANGED = "calendar_changed"


def follow_calendars(*, at: datetime) -> int:
    """Reckon open clocks anew whose calendar changed since the last time; return how many moved.

    A notice of holidays that comes out late, a make-up day, other hours: what was judged stays,
    what runs gets its new limit. Killed in the middle it begins again with the same result.
    """
    seen = dict(CalendarSeen.objects.values_list("code", "fingerprint"))
    moved = 0
    for one in workcalendar.calendars():
        now = _fingerprint(one.code)
        if seen.get(one.code) == now:
            continue
        if one.code in seen:
            moved += _recount(one.code, at)
        CalendarSeen.objects.update_or_create(code=one.code, defaults={"fingerprint": now})
    return moved


def _fingerprint(code: str) -> str:
    versions = [str(one.version) for one in workcalendar.lineage(code=code)]
    rules = workcalendar.conventions()
    return ":".join([*versions, str(rules.start_counts), rules.day_end])[:400]


def _recount(code: str, at: datetime) -> int:
    rows, after, moved = Clock.objects.filter(status__in=OPEN, calendar=code), 0, 0
    while True:
        with transaction.atomic():
            rules = rules_of(rows.values_list("standard_id", flat=True).distinct())
            clocks = change_batch(
                rows, event=CALENDAR_CHANGED, note=code, at=at, rules=rules, after=after,
                change=_anew,
            )  # fmt: skip
        if not clocks:
            return moved
        after, moved = clocks[-1].pk, moved + len(clocks)


def _anew(work: Work, clock: Clock, spans: list[ClockSpan]) -> None:
    before = (clock.due_at, clock.next_check_at)
    try:
        running.recount(work, clock, spans)
    except NeverOpens:  # it keeps its limit until the calendar is mended
        return
    if (clock.due_at, clock.next_check_at) != before:
        work.did(clock, "reckoned_anew")
