"""Results: shares with their interval, against the target, by whatever they are counted by.

Counted are the invitations that went out in the period. Everything is exact: counts from the
database, shares and bounds in decimals (``intervals``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from gridhall.foundation import days
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from ..intervals import mean, ratio, wilson
from ..models import SatisfactionRule, SurveyAnswerItem, SurveyInvitation
from ._questionnaires import rule_on

#: What results may be counted by, and the column of the invitation.
BY: dict[str, str] = {
    "area": "area", "team": "team_id", "unit": "organisation_id", "kind": "kind",
    "category": "category", "channel": "case_channel", "way": "answer__channel",
    "person": "handler_id", "plan": "plan_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What results are narrowed to; empty means all."""

    kind: str = ""
    area: str = ""
    case_channel: str = ""
    organisation_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One row of the board.

    ``verdict`` compares with the target: ``REACHED`` and ``MISSED`` are said only when the whole
    interval lies on one side, else ``UNSURE``; ``TOO_FEW`` below the rule's least answers, ``NONE``
    without any.
    """

    key: str
    label: str
    invited: int
    answered: int
    response_rate: Decimal | None
    mean: Decimal | None
    satisfied: int
    low: int
    share: Decimal | None
    share_low: Decimal | None
    share_high: Decimal | None
    target: Decimal
    is_small: bool
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakPoint:
    """A question that does badly at one kind of work or unit: where measures should begin."""

    question: str
    zh: str
    en: str
    by: str
    key: str
    label: str
    answered: int
    mean: Decimal | None
    satisfied: int
    share: Decimal | None
    share_high: Decimal | None
    target: Decimal


def _asked(scope: Scope, first: date, last: date, filters: Filters) -> QuerySet[SurveyInvitation]:
    rows = SurveyInvitation.objects.filter(
        sent_at__gte=days.start_of(first), sent_at__lt=days.end_of(last)
    )
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if filters.organisation_id:
        units = identity.subtree_ids(organisation_id=filters.organisation_id)
        rows = rows.filter(organisation_id__in=units)
    narrowed = {
        "kind": filters.kind, "area": filters.area, "case_channel": filters.case_channel,
        "plan_id": filters.plan_id,
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in narrowed.items() if value})


_COUNTS = {
    "invited": Count("pk"),
    "answered": Count("answer"),
    "points": Sum("answer__score"),
    "satisfied": Count("answer", filter=Q(answer__is_satisfied=True)),
    "low": Count("answer", filter=Q(answer__is_low=True)),
}


def results(
    *, scope: Scope, first: date, last: date, by: str, filters: Filters = Filters()
) -> list[ResultLine]:
    """Return one line for each value of ``by`` (see ``BY``), most answers first.

    Both days belong to the period. Raises KeyError for an unknown ``by``, NoSatisfactionRule.
    """
    column, rule = BY[by], rule_on(on=last)
    rows = _asked(scope, first, last, filters)
    if by == "person":
        rows = rows.filter(handler_id__isnull=False)
    counted = list(rows.values(column).annotate(**_COUNTS).order_by("-answered", column))
    labels = _labels(by, [row[column] for row in counted])
    return [_line(row[column], labels, row, rule) for row in counted]


def total(*, scope: Scope, first: date, last: date, filters: Filters = Filters()) -> ResultLine:
    """Return the whole of the period as one line."""
    row = _asked(scope, first, last, filters).aggregate(**_COUNTS)
    return _line("", {}, row, rule_on(on=last))


def trend(
    *, scope: Scope, first: date, last: date, filters: Filters = Filters()
) -> list[ResultLine]:
    """Return one line a month, the oldest first; ``key`` is the month (2026-01)."""
    rows = _asked(scope, first, last, filters).annotate(month=TruncMonth("sent_at"))
    counted = rows.values("month").annotate(**_COUNTS).order_by("month")
    rule = rule_on(on=last)
    return [_line(f"{row['month']:%Y-%m}", {}, dict(row), rule) for row in counted]


def _labels(by: str, keys: Iterable[Any]) -> dict[Any, str]:
    ids = [key for key in keys if key is not None]
    if by in ("team", "unit"):
        return identity.names_of(organisation_ids=ids)
    if by == "person":
        return identity.names_of_people(user_ids=ids)
    if by == "plan":
        from ..models import SurveyPlan

        return dict(SurveyPlan.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {}


def _line(
    key: Any, labels: dict[Any, str], row: dict[str, Any], rule: SatisfactionRule
) -> ResultLine:
    answered = row["answered"]
    sure = wilson(fitting=row["satisfied"], total=answered, quantile=rule.quantile)
    text = "" if key is None else str(key)
    return ResultLine(
        key=text, label=labels.get(key, text), invited=row["invited"], answered=answered,
        response_rate=ratio(answered, row["invited"]), mean=mean(row["points"] or 0, answered),
        satisfied=row["satisfied"], low=row["low"], share=sure.share if sure else None,
        share_low=sure.low if sure else None, share_high=sure.high if sure else None,
        target=rule.target_share, is_small=answered < rule.min_answers,
        verdict=_verdict(answered, sure, rule),
    )  # fmt: skip


def _verdict(answered: int, sure: Any, rule: SatisfactionRule) -> str:
    if sure is None:
        return "NONE"
    if answered < rule.min_answers:
        return "TOO_FEW"
    if sure.low >= rule.target_share:
        return "REACHED"
    return "MISSED" if sure.high < rule.target_share else "UNSURE"


def question_marks(
    *, scope: Scope, first: date, last: date, filters: Filters = Filters()
) -> list[WeakPoint]:
    """Return each rating question over the period, the weakest first."""
    return _by_question(scope, first, last, filters, by="")


def weak_points(
    *, scope: Scope, first: date, last: date, by: str = "kind", filters: Filters = Filters()
) -> list[WeakPoint]:
    """Return what clearly misses the target: question by ``by``, the weakest first.

    Only where enough answered and even the upper bound of the interval lies below the target:
    chance alone makes no weak point. Measures for them begin at the service desk.
    """
    rule = rule_on(on=last)
    return [
        one for one in _by_question(scope, first, last, filters, by=by)
        if one.answered >= rule.min_answers
        and one.share_high is not None and one.share_high < one.target
    ]  # fmt: skip


def _by_question(
    scope: Scope, first: date, last: date, filters: Filters, *, by: str
) -> list[WeakPoint]:
    rule = rule_on(on=last)
    asked = _asked(scope, first, last, filters)
    column = f"answer__invitation__{BY[by]}" if by else ""
    groups = ["question", *([column] if column else [])]
    rows = SurveyAnswerItem.objects.filter(
        answer__invitation__in=asked.values("pk"), mark__isnull=False
    )
    counted = list(
        rows.values(*groups).annotate(
            answered=Count("pk"), points=Sum("mark"),
            satisfied=Count("pk", filter=Q(mark__gte=rule.satisfied_from)),
        )
    )  # fmt: skip
    labels = _labels(by, [row[column] for row in counted]) if by else {}
    wordings = _wordings(asked)
    found = [_point(row, row.get(column), by, labels, wordings, rule) for row in counted]
    return sorted(found, key=lambda one: (one.share or Decimal(0), one.question, one.key))


def _point(
    row: dict[str, Any], key: Any, by: str, labels: dict[Any, str],
    wordings: dict[str, dict[str, Any]], rule: SatisfactionRule,
) -> WeakPoint:  # fmt: skip
    sure = wilson(fitting=row["satisfied"], total=row["answered"], quantile=rule.quantile)
    words = wordings.get(row["question"], {})
    text = "" if key is None else str(key)
    return WeakPoint(
        question=row["question"], zh=words.get("zh", row["question"]),
        en=words.get("en", row["question"]), by=by, key=text, label=labels.get(key, text),
        answered=row["answered"], mean=mean(row["points"], row["answered"]),
        satisfied=row["satisfied"], share=sure.share if sure else None,
        share_high=sure.high if sure else None, target=rule.target_share,
    )  # fmt: skip


def _wordings(asked: QuerySet[SurveyInvitation]) -> dict[str, dict[str, Any]]:
    """Return the newest wording of each question that was asked."""
    found: dict[str, dict[str, Any]] = {}
    lists = asked.order_by("questionnaire__version").values_list(
        "questionnaire__questions", "questionnaire__version"
    )
    for questions, _version in lists.distinct():
        found |= {one["code"]: one for one in questions}
    return found
