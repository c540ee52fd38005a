"""Putting a changed standard on clocks that already run: counted first, then in batches.

Without this act a running clock keeps the version it was begun under to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from gridhall.foundation.audit import services as audit

from ..errors import NotApplicable, ReasonNeeded, UnknownStandard, calendars_open
from ..models import OPEN, Clock, ClockSpan, Escalation, ServiceStandard, StandardApplication
from ..rules import PROPERTIES, Facts, Rule
from ..selectors import Book, book_of
from ..selectors._book import rules_of
from . import _running as running
from ._batches import change_batch
from ._running import Work

APPLIED = "standard_applied"
APPLY_TASK = "standards.apply"


def preview_application(*, standard_id: int, at: datetime) -> int:
    """Return how many running or paused clocks would be judged by the standard from now on.

    Raises UnknownStandard, NotApplicable for one that is not in force.
    """
    standard = _in_force(standard_id, at)
    book, on = book_of(standard.profile), timezone.localdate(at)
    groups = _others(standard).values(*PROPERTIES).annotate(many=Count("id")).order_by()
    return sum(
        group.pop("many")
        for group in groups
        if _wins(book, standard, {name: group[name] for name in PROPERTIES}, on)
    )


@transaction.atomic
def start_application(
    *, standard_id: int, by_id: int, at: datetime, reason: str
) -> StandardApplication:
    """Begin to put a standard on running clocks; a job does it in batches.

    Repeated while one is under way it returns that one. Raises UnknownStandard, NotApplicable,
    ReasonNeeded.
    """
    standard = _in_force(standard_id, at)
    if not reason.strip():
        raise ReasonNeeded
    running_one = StandardApplication.objects.filter(standard=standard, finished_at=None).first()
    if running_one is not None:
        return running_one
    application = StandardApplication.objects.create(
        standard=standard, expected=preview_application(standard_id=standard_id, at=at),
        reason=reason.strip(), asked_by_id=by_id, asked_at=at,
    )  # fmt: skip
    audit.record(
        action="standards.applied", at=at, actor_id=by_id, object_id=standard.pk,
        object_type="standards.ServiceStandard", object_label=str(standard)[:100],
        reason=application.reason, changes={"clocks": application.expected},
    )  # fmt: skip
    app.configure_task(APPLY_TASK).defer(application_id=application.pk)
    return application


@calendars_open()
def continue_application(
    *, pk: int, at: datetime, progress: Callable[[int, int], None] | None = None
) -> StandardApplication:
    """Put the standard on all clocks not reached yet; killed at any moment it goes on from there.

    Raises CalendarNeverOpens.
    """
    while True:
        with transaction.atomic():
            rows = StandardApplication.objects.select_for_update(of=("self",))
            application = rows.select_related("standard__profile").get(pk=pk)
            if application.finished_at is not None:
                return application
            clocks = _batch(application, at)
            if clocks:
                application.cursor = clocks[-1].pk
            else:
                application.finished_at = at
            application.save(update_fields=["cursor", "changed", "finished_at"])
        if progress is not None:
            progress(application.changed, max(application.expected, application.changed))


def _batch(application: StandardApplication, at: datetime) -> list[Clock]:
    standard = application.standard
    book, on = book_of(standard.profile), timezone.localdate(at)
    rule = book.rules[standard.pk]
    rows = _others(standard)
    used = rules_of(rows.values_list("standard_id", flat=True).distinct())

    def change(work: Work, clock: Clock, spans: list[ClockSpan]) -> None:
        if _wins(book, standard, {name: getattr(clock, name) for name in PROPERTIES}, on):
            running.judge_by(work, clock, rule, spans, _told(clock, rule))

    before = standard.clocks.filter(status__in=OPEN).count()
    clocks = change_batch(
        rows, event=APPLIED, note=str(standard), at=at, rules={**used, rule.id: rule},
        change=change, after=application.cursor,
    )  # fmt: skip
    application.changed += standard.clocks.filter(status__in=OPEN).count() - before
    return clocks


def _told(clock: Clock, rule: Rule) -> int:
    """Return the highest step of this standard's ladder told about the clock before."""
    rows = Escalation.objects.filter(clock=clock, standard_id=rule.id).order_by("-percent")
    return rows.values_list("percent", flat=True).first() or 0


def _in_force(standard_id: int, at: datetime) -> ServiceStandard:
    found = ServiceStandard.objects.select_related("profile").filter(pk=standard_id).first()
    if found is None:
        raise UnknownStandard(name=standard_id)
    on = timezone.localdate(at)
    rule = book_of(found.profile).rules.get(found.pk)
    if rule is None or not rule.holds(on):
        raise NotApplicable(standard=str(found), on=on)
    return found


def _others(standard: ServiceStandard) -> QuerySet[Clock]:
    """Return the open clocks of the same promise in the profile that it does not judge yet."""
    return Clock.objects.filter(
        status__in=OPEN, code=standard.clock, subject__profile_id=standard.profile_id
    ).exclude(standard=standard)


def _wins(book: Book, standard: ServiceStandard, named: dict[str, Any], on: date) -> bool:
    facts = Facts(organisation_id=0, **named)
    winner = book.winner(clock=standard.clock, facts=facts, on=on)
    return winner is not None and winner.id == standard.pk
