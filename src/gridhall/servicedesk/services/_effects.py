"""What a measure brought about: the cases before and after it, over equal periods; reminders."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors
from gridhall.servicedesk.desk_rules import EffectRule, effect_rule
from gridhall.servicedesk.models import Measure, MeasureEffect
from gridhall.servicedesk.refusals import EffectNotDue, MeasureInOtherState
from gridhall.servicedesk.selectors import Span, StatFilters

from ._improvement import Status, due_from, locked, note, tell

Verdict = MeasureEffect.Verdict


@transaction.atomic
def measure_effect(*, number: str, by_id: int | None, at: datetime) -> MeasureEffect:
    """Count the cases of the weak point before the measure began and after it was carried out.

    Both periods have ``effect_days`` days. Fewer cases before than the rule wants say nothing;
    a change smaller than ``clear`` is none. Measuring again adds a row. Raises MeasureNotFound,
    MeasureInOtherState, EffectNotDue.
    """
    row = locked(number, Status.DONE)
    if row.started_on is None or row.done_on is None:
        raise MeasureInOtherState(measure=number, status=row.get_status_display())
    today = timezone.localdate(at)
    if today < due_from(row):
        raise EffectNotDue(measure=number, day=due_from(row).isoformat())
    rule = effect_rule(on=today)
    days = timedelta(days=row.effect_days)
    first, last = _period(row.started_on - days, row.effect_days)
    after_first, after_last = _period(row.done_on + timedelta(days=1), row.effect_days)
    before, all_before = _cases(row, Span(first=first, last=last))
    after, all_after = _cases(row, Span(first=after_first, last=after_last))
    found = MeasureEffect.objects.create(
        measure=row, before_first=first, before_last=last, after_first=after_first,
        after_last=after_last, cases_before=before, all_before=all_before, cases_after=after,
        all_after=all_after, verdict=_verdict(before, after, rule), rule=_as_text(rule), at=at,
        by_id=by_id,
    )  # fmt: skip
    note(row, "effect_measured", by_id, at,
         {"before": before, "after": after, "verdict": found.verdict})  # fmt: skip
    return found


def remind_of_measures(*, at: datetime) -> int:
    """Remind owners of deadlines near and passed, supervisors of effects to be measured.

    Each occasion once: a deadline that is moved is a new one. Returns how many were reminded.
    """
    today = timezone.localdate(at)
    soon = today + timedelta(days=effect_rule(on=today).remind_days)
    told = 0
    for row in Measure.objects.filter(status__in=[Status.PLANNED, Status.RUNNING],
                                      due_on__lte=soon).order_by("pk"):  # fmt: skip
        late = row.due_on < today
        template = "servicedesk.measure_late" if late else "servicedesk.measure_due"
        people = [row.owner_id, row.supervisor_id] if late else [row.owner_id]
        tell(row, template, at, occasion=f"{'late' if late else 'due'}:{row.due_on}", to=people)
        told += 1
    for row in Measure.objects.filter(status=Status.DONE, effects__isnull=True).order_by("pk"):
        if today < due_from(row):
            continue
        tell(row, "servicedesk.measure_effect_due", at, occasion="effect", to=[row.supervisor_id])
        told += 1
    return told


def _period(first: date, days: int) -> tuple[date, date]:
    return first, first + timedelta(days=days - 1)


def _cases(row: Measure, span: Span) -> tuple[int, int]:
    """Return the cases of the weak point and all cases of its kinds in the measure's units."""
    ids = identity.subtree_ids(organisation_id=row.organisation_id)
    kinds = tuple(row.found.get("kinds", [])) or ((row.case_kind,) if row.case_kind else ())
    counted = selectors.counts(
        scope=Scope(organisation_ids=ids), dimension=row.dimension, span=span,
        filters=StatFilters(kinds=kinds),
    )  # fmt: skip
    own = next((line.cases for line in counted.lines if line.value == row.value), 0)
    return own, counted.cases


def _verdict(before: int, after: int, rule: EffectRule) -> str:
    if before < rule.at_least:
        return Verdict.TOO_FEW
    change = Decimal(after - before) / Decimal(before)
    if change <= -rule.clear:
        return Verdict.BETTER
    return Verdict.WORSE if change >= rule.clear else Verdict.SAME


def _as_text(rule: EffectRule) -> dict[str, Any]:
    return {key: str(value) for key, value in asdict(rule).items()}
