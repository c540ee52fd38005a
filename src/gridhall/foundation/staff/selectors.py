"""Reads of reviews of rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from .models import RightsReview, RightsReviewItem
from .registry import held_by_person, held_by_units

Decision = RightsReviewItem.Decision

__all__ = [
    "ReviewProgress",
    "held_by_person",
    "held_by_units",
    "review",
    "review_items",
    "reviews",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProgress:
    """A review and how far it is."""

    id: int
    unit: str
    opened_on: date
    due_on: date
    closed_on: date | None
    opened_by: str
    unused_days: int
    total: int
    decided: int
    withdrawn: int
    unused: int


def reviews(*, scope: Scope) -> list[ReviewProgress]:
    """Return the reviews of the units inside ``scope``, the newest first."""
    rows = RightsReview.objects.filter(organisation_id__in=scope.organisation_ids)
    return [_progress(row) for row in _counted(rows).order_by("-opened_at", "-pk")]


def review(*, pk: int, scope: Scope) -> ReviewProgress | None:
    """Return one review, if its unit lies inside ``scope``."""
    rows = RightsReview.objects.filter(pk=pk, organisation_id__in=scope.organisation_ids)
    row = _counted(rows).first()
    return _progress(row) if row else None


def _counted(rows: QuerySet[RightsReview]) -> QuerySet[Any]:
    return rows.select_related("organisation", "opened_by").annotate(
        total=Count("items"),
        decided=Count("items", filter=~Q(items__decision=Decision.OPEN)),
        withdrawn=Count("items", filter=Q(items__decision=Decision.WITHDRAWN)),
        unused=Count("items", filter=Q(items__is_unused=True)),
    )


def _progress(row: Any) -> ReviewProgress:
    return ReviewProgress(
        id=row.pk, unit=row.organisation.name, opened_on=row.opened_at.date(), due_on=row.due_on,
        closed_on=row.closed_at.date() if row.closed_at else None, opened_by=str(row.opened_by),
        unused_days=row.unused_days, total=row.total, decided=row.decided,
        withdrawn=row.withdrawn, unused=row.unused,
    )  # fmt: skip


def review_items(
    *, review_id: int, text: str = "", decision: str = "", only_unused: bool = False,
    after: str = "", before: str = "", limit: int = 50,
) -> Page[RightsReviewItem]:  # fmt: skip
    """Return a page of the roles of a review."""
    rows = RightsReviewItem.objects.filter(review_id=review_id).select_related(
        "assignment__user", "assignment__organisation", "decided_by"
    )
    if text:
        rows = rows.filter(
            Q(assignment__user__username__icontains=text)
            | Q(assignment__user__display_name__icontains=text)
            | Q(assignment__organisation__name__icontains=text)
        )
    if decision:
        rows = rows.filter(decision=decision)
    if only_unused:
        rows = rows.filter(is_unused=True)
    return keyset_page(rows, field="id", after=after, before=before, limit=limit, view=list)
