"""Taking an answer, whatever way it comes, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.outbox import services as outbox

from .. import events, selectors
from ..errors import AlreadyAnswered, AnswerNotFitting, AnswerTooLong, SurveyExpired
from ..models import AnswerChannel, SurveyAnswer, SurveyAnswerItem, SurveyInvitation
from ._links import open_link

OVERALL = "overall"
MOST_CHARACTERS = 500
MARKS = frozenset("12345")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The checked answer to one question."""

    question: str
    mark: int | None = None
    text: str = ""


def answers_wanted(
    *, questions: list[dict[str, Any]], values: Mapping[str, str], language: str
) -> list[Given]:
    """Check what was filled in and return it; raises AnswerNotFitting, AnswerTooLong."""
    found = []
    for question in questions:
        text = str(values.get(question["code"], "")).strip()
        label = question.get(language) or question["zh"]
        if question["kind"] == "TEXT":
            if len(text) > MOST_CHARACTERS:
                raise AnswerTooLong(question=label, most=MOST_CHARACTERS)
            if text:
                found.append(Given(question=question["code"], text=text))
        elif text in MARKS:
            found.append(Given(question=question["code"], mark=int(text)))
        elif text or question.get("required") or question["code"] == OVERALL:
            raise AnswerNotFitting(question=label)
    return found


def answer_by_token(
    *, token: str, address: str, values: Mapping[str, str], language: str, at: datetime
) -> SurveyAnswer:
    """Take the answer of whoever holds a link; raises what opening and answering raise."""
    invitation = open_link(token=token, address=address, at=at)
    return answer_invitation(
        invitation_id=invitation.pk, channel=AnswerChannel.LINK, values=values,
        language=language, at=at,
    )  # fmt: skip


@transaction.atomic
def answer_invitation(
    *, invitation_id: int, channel: str, values: Mapping[str, str], language: str, at: datetime,
    taken_by_id: int | None = None,
) -> SurveyAnswer:  # fmt: skip
    """Write an answer down, judge it by the rule of the day and tell who must know.

    ``taken_by_id`` is the clerk of a telephone or hall answer. Raises AlreadyAnswered,
    SurveyExpired, AnswerNotFitting, AnswerTooLong, NoSatisfactionRule.
    """
    invitation = (
        SurveyInvitation.objects.select_for_update(of=("self",))
        .select_related("questionnaire").get(pk=invitation_id)
    )  # fmt: skip
    if invitation.status == SurveyInvitation.Status.ANSWERED:
        raise AlreadyAnswered
    if invitation.expires_at <= at:
        raise SurveyExpired(day=timezone.localdate(invitation.expires_at))
    questions = invitation.questionnaire.questions
    given = answers_wanted(questions=questions, values=values, language=language)
    answer = _write(invitation, given, channel, at, taken_by_id)
    _tell(invitation, answer, at)
    if taken_by_id is not None:
        audit.record(
            action="engagement.answer_taken", at=at, actor_id=taken_by_id,
            object_type="survey_answer", object_id=answer.pk,
            object_label=invitation.case_number, account_id=invitation.account_id,
            organisation_id=invitation.organisation_id, changes={"channel": str(channel)},
        )  # fmt: skip
    return answer


def _write(
    invitation: SurveyInvitation, given: list[Given], channel: str, at: datetime, by: int | None
) -> SurveyAnswer:
    score = next(one.mark for one in given if one.question == OVERALL and one.mark)
    rule = selectors.rule_on(on=timezone.localdate(at))
    try:
        with transaction.atomic():
            answer = SurveyAnswer.objects.create(
                invitation=invitation, questionnaire=invitation.questionnaire, rule=rule,
                channel=channel, score=score, is_satisfied=score >= rule.satisfied_from,
                is_low=score <= rule.low_at_most, taken_by_id=by, answered_at=at,
                has_text=any(one.text for one in given),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyAnswered from None
    SurveyAnswerItem.objects.bulk_create(
        [SurveyAnswerItem(answer=answer, question=one.question, mark=one.mark, text=one.text)
         for one in given]
    )  # fmt: skip
    invitation.status = SurveyInvitation.Status.ANSWERED
    invitation.save(update_fields=["status"])
    return answer


def _tell(invitation: SurveyInvitation, answer: SurveyAnswer, at: datetime) -> None:
    shared: dict[str, Any] = {
        "answer_id": answer.pk, "case_id": invitation.case_ref,
        "case_number": invitation.case_number, "organisation_id": invitation.organisation_id,
        "handler_id": invitation.handler_id, "score": answer.score,
        "answered_at": at.isoformat(),
    }  # fmt: skip
    outbox.publish(
        events.SurveyAnswered(
            **shared, team_id=invitation.team_id, kind=invitation.kind,
            is_satisfied=answer.is_satisfied,
        ), at=at,
    )  # fmt: skip
    if answer.is_low:
        outbox.publish(events.SurveyLowScore(**shared, account_id=invitation.account_id), at=at)
