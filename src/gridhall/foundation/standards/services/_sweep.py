"""The look at all running clocks: who must be warned, what is overdue, what goes up the ladder.

Only clocks whose next step has come are touched (index ``clock_next_check``), in batches that
several workers may take at once. A step, its verdict and its messages are one transaction: killed
in the middle nothing of it is there, and the next sweep does it again. A message goes out only
for a step that this very statement has written, so none goes out twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from gridhall.foundation.bulk import array_text
from gridhall.foundation.messages import services as messages
from gridhall.foundation.workcalendar.arithmetic import NeverOpens

from ..models import Clock
from ..reckoning import Measure, step_at, told_from, untold, whole_seconds
from ..rules import BREACH, Rule
from ..selectors._book import measure_of, rules_of
from ._telling import Notice, Telling

BATCH = 2000
COLUMNS = (
    "id", "standard_id", "calendar", "since", "used_seconds", "target_seconds", "due_at",
    "told_percent", "organisation_id", "user_id", "label", "next_check_at",
)  # fmt: skip
INSERT = """
INSERT INTO standards_escalation (clock_id, percent, standard_id, people, at, noted_at)
SELECT one.*, %s FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::int[], %s::timestamptz[])
    AS one
ON CONFLICT DO NOTHING RETURNING clock_id, percent
"""
UPDATE = """
UPDATE standards_clock SET told_percent = new.told, next_check_at = new.next,
    met = CASE WHEN new.late THEN false ELSE met END,
    judged_at = CASE WHEN new.late THEN due_at ELSE judged_at END
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::bool[]) AS new (id, told, next, late)
WHERE standards_clock.id = new.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepResult:
    """How many steps were reached: warnings, breaches, steps of the ladder after the breach."""

    warned: int = 0
    breached: int = 0
    escalated: int = 0


class Due(NamedTuple):
    """What the sweep needs of a clock."""

    id: int
    standard_id: int
    calendar: str
    since: datetime
    used_seconds: int
    target_seconds: int
    due_at: datetime
    told_percent: int
    organisation_id: int
    user_id: int | None
    label: str
    next_check_at: datetime


@dataclass
class Known:
    """Standards and calendars met so far in this sweep."""

    rules: dict[int, Rule] = field(default_factory=dict)
    measures: dict[tuple[int, str], Measure] = field(default_factory=dict)

    def learn(self, clocks: Iterable[Due]) -> None:
        """Read the standards that are new to this sweep."""
        missing = {clock.standard_id for clock in clocks} - self.rules.keys()
        if missing:
            self.rules |= rules_of(missing)

    def measure(self, clock: Due) -> Measure:
        """Return how the clock counts."""
        key = (clock.standard_id, clock.calendar)
        if key not in self.measures:
            self.measures[key] = measure_of(self.rules[clock.standard_id], clock.calendar)
        return self.measures[key]


@dataclass(frozen=True, slots=True)
class Reached:
    """The steps a clock has come to, with their moments, and when the next one comes."""

    clock: Due
    steps: list[tuple[int, datetime]]
    next_at: datetime | None


def sweep(*, at: datetime, batch: int = BATCH) -> SweepResult:
    """Tell everybody who must be told by now, each once; return how many steps were reached.

    Safe to run twice at once and to be killed at any moment.
    """
    moment = whole_seconds(at)
    known, telling, counts = Known(), Telling(at=moment), Counter[str]()
    while True:
        with transaction.atomic():
            found = _due(moment, batch)
            counts += _take(found, moment, known, telling)
        if len(found) < batch:
            return SweepResult(**counts)


def _due(moment: datetime, batch: int) -> list[Due]:
    rows = (
        Clock.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_check_at__lte=moment)
        .order_by("next_check_at", "id")
        .values_list(*COLUMNS)
    )
    return [Due(*row) for row in rows[:batch]]


def _take(found: list[Due], moment: datetime, known: Known, telling: Telling) -> Counter[str]:
    if not found:
        return Counter()
    known.learn(found)
    reached = [_reached(clock, moment, known) for clock in found]
    notices = {
        (one.clock.id, percent): notice
        for one in reached
        for percent, notice in telling.of(one.clock, known.rules[one.clock.standard_id], one.steps)
    }
    new = _write_steps(reached, moment, notices)
    _write_clocks(reached)
    messages.send(
        (message for key in new if key in notices for message in notices[key].messages), at=moment
    )
    return Counter(_word(percent) for _clock, percent in new)


def _reached(clock: Due, moment: datetime, known: Known) -> Reached:
    rule, measure = known.rules[clock.standard_id], known.measure(clock)
    steps: list[tuple[int, datetime]] = []
    for percent, _roles in rule.alarms():
        if percent <= clock.told_percent:
            continue
        if not steps:  # the step it was armed for: no need to reckon again
            steps.append((percent, untold(percent, clock.next_check_at)))
            continue
        try:
            when = step_at(
                percent, since=clock.since, used=clock.used_seconds, target=clock.target_seconds,
                due=clock.due_at, measure=measure,
            )  # fmt: skip
        except NeverOpens:  # until the calendar is mended; then follow_calendars sees to it
            return Reached(clock, steps, None)
        if told_from(percent, when) > moment:
            return Reached(clock, steps, told_from(percent, when))
        steps.append((percent, when))
    return Reached(clock, steps, None)


def _write_steps(
    reached: list[Reached], moment: datetime, notices: dict[tuple[int, int], Notice]
) -> list[tuple[int, int]]:
    """Write the steps; return those that nobody had written before, in order."""
    rows = [
        (one.clock.id, percent, one.clock.standard_id, when)
        for one in reached
        for percent, when in one.steps
    ]
    if not rows:
        return []
    ids, percents, standards, moments = (list(column) for column in zip(*rows, strict=True))
    people = [
        len(notices[key].messages) if (key := (row[0], row[1])) in notices else 0 for row in rows
    ]
    with connection.cursor() as cursor:
        columns = (ids, percents, standards, people, moments)
        cursor.execute(INSERT, [moment, *map(array_text, columns)])
        return sorted(cursor.fetchall())


def _write_clocks(reached: list[Reached]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            UPDATE,
            [
                array_text(one.clock.id for one in reached),
                array_text(
                    one.steps[-1][0] if one.steps else one.clock.told_percent for one in reached
                ),
                array_text(one.next_at for one in reached),
                array_text(
                    any(percent == BREACH for percent, _when in one.steps) for one in reached
                ),
            ],
        )


def _word(percent: int) -> str:
    if percent < BREACH:
        return "warned"
    return "breached" if percent == BREACH else "escalated"
