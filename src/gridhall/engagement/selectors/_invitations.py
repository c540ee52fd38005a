"""Invitations as customers and agents see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ..models import SurveyInvitation

Status = SurveyInvitation.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSurvey:
    """What whoever answers may see: the number of the matter and the questions."""

    invitation_id: int
    case_number: str
    title_zh: str
    title_en: str
    questions: tuple[dict[str, Any], ...]
    expires_at: datetime
    account_id: int
    state: str


def _view(row: SurveyInvitation, at: datetime) -> OpenSurvey:
    expired = row.status == Status.SENT and row.expires_at <= at
    return OpenSurvey(
        invitation_id=row.pk, case_number=row.case_number,
        title_zh=row.questionnaire.title_zh, title_en=row.questionnaire.title_en,
        questions=tuple(row.questionnaire.questions), expires_at=row.expires_at,
        account_id=row.account_id, state=Status.EXPIRED if expired else row.status,
    )  # fmt: skip


def open_surveys_of(*, account_ids: Collection[int], at: datetime) -> list[OpenSurvey]:
    """Return what a customer may still answer for these accounts, the newest first."""
    rows = SurveyInvitation.objects.select_related("questionnaire").filter(
        account_id__in=account_ids, status=Status.SENT, expires_at__gt=at
    )
    return [_view(row, at) for row in rows.order_by("-sent_at", "-pk")]


def own_survey(*, pk: int, account_ids: Collection[int], at: datetime) -> OpenSurvey | None:
    """Return one survey of these accounts, open or not."""
    rows = SurveyInvitation.objects.select_related("questionnaire")
    row = rows.filter(pk=pk, account_id__in=account_ids).first()
    return _view(row, at) if row else None


def survey_of(*, invitation: SurveyInvitation, at: datetime) -> OpenSurvey:
    """Return an invitation whose holder was checked already (a link was opened)."""
    return _view(invitation, at)


def invitation_of_case(*, scope: Scope, pk: int, at: datetime) -> OpenSurvey | None:
    """Return an invitation inside the scope, for an agent who asks by telephone."""
    row = SurveyInvitation.objects.select_related("questionnaire").filter(pk=pk).first()
    return _view(row, at) if row and scope.holds(row.organisation_id) else None


def open_invitations_page(
    *, scope: Scope, at: datetime, text: str = "", after: str = "", before: str = "",
    limit: int = 50,
) -> Page[SurveyInvitation]:  # fmt: skip
    """Return a page of the surveys that still wait for an answer, to be asked by telephone."""
    rows = SurveyInvitation.objects.select_related("organisation", "account", "plan").filter(
        status=Status.SENT, expires_at__gt=at
    )
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if text:
        rows = rows.filter(case_number=text) | rows.filter(account__account_no=text)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )
