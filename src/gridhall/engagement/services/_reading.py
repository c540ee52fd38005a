"""Opening an answer: who reads what a customer wrote is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Sensitivity
from gridhall.foundation.identity.selectors import Scope

from .. import selectors
from ..errors import SurveyNotFound
from ..selectors import AnswerView


@transaction.atomic
def open_answer(*, scope: Scope, pk: int, reader_id: int, at: datetime) -> AnswerView:
    """Return one answer; its free texts only to who may read personal values there, and audited.

    Raises SurveyNotFound outside the scope.
    """
    found = selectors.answer_of(scope=scope, pk=pk, may_read_text=False)
    if found is None:
        raise SurveyNotFound
    clearance = identity.clearance_at(
        user_id=reader_id, organisation_id=found.organisation_id, on=timezone.localdate(at)
    )
    if not found.row.has_text or clearance < Sensitivity.PERSONAL:
        return found
    audit.record(
        action="engagement.answer_read", at=at, actor_id=reader_id, object_type="survey_answer",
        object_id=pk, object_label=found.row.case_number, account_id=found.account_id,
        organisation_id=found.organisation_id,
    )  # fmt: skip
    return selectors.answer_of(scope=scope, pk=pk, may_read_text=True) or found
