"""Answers one by one, and what the low ones started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ..models import FollowUp, SurveyAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFilters:
    """What a list of answers is narrowed to; empty means all."""

    number: str = ""
    mood: str = ""
    kind: str = ""
    case_channel: str = ""
    channel: str = ""
    area: str = ""
    organisation_id: int | None = None
    with_text: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One answer in a list; free texts stay closed."""

    id: int
    answered_at: datetime
    case_number: str
    kind: str
    category: str
    area: str
    unit: str
    handler: str
    channel: str
    channel_code: str
    score: int
    is_satisfied: bool
    is_low: bool
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One question with its answer."""

    zh: str
    en: str
    mark: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer, whole; ``text`` of the items only for who may read it."""

    row: AnswerRow
    items: tuple[ItemView, ...]
    taken_by: str
    rule: str
    follow_up: FollowUp | None
    organisation_id: int
    account_id: int


def _rows(scope: Scope) -> QuerySet[SurveyAnswer]:
    rows = SurveyAnswer.objects.select_related(
        "invitation__organisation", "invitation__handler", "taken_by", "questionnaire", "rule"
    )
    if not scope.everything:
        rows = rows.filter(invitation__organisation_id__in=scope.organisation_ids)
    return rows


def answers_page(
    *, scope: Scope, filters: AnswerFilters = AnswerFilters(), after: str = "", before: str = "",
    limit: int = 50,
) -> Page[AnswerRow]:  # fmt: skip
    """Return a page of the answers inside the scope, the newest first."""
    return keyset_page(
        _narrowed(_rows(scope), filters), field="id", after=after, before=before, limit=limit,
        view=lambda found: [_row(one) for one in found], descending=True,
    )  # fmt: skip


def _narrowed(rows: QuerySet[SurveyAnswer], filters: AnswerFilters) -> QuerySet[SurveyAnswer]:
    exact = {
        "invitation__case_number": filters.number, "invitation__kind": filters.kind,
        "invitation__case_channel": filters.case_channel, "channel": filters.channel,
        "invitation__area": filters.area, "invitation__organisation_id": filters.organisation_id,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.mood:
        moods = {
            "satisfied": {"is_satisfied": True}, "low": {"is_low": True},
            "between": {"is_satisfied": False, "is_low": False},
        }  # fmt: skip
        rows = rows.filter(**moods.get(filters.mood, {}))
    if filters.with_text:
        rows = rows.filter(has_text=True)
    if filters.first:
        rows = rows.filter(answered_at__gte=days.start_of(filters.first))
    if filters.last:
        rows = rows.filter(answered_at__lt=days.end_of(filters.last))
    return rows


def _row(one: SurveyAnswer) -> AnswerRow:
    asked = one.invitation
    return AnswerRow(
        id=one.pk, answered_at=one.answered_at, case_number=asked.case_number, kind=asked.kind,
        category=asked.category, area=asked.area, unit=asked.organisation.name,
        handler=str(asked.handler) if asked.handler_id else "",
        channel=str(one.get_channel_display()), channel_code=one.channel, score=one.score,
        is_satisfied=one.is_satisfied, is_low=one.is_low, has_text=one.has_text,
    )  # fmt: skip


def answer_of(*, scope: Scope, pk: int, may_read_text: bool) -> AnswerView | None:
    """Return one answer inside the scope; without ``may_read_text`` its texts stay closed."""
    one = _rows(scope).filter(pk=pk).first()
    if one is None:
        return None
    given = {item.question: item for item in one.items.all()}
    items = tuple(
        ItemView(
            zh=question["zh"], en=question["en"],
            mark=given[question["code"]].mark if question["code"] in given else None,
            text=given[question["code"]].text
            if may_read_text and question["code"] in given else "",
        )
        for question in one.questionnaire.questions
    )  # fmt: skip
    follow_up = FollowUp.objects.select_related("closed_by").filter(answer=one).first()
    return AnswerView(
        row=_row(one), items=items, taken_by=str(one.taken_by) if one.taken_by_id else "",
        rule=f"{one.rule.valid_from} · {one.rule.source}", follow_up=follow_up,
        organisation_id=one.invitation.organisation_id, account_id=one.invitation.account_id,
    )  # fmt: skip


def follow_ups_page(
    *, scope: Scope, status: str = "", after: str = "", before: str = "", limit: int = 50
) -> Page[FollowUp]:
    """Return a page of what low scores started, the newest first."""
    rows = FollowUp.objects.select_related("answer__invitation", "organisation", "closed_by")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if status:
        rows = rows.filter(status=status)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )
