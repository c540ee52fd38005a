"""Reads of requests, exports, alarms and of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from .models import Erasure, MassExport, RevealHour, SubjectRequest

OPEN = ("RECEIVED", "PROVEN", "WAITING", "APPROVED")


def requests_page(
    *, scope: Scope, status: str = "", kind: str = "", text: str = "",
    overdue_on: date | None = None, after: str = "", before: str = "", limit: int = 50,
) -> Page[SubjectRequest]:  # fmt: skip
    """Return a page of requests inside ``scope``, the newest first.

    ``status`` "OPEN" means all that are not finished; ``overdue_on`` those due before that day.
    """
    rows = _inside(SubjectRequest.objects.all(), scope)
    if status == "OPEN":
        rows = rows.filter(status__in=OPEN)
    elif status:
        rows = rows.filter(status=status)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(account_no=text))
    if overdue_on:
        rows = rows.filter(status__in=OPEN, due_on__lt=overdue_on)
    return keyset_page(
        rows.select_related("organisation", "created_by"), field="id", after=after, before=before,
        limit=limit, view=list, descending=True,
    )  # fmt: skip


def request_of(*, scope: Scope, pk: int) -> SubjectRequest | None:
    """Return one request inside ``scope``."""
    rows = SubjectRequest.objects.select_related("organisation", "created_by", "proven_by")
    return _inside(rows, scope).filter(pk=pk).first()


def open_requests(*, scope: Scope) -> int:
    """Return how many requests wait for an answer."""
    return _inside(SubjectRequest.objects.all(), scope).filter(status__in=OPEN).count()


def overdue_requests(*, scope: Scope, on: date) -> int:
    """Return how many open requests should have been answered before that day."""
    rows = _inside(SubjectRequest.objects.all(), scope)
    return rows.filter(status__in=OPEN, due_on__lt=on).count()


def exports_page(
    *, requested_by_id: int | None = None, scope: Scope | None = None, status: str = "",
    after: str = "", before: str = "", limit: int = 50,
) -> Page[MassExport]:  # fmt: skip
    """Return a page of large exports, the newest first: one person's own, or all in ``scope``."""
    rows = MassExport.objects.select_related("requested_by", "organisation")
    if scope is not None:
        rows = _inside(rows, scope)
    if requested_by_id is not None:
        rows = rows.filter(requested_by_id=requested_by_id)
    if status:
        rows = rows.filter(status=status)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def alarms_page(
    *, scope: Scope, only_new: bool = False, after: str = "", before: str = "", limit: int = 50
) -> Page[RevealHour]:
    """Return a page of alarms about unusually many looks at personal values, the newest first."""
    rows = RevealHour.objects.select_related("actor", "organisation", "seen_by")
    rows = _inside(rows, scope, empty_too=True).filter(alarmed_at__isnull=False)
    if only_new:
        rows = rows.filter(seen_at__isnull=True)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def new_alarms(*, scope: Scope) -> int:
    """Return how many alarms nobody has looked into."""
    rows = _inside(RevealHour.objects.all(), scope, empty_too=True)
    return rows.filter(alarmed_at__isnull=False, seen_at__isnull=True).count()


def erasures() -> QuerySet[Erasure]:
    """Return the list of erasures, in order."""
    return Erasure.objects.order_by("pk")


def unfinished() -> tuple[list[int], list[int]]:
    """Return the ids of requests and of exports that are approved and not carried out yet."""
    requests = SubjectRequest.objects.filter(status="APPROVED").values_list("pk", flat=True)
    exports = MassExport.objects.filter(status="APPROVED").values_list("pk", flat=True)
    return list(requests), list(exports)


def _inside(rows: QuerySet[Any], scope: Scope, *, empty_too: bool = False) -> QuerySet[Any]:
    if scope.everything:
        return rows
    condition = Q(organisation_id__in=scope.organisation_ids)
    return rows.filter(condition | Q(organisation_id__isnull=True) if empty_too else condition)
