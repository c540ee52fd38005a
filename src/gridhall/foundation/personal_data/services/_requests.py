"""The steps of a request: received, identity proven, approved by a second person, carried out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.numbering.services import take_numbers

from .. import files, rules, subjects
from ..errors import (
    ErasureRefused,
    ExportNotReady,
    PersonNotFound,
    ProofMissing,
    ReasonMissing,
    RequestOpenAlready,
    WrongStep,
)
from ..models import SubjectRequest
from . import _steps as steps

ERASE_KIND = "privacy.erase"
Kind, Status = SubjectRequest.Kind, SubjectRequest.Status


@transaction.atomic
def open_request(
    *, scope: Scope, kind: str, party_id: int, account_no: str, organisation_id: int, note: str,
    actor_id: int, at: datetime,
) -> SubjectRequest:  # fmt: skip
    """Take a request down; the day it must be answered by follows from the rule of that day.

    Raises PersonNotFound (unknown or outside ``scope``), RequestOpenAlready.
    """
    person = subjects.directory().person(party_id)
    if person is None or not scope.holds(organisation_id):
        raise PersonNotFound
    known = SubjectRequest.objects.filter(party_ref=party_id, kind=kind, status__in=steps.OPEN)
    if open_one := known.first():
        raise RequestOpenAlready(number=open_one.number)
    day = timezone.localdate(at)
    number = take_numbers(code="personal_data.request", period=str(day.year))[0]
    try:
        with transaction.atomic():
            request = SubjectRequest.objects.create(
                number=f"GR{day.year}{number:06d}", kind=kind, party_ref=party_id,
                account_no=account_no, organisation_id=organisation_id, note=note.strip(),
                received_at=at, created_by_id=actor_id,
                due_on=day + timedelta(days=rules.answer_within(on=day).amount),
            )  # fmt: skip
    except IntegrityError as reason:  # another clerk at the same moment
        raise RequestOpenAlready(number="…") from reason
    steps.record("privacy.request_received", request, at=at, actor_id=actor_id)
    return request


@transaction.atomic
def prove_identity(
    *, scope: Scope, request_id: int, proof: str, actor_id: int, at: datetime
) -> SubjectRequest:
    """Note how the person proved who she is. Raises RequestNotFound, ProofMissing, WrongStep."""
    request = steps.found(scope, request_id)
    if len(proof.strip()) < 3:
        raise ProofMissing
    steps.move(
        request, from_=("RECEIVED",), to="PROVEN", proof_note=proof.strip(), proven_by_id=actor_id
    )
    steps.record("privacy.identity_proven", request, at=at, actor_id=actor_id)
    return request


@transaction.atomic
def start_export(*, scope: Scope, request_id: int, actor_id: int, at: datetime) -> SubjectRequest:
    """Have a worker make the copy of everything held. Raises RequestNotFound, WrongStep."""
    request = steps.found(scope, request_id)
    if request.kind != Kind.EXPORT:
        raise WrongStep(number=request.number)
    steps.move(request, from_=("PROVEN",), to="APPROVED")
    steps.record("privacy.export_started", request, at=at, actor_id=actor_id)
    steps.wake(steps.RUN_TASK, request_id=request.pk)
    return request


@transaction.atomic
def ask_for_erasure(
    *, scope: Scope, request_id: int, reason: str, actor_id: int, at: datetime
) -> SubjectRequest:
    """Ask a second person to approve the erasure.

    Raises RequestNotFound, ReasonMissing, WrongStep, and ErasureRefused with every reason that
    stands in the way (supply goes on, money is owed).
    """
    request = steps.found(scope, request_id)
    if not reason.strip():
        raise ReasonMissing
    if request.kind != Kind.ERASE:
        raise WrongStep(number=request.number)
    if standing := subjects.obstacles(request.party_ref):
        raise ErasureRefused(reasons="; ".join(str(one) for one in standing))
    steps.move(request, from_=("PROVEN",), to="WAITING")
    approvals.request_approval(
        kind=ERASE_KIND, subject_type="subject_request", subject_id=request.pk,
        subject_label=request.number, reason=reason.strip()[:300], requested_by_id=actor_id, at=at,
        dedup_key=f"{request.number}:{at.isoformat()}", organisation_id=request.organisation_id,
        payload={"request": request.number, "account": request.account_no},
    )  # fmt: skip
    steps.record("privacy.erasure_asked", request, at=at, actor_id=actor_id, reason=reason)
    return request


@transaction.atomic
def turn_down(
    *, scope: Scope, request_id: int, reason: str, actor_id: int, at: datetime
) -> SubjectRequest:
    """Turn a request down; the person is owed the reason (PIPL, article 50).

    Raises RequestNotFound, ReasonMissing, WrongStep.
    """
    return _end(scope, request_id, "REFUSED", "privacy.request_refused", reason, actor_id, at)


@transaction.atomic
def withdraw(
    *, scope: Scope, request_id: int, reason: str, actor_id: int, at: datetime
) -> SubjectRequest:
    """Note that the person took the request back. Raises as ``turn_down``."""
    return _end(scope, request_id, "WITHDRAWN", "privacy.request_withdrawn", reason, actor_id, at)


def _end(
    scope: Scope, pk: int, status: str, action: str, reason: str, actor_id: int, at: datetime
) -> SubjectRequest:
    request = steps.found(scope, pk)
    if not reason.strip():
        raise ReasonMissing
    steps.move(
        request, from_=("RECEIVED", "PROVEN"), to=status, answer=reason.strip()[:300],
        finished_at=at,
    )  # fmt: skip
    steps.record(action, request, at=at, actor_id=actor_id, reason=reason.strip())
    return request


@transaction.atomic
def take_bundle(*, scope: Scope, request_id: int, actor_id: int, at: datetime) -> tuple[str, bytes]:
    """Return name and content of the finished copy; who took it is kept.

    Raises RequestNotFound, ExportNotReady.
    """
    request = steps.found(scope, request_id)
    over = request.available_until is None or request.available_until < at
    if request.document_ref is None or over:
        raise ExportNotReady
    steps.record("privacy.copy_taken", request, at=at, actor_id=actor_id)
    return files.read(request.document_ref)
