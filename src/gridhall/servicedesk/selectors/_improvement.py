"""Weak points by dated rules, measures against them, and their effect in numbers (R68)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.servicedesk.desk_rules import WeakPointRule, weak_point_rules
from gridhall.servicedesk.models import Measure, MeasureEffect, MeasureNote, MeasureStep
from gridhall.servicedesk.refusals import MeasureNotFound

from ._statistics import DIMENSIONS, Line, Span, StatFilters, counts, key_of, labels_of

OPEN = (Measure.Status.PLANNED, Measure.Status.RUNNING, Measure.Status.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakPoint:
    """A value that stands out, by which rule, and why: by its share, its growth, or both."""

    rule: WeakPointRule
    span: Span
    line: Line
    cases: int
    by_share: bool
    by_growth: bool
    measures: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Name it in an address."""
        return f"{self.rule.code}~{self.line.value}"

    def figures(self) -> dict[str, Any]:
        """Return what it was found by, to be kept with a measure."""
        return {
            "rule": self.rule.code, "rule_name": [self.rule.name_zh, self.rule.name_en],
            "first": self.span.first.isoformat(), "last": self.span.last.isoformat(),
            "cases": self.line.cases, "all": self.cases, "before": self.line.before,
            "share": _text(self.line.share), "change": _text(self.line.change),
            "share_limit": str(self.rule.share), "growth_limit": str(self.rule.growth),
            "at_least": self.rule.at_least, "by_share": self.by_share,
            "by_growth": self.by_growth, "kinds": list(self.rule.kinds),
            "label": _pair(self.line.label),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFile:
    """A measure with its steps, notes and measured effects, the newest note first."""

    measure: Measure
    steps: tuple[MeasureStep, ...]
    notes: tuple[MeasureNote, ...]
    effects: tuple[MeasureEffect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFilters:
    """What the list of measures is narrowed to."""

    kind: str = ""
    status: str = ""
    owner_id: int | None = None
    text: str = ""
    overdue_on: date | None = None


def weak_points(*, scope: Scope, on: date) -> list[WeakPoint]:
    """Return what stands out in the periods that end yesterday, by the rules of that day.

    An empty value (no topic, no cause yet) is no weak point. Measures that are open against it
    come with it.
    """
    found: list[WeakPoint] = []
    for rule in weak_point_rules(on=on):
        span = Span(first=on - timedelta(days=rule.days), last=on - timedelta(days=1))
        counted = counts(
            scope=scope, dimension=rule.dimension, span=span, filters=StatFilters(kinds=rule.kinds)
        )
        for line in counted.lines:
            point = _judged(rule, span, line, counted.cases)
            if point is not None:
                found.append(point)
    return _with_measures(found, scope)


def _judged(rule: WeakPointRule, span: Span, line: Line, cases: int) -> WeakPoint | None:
    if not line.value or line.cases < rule.at_least:
        return None
    by_share = line.share is not None and line.share >= rule.share
    by_growth = line.before == 0 or (line.change is not None and line.change >= rule.growth)
    if not (by_share or by_growth):
        return None
    return WeakPoint(
        rule=rule, span=span, line=line, cases=cases, by_share=by_share, by_growth=by_growth
    )


def _with_measures(points: list[WeakPoint], scope: Scope) -> list[WeakPoint]:
    rows = _inside(scope).filter(status__in=OPEN)
    against: dict[tuple[str, str], list[str]] = {}
    for number, dimension, value in rows.values_list("number", "dimension", "value"):
        against.setdefault((dimension, value), []).append(number)
    return [
        WeakPoint(
            rule=point.rule, span=point.span, line=point.line, cases=point.cases,
            by_share=point.by_share, by_growth=point.by_growth,
            measures=tuple(sorted(against.get((point.rule.dimension, point.line.value), []))),
        )
        for point in points
    ]  # fmt: skip


def weak_point(*, scope: Scope, on: date, key: str) -> WeakPoint | None:
    """Return the weak point of that key, if it still stands out."""
    return next((one for one in weak_points(scope=scope, on=on) if one.key == key), None)


def measures_page(
    *, scope: Scope, filters: MeasureFilters, after: str = "", before: str = "", limit: int = 50
) -> Page[Measure]:
    """Return a page of measures, the newest first."""
    rows = _inside(scope).select_related("owner", "supervisor", "organisation")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.owner_id is not None:
        rows = rows.filter(Q(owner_id=filters.owner_id) | Q(supervisor_id=filters.owner_id))
    if filters.text:
        rows = rows.filter(Q(number__iexact=filters.text) | Q(title__icontains=filters.text))
    if filters.overdue_on is not None:
        rows = rows.filter(status__in=OPEN[:2], due_on__lt=filters.overdue_on)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def measure_of(*, number: str, scope: Scope) -> MeasureFile:
    """Return one measure with everything about it. Raises MeasureNotFound, outside too."""
    rows = _inside(scope).select_related(
        "owner", "supervisor", "organisation", "created_by", "closed_by"
    )
    measure = rows.filter(number=number).first()
    if measure is None:
        raise MeasureNotFound
    notes = measure.notes.select_related("by").order_by("-id")
    steps = measure.steps.select_related("done_by").order_by("position")
    return MeasureFile(
        measure=measure, steps=tuple(steps), notes=tuple(notes),
        effects=tuple(measure.effects.order_by("-id")),
    )  # fmt: skip


def value_label(*, dimension: str, value: str) -> Any:
    """Return how a value of a dimension is called: a text, or Chinese and English."""
    if not DIMENSIONS[dimension].endswith("_id"):
        return labels_of(dimension, [value])[value]
    key = key_of(value)
    label = labels_of(dimension, [key])[key]
    return value if label == key else label


def _inside(scope: Scope) -> QuerySet[Measure]:
    rows = Measure.objects.all()
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.4f}"


def _pair(label: Any) -> list[str]:
    if isinstance(label, tuple):
        return [str(one) for one in label]
    return [str(label)]
