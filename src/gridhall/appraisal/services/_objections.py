"""Objections: filed by the person, decided by another, corrected by a new result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import services as messages
from gridhall.foundation.messages.services import NewMessage

from .. import formula, selectors
from ..errors import (
    AppraisalNotFound,
    CorrectionFaulty,
    ObjectionDecided,
    ObjectionTooLate,
    ObjectionWaits,
    ReasonNeeded,
    ResultReplaced,
    UnableToDecideObjection,
)
from ..models import AppraisalLine, AppraisalResult, AppraisalRun, Objection
from ._runs import write_lines

Status = Objection.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The right inputs of the part: ``good`` is met, satisfied, points or justified complaints."""

    total: int
    good: Decimal


@transaction.atomic
def file_objection(
    *, result_id: int, part: str, reason: str, person_id: int, at: datetime
) -> Objection:
    """File an objection to a part of one's own newest result, in time.

    Raises AppraisalNotFound (also for somebody else's), ResultReplaced, ObjectionTooLate,
    ObjectionWaits, ReasonNeeded.
    """
    rows = AppraisalResult.objects.select_for_update(of=("self",)).select_related("run")
    result = rows.filter(
        pk=result_id, person_id=person_id, run__status=AppraisalRun.Status.PUBLISHED
    ).first()
    if result is None or part not in formula.PARTS:
        raise AppraisalNotFound
    if AppraisalResult.objects.filter(replaces=result).exists():
        raise ResultReplaced
    until = result.run.objections_until
    if until is None or timezone.localdate(at) > until:
        raise ObjectionTooLate(day=until)
    if not reason.strip():
        raise ReasonNeeded
    if Objection.objects.filter(result=result, part=part, status=Status.FILED).exists():
        raise ObjectionWaits
    row = Objection.objects.create(
        result=result, person_id=person_id, organisation_id=result.organisation_id, part=part,
        reason=reason.strip(), filed_at=at,
    )  # fmt: skip
    _record("appraisal.objection_filed", row, person_id, at)
    return row


@transaction.atomic
def withdraw_objection(*, pk: int, person_id: int, at: datetime) -> None:
    """Take one's own objection back before it is decided."""
    row = Objection.objects.select_for_update().filter(pk=pk, person_id=person_id).first()
    if row is None:
        raise AppraisalNotFound
    if row.status != Status.FILED:
        raise ObjectionDecided
    row.status = Status.WITHDRAWN
    row.save(update_fields=["status"])
    _record("appraisal.objection_withdrawn", row, person_id, at)


@transaction.atomic
def decide_objection(
    *, pk: int, correction: Correction | None, answer: str, scope: Scope, by_id: int, at: datetime
) -> Objection:
    """Turn an objection down (no ``correction``), or replace the result by a corrected one.

    The old result stays as it is. Raises AppraisalNotFound, ObjectionDecided, ResultReplaced,
    UnableToDecideObjection, ReasonNeeded, CorrectionFaulty.
    """
    row = (
        Objection.objects.select_for_update(of=("self",)).select_related("result__run__scheme")
        .filter(pk=pk).first()
    )  # fmt: skip
    if row is None or not scope.holds(row.organisation_id):
        raise AppraisalNotFound
    if row.status != Status.FILED:
        raise ObjectionDecided
    if by_id in (row.person_id, row.result.run.created_by_id):
        raise UnableToDecideObjection
    if not answer.strip():
        raise ReasonNeeded
    row.answer, row.decided_by_id, row.decided_at = answer.strip(), by_id, at
    row.status = Status.REFUSED
    if correction is not None:
        row.status, row.new_result = Status.UPHELD, _replace(row, correction, by_id, at)
    row.save(update_fields=["answer", "decided_by", "decided_at", "status", "new_result"])
    _record(f"appraisal.objection_{row.status.lower()}", row, by_id, at)
    _tell(row, at)
    return row


def _replace(row: Objection, correction: Correction, by_id: int, at: datetime) -> AppraisalResult:
    """Write the corrected result beside the newest one of this person."""
    old = AppraisalResult.objects.select_for_update().filter(
        run=row.result.run, person_id=row.person_id
    ).order_by("-revision").first()  # fmt: skip
    if old is None:
        raise ResultReplaced
    given = {line.part: dict(line.given) for line in AppraisalLine.objects.filter(result=old)}
    given[row.part] = _corrected(row.part, given[row.part], correction, row.pk)
    outcome = formula.worked_out(scheme=selectors.as_formula(row.result.run.scheme), given=given)
    new = AppraisalResult.objects.create(
        run=old.run, person_id=old.person_id, organisation_id=old.organisation_id,
        revision=old.revision + 1, replaces=old, weight_used=outcome.weight_used,
        total=outcome.total, band=outcome.band, made_by_id=by_id, made_at=at,
    )  # fmt: skip
    write_lines(new, outcome)
    return new


def _corrected(
    part: str, before: dict[str, Any], correction: Correction, objection_id: int
) -> dict[str, Any]:
    """Return the inputs set right; what they were before stays beside them."""
    total, good = correction.total, correction.good
    name = {formula.SAMPLES: "points", formula.COMPLAINTS: "justified"}.get(part, "good")
    limit = Decimal(total) * (100 if name == "points" else 1)
    whole = name == "points" or good == good.to_integral_value()
    if total < 0 or not 0 <= good <= limit or not whole:
        raise CorrectionFaulty(good=good, total=total)
    kept = {key: before.get(key) for key in ("total", name)}
    value = str(good) if name == "points" else int(good)
    return {"total": total, name: value, "before": kept, "objection": objection_id}


def _tell(row: Objection, at: datetime) -> None:
    run = row.result.run
    messages.send(
        [NewMessage(
            template="appraisal.objection_decided", dedup_key=f"objection-decided:{row.pk}",
            employee_id=row.person_id, params={"first": str(run.first), "last": str(run.last)},
        )], at=at,
    )  # fmt: skip


def _record(action: str, row: Objection, by_id: int, at: datetime) -> None:
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="objection", object_id=row.pk,
        object_label=f"{row.pk:06d}", organisation_id=row.organisation_id,
        changes={"part": row.part},
    )  # fmt: skip
