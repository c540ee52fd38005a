"""Keeping files right: counting what is wrong, accepting it, verifying file by file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from gridhall.customers import quality
from gridhall.customers.errors import (
    AccountNotFound,
    NothingToVerify,
    PlanNotFound,
    PlanTitleTaken,
    ReasonMissing,
    UnusablePlan,
)
from gridhall.customers.models import (
    Account,
    QualityAcceptance,
    QualityCount,
    VerificationItem,
    VerificationPlan,
)
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope, subtree_ids

Outcome = VerificationItem.Outcome
MOST_FILES = 50_000


def count_quality(*, on: date) -> int:
    """Count for each unit the files that break each rule; return how many counts were noted.

    One transaction a rule, so that a kill loses nothing that was counted; counting a day again
    brings it up to date.
    """
    noted = 0
    for rule in quality.rules(on=on):
        found = quality.broken(rule, Account.objects.all(), on=on)
        counted = dict(
            found.order_by().values_list("organisation_id").annotate(Count("pk", distinct=True))
        )
        with transaction.atomic():
            QualityCount.objects.filter(rule=rule.code, day=on).delete()
            QualityCount.objects.bulk_create(
                QualityCount(rule=rule.code, organisation_id=unit, day=on, files=files)
                for unit, files in sorted(counted.items())
            )
        noted += len(counted)
    return noted


@transaction.atomic
def accept_as_is(
    *, scope: Scope, account_no: str, code: str, until: date, reason: str, actor_id: int,
    at: datetime,
) -> None:  # fmt: skip
    """Let a file break a rule until a day, for a reason. Repeating it changes nothing.

    Raises AccountNotFound, ReasonMissing, UnusablePlan (a day that is over), KeyError.
    """
    today = timezone.localdate(at)
    rule = {one.code: one for one in quality.rules(on=today)}[code]
    if not reason.strip():
        raise ReasonMissing
    if until <= today:
        raise UnusablePlan
    account = Account.objects.filter(account_no=account_no).first()
    if account is None or not scope.holds(account.organisation_id):
        raise AccountNotFound(account=account_no)
    _row, new = QualityAcceptance.objects.get_or_create(
        rule=rule.code, account=account, until=until,
        defaults={
            "reason": reason.strip()[:300], "accepted_at": at, "accepted_by_id": actor_id,
        },
    )  # fmt: skip
    if new:
        record(
            action="customers.quality_accepted", at=at, actor_id=actor_id, object_type="account",
            object_id=account.pk, object_label=account.account_no, account_id=account.pk,
            organisation_id=account.organisation_id, reason=reason.strip()[:300],
            changes={"rule": code, "until": until.isoformat()},
        )  # fmt: skip


@transaction.atomic
def plan_verification(
    *, scope: Scope, organisation_id: int, title: str, categories: Sequence[str], files: int,
    starts_on: date, due_on: date, actor_id: int, at: datetime,
) -> int:  # fmt: skip
    """Plan to verify up to ``files`` files of a unit, those first that were not seen for longest.

    Returns the plan's id. Raises PlanNotFound (a unit outside ``scope``), UnusablePlan,
    PlanTitleTaken, NothingToVerify.
    """
    if not scope.holds(organisation_id):
        raise PlanNotFound
    if due_on < starts_on or due_on < timezone.localdate(at) or not 1 <= files <= MOST_FILES:
        raise UnusablePlan
    chosen = _longest_unseen(organisation_id, categories)[:files]
    account_ids = list(chosen.values_list("pk", flat=True))
    if not account_ids:
        raise NothingToVerify
    try:
        with transaction.atomic():
            plan = VerificationPlan.objects.create(
                title=title.strip(), organisation_id=organisation_id, categories=list(categories),
                starts_on=starts_on, due_on=due_on, created_at=at, created_by_id=actor_id,
            )  # fmt: skip
    except IntegrityError:
        raise PlanTitleTaken(title=title.strip()) from None
    VerificationItem.objects.bulk_create(
        [VerificationItem(plan=plan, account_id=pk) for pk in account_ids], batch_size=2000
    )
    record(
        action="customers.verification_planned", at=at, actor_id=actor_id,
        object_type="verification_plan", object_id=plan.pk, object_label=plan.title,
        organisation_id=organisation_id, changes={"files": len(account_ids)},
    )  # fmt: skip
    return plan.pk


def _longest_unseen(organisation_id: int, categories: Sequence[str]) -> QuerySet[Any]:
    rows = Account.objects.filter(
        organisation_id__in=subtree_ids(organisation_id=organisation_id),
        status=Account.Status.ACTIVE,
    ).exclude(verification_items__outcome=Outcome.OPEN, verification_items__plan__closed_at=None)
    if categories:
        rows = rows.filter(category__in=categories)
    seen = Max(
        "verification_items__done_on",
        filter=Q(verification_items__outcome__in=[Outcome.CONFIRMED, Outcome.CORRECTED]),
    )
    return rows.annotate(seen=seen).order_by(F("seen").asc(nulls_first=True), "account_no")


@transaction.atomic
def note_verification(
    *, scope: Scope, plan_id: int, item_id: int, outcome: str, note: str, actor_id: int,
    at: datetime,
) -> None:  # fmt: skip
    """Note what came of checking a file; a later note takes the place of an earlier one.

    Raises PlanNotFound, ReasonMissing (not reached, or corrected, without a note).
    """
    item = (
        VerificationItem.objects.select_for_update(of=("self",))
        .select_related("account", "plan")
        .filter(pk=item_id, plan_id=plan_id, plan__closed_at=None)
        .first()
    )
    if item is None or not scope.holds(item.account.organisation_id) or outcome == Outcome.OPEN:
        raise PlanNotFound
    if outcome != Outcome.CONFIRMED and not note.strip():
        raise ReasonMissing
    before = item.outcome
    item.outcome, item.note = Outcome(outcome), note.strip()[:300]
    item.done_on, item.done_by_id = timezone.localdate(at), actor_id
    item.save(update_fields=["outcome", "note", "done_on", "done_by"])
    record(
        action="customers.verified", at=at, actor_id=actor_id, object_type="account",
        object_id=item.account_id, object_label=item.account.account_no,
        account_id=item.account_id, organisation_id=item.account.organisation_id,
        reason=item.note, changes={"plan": item.plan.title, "outcome": [before, item.outcome]},
    )  # fmt: skip


@transaction.atomic
def close_plan(*, scope: Scope, plan_id: int, reason: str, actor_id: int, at: datetime) -> None:
    """End a plan; files not checked may go into another. Raises PlanNotFound, ReasonMissing."""
    plan = VerificationPlan.objects.select_for_update().filter(pk=plan_id, closed_at=None).first()
    if plan is None or not scope.holds(plan.organisation_id):
        raise PlanNotFound
    if not reason.strip():
        raise ReasonMissing
    plan.closed_at = at
    plan.save(update_fields=["closed_at"])
    record(
        action="customers.verification_closed", at=at, actor_id=actor_id,
        object_type="verification_plan", object_id=plan.pk, object_label=plan.title,
        organisation_id=plan.organisation_id, reason=reason.strip()[:300],
    )  # fmt: skip
