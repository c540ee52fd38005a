"""The approved standards of a profile as frozen rules, kept in memory while nothing changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from gridhall.foundation.stamps.memory import remembered
from gridhall.foundation.workcalendar.selectors import work_calendar

from ..errors import NoProfileInForce
from ..models import Profile, ProfileInForce, ServiceStandard
from ..reckoning import DAYS, WORKING, Measure
from ..rules import Facts, Rule, most_specific
from ._anywhere import ALL_TIME


@dataclass(frozen=True, slots=True)
class Book:
    """All approved versions of a profile's standards, by id."""

    rules: dict[int, Rule]

    def winner(self, *, clock: str, facts: Facts, on: date) -> Rule | None:
        """Return the most specific standard for a clock that fits the facts on a day."""
        return most_specific(
            [
                one for one in self.rules.values()
                if one.clock == clock and one.holds(on) and one.fits(facts)
            ]
        )  # fmt: skip

    def clocks(self) -> list[str]:
        """Return the codes of everything the profile measures."""
        return sorted({one.clock for one in self.rules.values()})

    def started_by(self, *, event: str, facts: Facts, on: date) -> list[Rule]:
        """Return the standards whose clocks start with an event."""
        clocks = {one.clock for one in self.rules.values() if event in one.start}
        winners = (self.winner(clock=code, facts=facts, on=on) for code in sorted(clocks))
        return [one for one in winners if one is not None and event in one.start]


@remembered("standards.profiles")
def profile_on(*, on: date) -> Profile:
    """Return the profile that holds for what begins on that day, from memory while none changes.

    Raises NoProfileInForce.
    """
    found = (
        ProfileInForce.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on
        )
        .select_related("profile")
        .first()
    )
    if found is None:
        raise NoProfileInForce(on=on)
    return found.profile


def book_of(profile: Profile) -> Book:
    """Return the profile's standards; no query while they have not changed."""
    return _book(profile.pk, profile.version)


def rules_of(standard_ids: Iterable[int]) -> dict[int, Rule]:
    """Return standards as rules, by id."""
    rows = ServiceStandard.objects.filter(pk__in=set(standard_ids)).prefetch_related("ladder")
    return {row.pk: rule_of(row) for row in rows}


def measure_of(rule: Rule, calendar: str) -> Measure:
    """Return how much a standard counts of what, by the calendar of that code."""
    known = work_calendar(code=calendar) if calendar else ALL_TIME
    return Measure(rule.unit, rule.target, known)


def needs_calendar(rule: Rule) -> bool:
    """Tell whether the standard's unit depends on a calendar (its hours, or its time zone)."""
    return rule.unit in WORKING or rule.unit in DAYS


def rule_of(row: ServiceStandard) -> Rule:
    """Return a standard's row as the reckoning sees it."""
    steps = sorted((step.percent, tuple(step.roles)) for step in row.ladder.all())
    return Rule(
        id=row.pk, code=row.code, clock=row.clock, kind=row.kind, category=row.category,
        stage=row.stage, grade=row.grade, area=row.area, channel=row.channel,
        start=frozenset(row.start_events), stop=frozenset(row.stop_events),
        pause=tuple(row.pause_events), resume=tuple(row.resume_events),
        cancel=frozenset(row.cancel_events), on_reopen=row.on_reopen, unit=row.unit,
        target=row.target, calendar=row.calendar, warn_percent=row.warn_percent,
        ladder=tuple(steps), valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _book(profile_id: int, version: UUID) -> Book:
    """Build the book; ``version`` changes with every standard, so nothing grows stale."""
    rows = ServiceStandard.objects.filter(
        profile_id=profile_id, status=ServiceStandard.Status.APPROVED
    ).prefetch_related("ladder")
    return Book({row.pk: rule_of(row) for row in rows.order_by("pk")})
