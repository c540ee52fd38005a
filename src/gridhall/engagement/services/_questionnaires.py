"""Writing questionnaires: drafts, versions, putting one into use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock

from ..errors import QuestionnaireFaulty, QuestionnaireNotDraft, SurveyNotFound
from ..models import Questionnaire
from ._answers import OVERALL

Status = Questionnaire.Status
CODE = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
KINDS = ("SCALE", "TEXT")
MOST_QUESTIONS = 8  # one minute

NO_CODE = gettext_noop("the code is to be small letters, digits and underlines")
TWICE = gettext_noop("the code occurs twice")
NO_KIND = gettext_noop("the kind is SCALE or TEXT")
NO_WORDS = gettext_noop("the wording is missing in Chinese or English")
NO_OVERALL = gettext_noop("a rating question with the code “overall” must be there")
TOO_MANY = gettext_noop("at most eight questions: it is to take a minute")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestionnaire:
    """A questionnaire as it is written."""

    code: str
    kind: str
    title_zh: str
    title_en: str
    questions: list[dict[str, Any]]
    source: str = ""


def check_questions(questions: list[dict[str, Any]]) -> None:
    """Raise QuestionnaireFaulty with the place of the first fault."""
    seen: set[str] = set()
    for position, one in enumerate(questions, start=1):
        code = str(one.get("code", ""))
        fault = ""
        if not CODE.match(code):
            fault = NO_CODE
        elif code in seen:
            fault = TWICE
        elif one.get("kind") not in KINDS:
            fault = NO_KIND
        elif not str(one.get("zh", "")).strip() or not str(one.get("en", "")).strip():
            fault = NO_WORDS
        elif position > MOST_QUESTIONS:
            fault = TOO_MANY
        if fault:
            raise QuestionnaireFaulty(position=position, fault=fault)
        seen.add(code)
    if not any(one["code"] == OVERALL and one["kind"] == "SCALE" for one in questions):
        raise QuestionnaireFaulty(position=1, fault=NO_OVERALL)


@transaction.atomic
def draft_questionnaire(*, new: NewQuestionnaire, by_id: int | None, at: datetime) -> Questionnaire:
    """Write the next version of a questionnaire as a draft; raises QuestionnaireFaulty."""
    check_questions(new.questions)
    hold_lock(f"questionnaire {new.code}")
    last = Questionnaire.objects.filter(code=new.code).aggregate(last=Max("version"))["last"]
    row = Questionnaire.objects.create(
        code=new.code, version=(last or 0) + 1, kind=new.kind, title_zh=new.title_zh,
        title_en=new.title_en, questions=new.questions, source=new.source, created_by_id=by_id,
        created_at=at,
    )  # fmt: skip
    _record("engagement.questionnaire_drafted", row, by_id, at)
    return row


@transaction.atomic
def edit_draft(*, pk: int, new: NewQuestionnaire, by_id: int, at: datetime) -> Questionnaire:
    """Change a draft; raises QuestionnaireNotDraft, QuestionnaireFaulty, SurveyNotFound."""
    check_questions(new.questions)
    row = _draft(pk)
    row.title_zh, row.title_en, row.questions = new.title_zh, new.title_en, new.questions
    row.source = new.source
    row.save(update_fields=["title_zh", "title_en", "questions", "source"])
    _record("engagement.questionnaire_edited", row, by_id, at)
    return row


@transaction.atomic
def publish_questionnaire(*, pk: int, by_id: int | None, at: datetime) -> Questionnaire:
    """Put a draft into use; the version before it is retired and stays readable."""
    row = _draft(pk)
    check_questions(row.questions)
    in_use = Questionnaire.objects.filter(code=row.code, status=Status.PUBLISHED)
    in_use.update(status=Status.RETIRED)
    row.status, row.published_by_id, row.published_at = Status.PUBLISHED, by_id, at
    row.save(update_fields=["status", "published_by", "published_at"])
    _record("engagement.questionnaire_published", row, by_id, at)
    return row


def _draft(pk: int) -> Questionnaire:
    row = Questionnaire.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound
    if row.status != Status.DRAFT:
        raise QuestionnaireNotDraft(questionnaire=f"{row.code} v{row.version}")
    return row


def _record(action: str, row: Questionnaire, by_id: int | None, at: datetime) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="questionnaire", object_id=row.pk,
        object_label=f"{row.code} v{row.version}",
    )  # fmt: skip
