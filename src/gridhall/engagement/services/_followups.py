"""What a low score starts: somebody talks to the customer, through the service desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope

from .. import followup
from ..errors import FollowUpClosed, SurveyNotFound
from ..models import FollowUp, SurveyAnswer

Status = FollowUp.Status
BATCH = 200


@transaction.atomic
def open_follow_up(*, answer_id: int, at: datetime) -> FollowUp:
    """Open the follow-up of a low answer and hand it to the service desk; once an answer.

    While the service desk takes nothing it waits here and on the screen; a job tries again.
    """
    answer = SurveyAnswer.objects.select_related("invitation", "rule").get(pk=answer_id)
    row, _new = FollowUp.objects.get_or_create(
        answer=answer,
        defaults={"organisation_id": answer.invitation.organisation_id, "opened_at": at},
    )
    _hand_over(row, answer, at)
    return row


def hand_over_waiting(*, at: datetime) -> int:
    """Hand over what the service desk had not taken; return how many it took now."""
    taken = 0
    waiting = FollowUp.objects.filter(status=Status.WAITING).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = FollowUp.objects.select_for_update().get(pk=pk)
            answer = SurveyAnswer.objects.select_related("invitation", "rule").get(pk=row.answer_id)
            taken += _hand_over(row, answer, at)
    return taken


def _hand_over(row: FollowUp, answer: SurveyAnswer, at: datetime) -> bool:
    if row.status != Status.WAITING:
        return False
    asked = answer.invitation
    opened = followup.open_at_desk(
        followup.Wanted(
            answer_id=answer.pk, case_id=asked.case_ref, case_number=asked.case_number,
            account_id=asked.account_id, organisation_id=asked.organisation_id,
            score=answer.score,
            due_on=timezone.localdate(answer.answered_at)
            + timedelta(days=answer.rule.call_within_days),
        ), at=at,
    )  # fmt: skip
    if opened is None:
        return False
    row.status, row.contact_ref, row.case_number = (
        Status.OPENED, opened.contact_id, opened.case_number,
    )  # fmt: skip
    row.save(update_fields=["status", "contact_ref", "case_number"])
    return True


@transaction.atomic
def close_follow_up(*, scope: Scope, pk: int, note: str, by_id: int, at: datetime) -> None:
    """Note what came of it; raises SurveyNotFound outside the scope, FollowUpClosed."""
    row = FollowUp.objects.select_for_update().filter(pk=pk).first()
    if row is None or not scope.holds(row.organisation_id):
        raise SurveyNotFound
    if row.status == Status.CLOSED:
        raise FollowUpClosed
    row.status, row.note, row.closed_by_id, row.closed_at = Status.CLOSED, note.strip(), by_id, at
    row.save(update_fields=["status", "note", "closed_by", "closed_at"])
    audit.record(
        action="engagement.follow_up_closed", at=at, actor_id=by_id, object_type="follow_up",
        object_id=pk, object_label=f"{row.answer_id:06d}", organisation_id=row.organisation_id,
    )  # fmt: skip
