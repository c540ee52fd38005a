"""The periodic review of rights: each role is confirmed or taken away (权限复核)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.audit import selectors as audit_selectors
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock

from ..errors import ReviewItemDecided, ReviewOpenAlready
from ..models import RightsReview, RightsReviewItem
from . import _common, rights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridhall.foundation.identity.models import RoleAssignment

Decision = RightsReviewItem.Decision


@transaction.atomic
def open_review(
    *, organisation_id: int, unused_days: int, due_on: date, actor_id: int, scope: Scope,
    at: datetime,
) -> RightsReview:  # fmt: skip
    """Start a review of every role that holds today in a unit and below it; return it.

    A role counts as unused when its holder neither logged in nor did anything that is recorded
    for more than ``unused_days``. Raises OutsideYourUnits, ReviewOpenAlready.
    """
    _common.demand_units([organisation_id], scope=scope)
    hold_lock(f"rights review {organisation_id}")
    known = RightsReview.objects.filter(
        organisation_id=organisation_id, closed_at__isnull=True
    ).first()
    names = identity.names_of(organisation_ids=[organisation_id])
    if known is not None:
        raise ReviewOpenAlready(unit=names[organisation_id], day=known.opened_at.date())
    review = RightsReview.objects.create(
        organisation_id=organisation_id, unused_days=unused_days, due_on=due_on,
        opened_by_id=actor_id, opened_at=at,
    )  # fmt: skip
    on = timezone.localdate(at)
    tree = identity.tree_on(on=on)
    inside = Scope(organisation_ids=identity.below(tree=tree, organisation_id=organisation_id))
    held = list(identity.standing_assignments(scope=inside, on=on))
    RightsReviewItem.objects.bulk_create(_items(review, held, at), batch_size=1000)
    _record("identity.review_opened", review, actor_id=actor_id, at=at,
            changes={"roles": len(held), "due_on": _common.text(due_on),
                     "unused_days": unused_days})  # fmt: skip
    return review


def _items(
    review: RightsReview, held: Iterable[RoleAssignment], at: datetime
) -> list[RightsReviewItem]:
    held = list(held)
    last_acts = audit_selectors.last_acts_of(actor_ids={row.user_id for row in held})
    limit = at - timedelta(days=review.unused_days)
    items = []
    for row in held:
        times = [t for t in (last_acts.get(row.user_id), row.user.last_login) if t is not None]
        last = max(times, default=None)
        items.append(
            RightsReviewItem(
                review=review, assignment=row, last_used_at=last,
                is_unused=last is None or last < limit,
            )
        )  # fmt: skip
    return items


@transaction.atomic
def decide_item(
    *, item_id: int, keep: bool, note: str, actor_id: int, scope: Scope, at: datetime
) -> RightsReviewItem:
    """Confirm a role or take it away at once; the last decision closes the review; return it.

    Nobody decides on a role of her own. Raises ReviewItemDecided, ReasonNeeded (taking away
    without a note), and what ``rights.end_now`` raises.
    """
    item = (
        RightsReviewItem.objects.select_for_update(of=("self",))
        .select_related("review", "assignment")
        .filter(pk=item_id)
        .first()
    )
    if (
        item is None
        or item.decision != Decision.OPEN
        or item.assignment.user_id == actor_id
        or not scope.holds(item.review.organisation_id)
    ):
        raise ReviewItemDecided
    if not keep:
        note = _common.demand_reason(note)
        if _holds(item, timezone.localdate(at)):
            rights.end_now(
                assignment_id=item.assignment_id, reason=note, actor_id=actor_id, scope=scope,
                at=at,
            )  # fmt: skip
    item.decision = Decision.CONFIRMED if keep else Decision.WITHDRAWN
    item.decided_by_id, item.decided_at, item.note = actor_id, at, note.strip()
    item.save(update_fields=["decision", "decided_by", "decided_at", "note"])
    _record("identity.review_decided", item.review, actor_id=actor_id, at=at, reason=item.note,
            changes={"role": item.assignment.role, "user": item.assignment.user_id,
                     "decision": ["OPEN", item.decision]})  # fmt: skip
    _close_if_done(item.review, actor_id=actor_id, at=at)
    return item


def _holds(item: RightsReviewItem, on: date) -> bool:
    end = item.assignment.valid_to
    return end is None or end > on


def _close_if_done(review: RightsReview, *, actor_id: int, at: datetime) -> None:
    if review.items.filter(decision=Decision.OPEN).exists():
        return
    done = RightsReview.objects.filter(pk=review.pk, closed_at__isnull=True).update(closed_at=at)
    if done:
        _record("identity.review_closed", review, actor_id=actor_id, at=at, changes={})


def _record(
    action: str, review: RightsReview, *, actor_id: int, at: datetime,
    changes: dict[str, object], reason: str = "",
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="rights_review",
        object_id=review.pk, object_label=str(review.pk), organisation_id=review.organisation_id,
        changes=changes, reason=reason,
    )  # fmt: skip
