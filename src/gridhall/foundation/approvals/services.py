"""Asking for an act, deciding it, taking the question back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.locks import hold_lock

from .errors import (
    AlreadyDecided,
    ApprovalAlreadyWaits,
    ApprovalNotFound,
    ApprovalReasonNeeded,
    UnableToDecide,
    UnableToDecideOwnRequest,
)
from .models import ApprovalRequest
from .registry import ApprovalKind, kind_of

Status = ApprovalRequest.Status


@transaction.atomic
def request_approval(
    *, kind: str, subject_type: str, subject_id: object, subject_label: str, reason: str,
    requested_by_id: int, at: datetime, dedup_key: str, organisation_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> ApprovalRequest:  # fmt: skip
    """Ask for an act; return the request. Repeating a ``dedup_key`` returns the first one.

    Raises KeyError for an unknown kind, ApprovalReasonNeeded, ApprovalAlreadyWaits.
    """
    kind_of(kind)
    if not reason.strip():
        raise ApprovalReasonNeeded
    hold_lock(f"approval {kind} {subject_type} {subject_id}")
    known = ApprovalRequest.objects.filter(dedup_key=dedup_key).first()
    if known is not None:
        return known
    waiting = ApprovalRequest.objects.filter(
        kind=kind, subject_type=subject_type, subject_id=str(subject_id), status=Status.WAITING
    ).first()
    if waiting is not None:
        raise ApprovalAlreadyWaits(subject=subject_label or str(subject_id), request=waiting.pk)
    request = ApprovalRequest.objects.create(
        kind=kind, subject_type=subject_type, subject_id=str(subject_id),
        subject_label=subject_label, organisation_id=organisation_id, payload=payload or {},
        reason=reason.strip(), dedup_key=dedup_key, requested_by_id=requested_by_id,
        requested_at=at,
    )  # fmt: skip
    _record("approvals.requested", request, actor_id=requested_by_id, at=at, reason=request.reason)
    return request


@transaction.atomic
def decide(
    *, pk: int, approve: bool, decided_by_id: int, at: datetime, note: str = ""
) -> ApprovalRequest:
    """Approve the request and carry it out, or refuse it with a note; return it.

    The act happens in the same transaction: when it fails, the request still waits. Raises
    ApprovalNotFound, AlreadyDecided, UnableToDecideOwnRequest, UnableToDecide,
    ApprovalReasonNeeded (a refusal without a note), and what the act itself raises.
    """
    request = _locked(pk)
    kind = kind_of(request.kind)
    if decided_by_id == request.requested_by_id or decided_by_id in set(kind.barred(request)):
        raise UnableToDecideOwnRequest
    if not may_decide(request, kind=kind, user_id=decided_by_id, at=at):
        raise UnableToDecide
    if not approve and not note.strip():
        raise ApprovalReasonNeeded
    _close(request, Status.APPROVED if approve else Status.REFUSED, decided_by_id, at, note)
    if approve:
        kind.apply(request, decided_by_id=decided_by_id, at=at)
    elif kind.refuse is not None:
        kind.refuse(request, decided_by_id=decided_by_id, at=at)
    return request


@transaction.atomic
def withdraw(*, pk: int, user_id: int, at: datetime, note: str) -> ApprovalRequest:
    """Take one's own question back.

    Raises ApprovalNotFound (also when somebody else asked), AlreadyDecided, ApprovalReasonNeeded.
    """
    request = _locked(pk)
    if request.requested_by_id != user_id:
        raise ApprovalNotFound
    if not note.strip():
        raise ApprovalReasonNeeded
    _close(request, Status.WITHDRAWN, user_id, at, note)
    kind = kind_of(request.kind)
    if kind.refuse is not None:
        kind.refuse(request, decided_by_id=user_id, at=at)
    return request


def may_decide(request: ApprovalRequest, *, kind: ApprovalKind, user_id: int, at: datetime) -> bool:
    """Tell whether the person holds the kind's action where the subject lies."""
    scope = identity.scope_of(user_id=user_id, action=kind.action, on=timezone.localdate(at))
    if request.organisation_id is None:
        return scope.everything
    return scope.holds(request.organisation_id)


def _locked(pk: int) -> ApprovalRequest:
    request = ApprovalRequest.objects.select_for_update().filter(pk=pk).first()
    if request is None:
        raise ApprovalNotFound
    if request.status != Status.WAITING:
        raise AlreadyDecided(request=pk)
    return request


def _close(request: ApprovalRequest, status: str, by: int, at: datetime, note: str) -> None:
    request.status, request.decided_by_id, request.decided_at = status, by, at
    request.note = note.strip()
    request.save(update_fields=["status", "decided_by", "decided_at", "note"])
    _record(f"approvals.{status.lower()}", request, actor_id=by, at=at, reason=request.note)


def _record(
    action: str, request: ApprovalRequest, *, actor_id: int, at: datetime, reason: str
) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="approval", object_id=request.pk,
        object_label=request.subject_label, organisation_id=request.organisation_id,
        reason=reason, changes={"kind": request.kind, "requested_by": request.requested_by_id},
    )  # fmt: skip
