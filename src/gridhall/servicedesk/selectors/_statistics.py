"""How many cases, by what, and how that changed: counted from one index, sealed reports apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth

from gridhall.foundation import days
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import LONGEST_NUMBER, Page, keyset_page
from gridhall.kernel.periods import months_before
from gridhall.servicedesk.desk_rules import sealed_rule
from gridhall.servicedesk.models import (
    Area,
    Case,
    CaseChannel,
    Cause,
    Finding,
    Kind,
    Topic,
)

#: What cases are counted by, and the column.
DIMENSIONS: dict[str, str] = {
    "kind": "kind", "category": "category", "topic": "topic_id", "cause": "cause_id",
    "finding": "finding", "unit": "organisation_id", "channel": "channel", "area": "area",
    "grade": "grade",
}  # fmt: skip
CHOICES = {"kind": Kind, "finding": Finding, "channel": CaseChannel, "area": Area}
DAYS_OF_A_LONG_TREND = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class StatFilters:
    """Which cases are counted; empty values ask for nothing. Ids come as text."""

    kind: str = ""
    category: str = ""
    topic: str = ""
    cause: str = ""
    finding: str = ""
    unit: str = ""
    channel: str = ""
    area: str = ""
    grade: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period of days, the first included, the last too."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The day after it."""
        return self.last + timedelta(days=1)

    @property
    def before(self) -> Span:
        """The period before it: as many whole months for whole months, else as many days."""
        if self.first.day == 1 and self.end.day == 1:
            months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
            first = months_before(self.first, months)
        else:
            first = self.first - (self.end - self.first)
        return Span(first=first, last=self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value of a dimension. Shares and change are parts of one; None where nothing was."""

    value: str
    label: Any
    cases: int
    before: int
    share: Decimal | None
    share_before: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The counts of a period by one dimension, the most first, beside the period before."""

    dimension: str
    span: Span
    lines: tuple[Line, ...]
    cases: int
    before: int
    change: Decimal | None


def counts(
    *, scope: Scope, dimension: str, span: Span, filters: StatFilters | None = None
) -> Counted:
    """Return how many cases were registered in the period, by one dimension.

    Reports of wrongdoing are not in it (``sealed_counts``), nor the parts of a case that was
    split. Raises KeyError for an unknown dimension.
    """
    column = DIMENSIONS[dimension]
    begin, end = days.start_of(span.first), days.start_of(span.end)
    rows = counted(scope, Span(first=span.before.first, last=span.last), filters)
    now = Count("registered_at", filter=Q(registered_at__gte=begin, registered_at__lt=end))
    earlier = Count("registered_at", filter=Q(registered_at__lt=begin))
    found = list(rows.order_by().values_list(column).annotate(now=now, earlier=earlier))
    cases, before = sum(row[1] for row in found), sum(row[2] for row in found)
    labels = labels_of(dimension, [row[0] for row in found])
    lines = [
        Line(
            value=_text(value), label=labels[value], cases=number, before=earlier_number,
            share=_part(number, cases), share_before=_part(earlier_number, before),
            change=_part(number - earlier_number, earlier_number),
        )
        for value, number, earlier_number in found
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.cases, -line.before, line.value))
    return Counted(
        dimension=dimension, span=span, lines=tuple(lines), cases=cases, before=before,
        change=_part(cases - before, before),
    )  # fmt: skip


def trend(
    *, scope: Scope, span: Span, filters: StatFilters | None = None
) -> list[tuple[date, int]]:
    """Return the cases of each day, of each month for long periods, those without any too."""
    by_month = (span.end - span.first).days > DAYS_OF_A_LONG_TREND
    truncate = TruncMonth if by_month else TruncDate
    rows = counted(scope, span, filters).order_by()
    found = {
        _day(step): number
        for step, number in rows.values_list(truncate("registered_at")).annotate(number=Count("*"))
    }
    return [(step, found.get(step, 0)) for step in _steps(span, by_month)]


def sealed_counts(
    *, scope: Scope, last_month: date, months: int = 6
) -> list[tuple[date, int | None]]:
    """Return how many reports of wrongdoing came in by month; None for a count that is too small.

    By whole months and over the whole scope only, so that no two questions can be subtracted to
    find one report.
    """
    first = months_before(last_month, months - 1)
    smallest = sealed_rule(on=last_month).smallest_count
    end = months_before(last_month, -1)
    rows = Case.objects.filter(
        sealed=True, part_of__isnull=True, registered_at__gte=days.start_of(first),
        registered_at__lt=days.start_of(end),
    )  # fmt: skip
    rows = _inside(rows, scope).order_by()
    found = {
        _day(month): number
        for month, number in rows.values_list(TruncMonth("registered_at")).annotate(
            number=Count("*")
        )
    }
    steps = [months_before(last_month, back) for back in range(months - 1, -1, -1)]
    return [
        (step, number if (number := found.get(step, 0)) >= smallest else None) for step in steps
    ]


def cases_behind(
    *, scope: Scope, span: Span, filters: StatFilters | None = None, after: str = "",
    before: str = "", limit: int = 50,
) -> Page[Case]:  # fmt: skip
    """Return a page of the cases behind a count, the newest first; never a sealed one."""
    rows = counted(scope, span, filters).select_related("topic", "cause", "organisation")
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def counted(scope: Scope, span: Span, filters: StatFilters | None) -> QuerySet[Case]:
    """Return the cases that a count counts; it can be answered from ``case_counted`` alone."""
    rows = Case.objects.filter(
        sealed=False, part_of__isnull=True, registered_at__gte=days.start_of(span.first),
        registered_at__lt=days.start_of(span.end),
    )  # fmt: skip
    rows = _inside(rows, scope)
    return rows.filter(_asked(filters)) if filters else rows


def labels_of(dimension: str, values: list[Any]) -> dict[Any, Any]:
    """Return how the values of a dimension are called: a text, or Chinese and English."""
    known: dict[Any, Any] = {}
    wanted = {value for value in values if value not in (None, "")}
    if dimension in CHOICES:
        words = dict(CHOICES[dimension].choices)
        known = {code: words[code] for code in wanted if code in words}
    elif dimension == "unit":
        known = dict(identity.names_of(organisation_ids=wanted))
    elif dimension in ("topic", "cause"):
        table: Any = Topic if dimension == "topic" else Cause
        rows = table.objects.filter(pk__in=wanted)
        known = {pk: (zh, en) for pk, zh, en in rows.values_list("pk", "title_zh", "title_en")}
    return {value: known.get(value, value) for value in values}


def key_of(value: str) -> int:
    """Return the row that a typed value names; 0, which names none, if it is no number."""
    plain = value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
    return int(value) if plain else 0


def _asked(filters: StatFilters) -> Q:
    condition = Q(kind__in=filters.kinds) if filters.kinds else Q()
    for one in fields(StatFilters):
        value = getattr(filters, one.name)
        if one.name == "kinds" or not value:
            continue
        column = DIMENSIONS[one.name]
        if column.endswith("_id"):
            condition &= Q(**{column: key_of(value)})
        else:
            condition &= Q(**{column: "" if value == "-" else value})
    return condition


def _inside(rows: QuerySet[Case], scope: Scope) -> QuerySet[Case]:
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)


def _part(number: int, of: int) -> Decimal | None:
    return Decimal(number) / Decimal(of) if of else None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day(step: date | datetime) -> date:
    return step.date() if isinstance(step, datetime) else step


def _steps(span: Span, by_month: bool) -> Iterator[date]:
    step = span.first.replace(day=1) if by_month else span.first
    while step <= span.last:
        yield step
        step = months_before(step, -1) if by_month else step + timedelta(days=1)
