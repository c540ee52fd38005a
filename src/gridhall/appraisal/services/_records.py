"""Reward and penalty: noted, never paid or taken here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from ..errors import AppraisalNotFound, ReasonNeeded, UnableToScoreOwnWork
from ..models import Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecognition:
    """What is noted about whom."""

    kind: str
    username: str
    on: date
    reason: str
    case_number: str = ""
    customer_told_on: date | None = None


@transaction.atomic
def note_recognition(*, new: NewRecognition, scope: Scope, by_id: int, at: datetime) -> Recognition:
    """Note a reward or penalty of somebody in the scope, not of oneself.

    Raises AppraisalNotFound, ReasonNeeded, UnableToScoreOwnWork.
    """
    person = identity.person(scope=scope, username=new.username)
    unit = identity.unit_of_person(user_id=person.pk) if person else None
    if person is None or unit is None or not scope.holds(unit):
        raise AppraisalNotFound
    if person.pk == by_id:
        raise UnableToScoreOwnWork
    if not new.reason.strip():
        raise ReasonNeeded
    row = Recognition.objects.create(
        kind=new.kind, person=person, organisation_id=unit, on=new.on, reason=new.reason.strip(),
        case_number=new.case_number.strip(), customer_told_on=new.customer_told_on,
        noted_by_id=by_id, noted_at=at,
    )  # fmt: skip
    audit.record(
        action="appraisal.recognition_noted", at=at, actor_id=by_id, object_type="recognition",
        object_id=row.pk, object_label=person.username, organisation_id=unit,
        changes={"kind": new.kind},
    )  # fmt: skip
    return row
