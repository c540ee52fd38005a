"""Reads of what waits for a second person and what was decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.paging import Page, keyset_page

from .models import ApprovalRequest
from .registry import kind_of, kinds

Status = ApprovalRequest.Status


def waiting_for(*, user_id: int, at: datetime) -> QuerySet[ApprovalRequest]:
    """Return the requests the person may decide now, the oldest first; never her own."""
    rows = _decidable(user_id=user_id, at=at).filter(status=Status.WAITING)
    return rows.exclude(requested_by_id=user_id).order_by("id")


def count_waiting_for(*, user_id: int, at: datetime) -> int:
    """Return how many requests wait for the person (the badge in the sidebar)."""
    return waiting_for(user_id=user_id, at=at).count()


def count_asked_by(user_id: int) -> int:
    """Return how many of a person's own requests still wait."""
    return ApprovalRequest.objects.filter(requested_by_id=user_id, status=Status.WAITING).count()


def requests_page(
    *, user_id: int, at: datetime, view: str = "waiting", kind: str = "", text: str = "",
    after: str = "", before: str = "", limit: int = 50,
) -> Page[ApprovalRequest]:  # fmt: skip
    """Return a page of requests: ``waiting`` for her, ``mine`` (asked by her) or ``decided``."""
    if view == "mine":
        rows = _rows().filter(requested_by_id=user_id)
    elif view == "decided":
        rows = _decidable(user_id=user_id, at=at).exclude(status=Status.WAITING)
    else:
        rows = waiting_for(user_id=user_id, at=at)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(subject_label__icontains=text) | Q(reason__icontains=text))
    return keyset_page(
        rows.order_by(), field="id", after=after, before=before, limit=limit,
        view=list, descending=view != "waiting",
    )  # fmt: skip


def request_of(*, pk: int, user_id: int, at: datetime) -> ApprovalRequest | None:
    """Return one request, if the person asked for it or may decide its kind where it lies."""
    rows = _rows().filter(pk=pk)
    mine = rows.filter(requested_by_id=user_id).first()
    return mine or _decidable(user_id=user_id, at=at).filter(pk=pk).first()


def request_of_subject(
    *, kind: str, subject_type: str, subject_id: object
) -> list[ApprovalRequest]:
    """Return the requests about one subject, the newest first, for its own page."""
    rows = _rows().filter(kind=kind, subject_type=subject_type, subject_id=str(subject_id))
    return list(rows.order_by("-id"))


def is_barred(*, request: ApprovalRequest, user_id: int) -> bool:
    """Tell whether the person asked for it or profits from it, so that she may not decide it."""
    barred = kind_of(request.kind).barred(request)
    return user_id == request.requested_by_id or user_id in set(barred)


def _rows() -> QuerySet[ApprovalRequest]:
    return ApprovalRequest.objects.select_related("requested_by", "decided_by", "organisation")


def _decidable(*, user_id: int, at: datetime) -> QuerySet[ApprovalRequest]:
    """Return the requests of every kind whose action the person holds where the subject lies."""
    condition = Q(pk__in=[])
    on = timezone.localdate(at)
    for kind in kinds():
        scope = identity.scope_of(user_id=user_id, action=kind.action, on=on)
        if scope.everything:
            condition |= Q(kind=kind.code)
        elif scope.organisation_ids:
            condition |= Q(kind=kind.code, organisation_id__in=scope.organisation_ids)
    return _rows().filter(condition)
