"""Deliveries whose worker was killed while it sent them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gridhall.foundation.messages.channels import way_of
from gridhall.foundation.messages.models import Attempt, Delivery

LEASE = timedelta(minutes=15)
BATCH = 1000
INTERRUPTED = "the worker stopped"
Status = Delivery.Status


def recover(*, at: datetime) -> int:
    """Hand out again what nobody finished for a quarter of an hour; return how many.

    With the same token where the provider drops repetitions. On a channel without tokens a
    delivery whose attempt had begun stays in doubt: a person decides.
    """
    done = 0
    while found := _recover_some(at=at):
        done += found
    return done


@transaction.atomic
def _recover_some(*, at: datetime) -> int:
    rows = list(
        Delivery.objects.filter(status=Status.SENDING, claimed_at__lt=at - LEASE)
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("claimed_at", "id")[:BATCH]
    )
    begun = _begun(rows)
    for row in rows:
        way = way_of(row.channel)
        if way is not None and way.repeatable:
            row.attempts, row.status, row.reason = row.attempts + 1, Status.WAITING, "TRY_AGAIN"
            row.tries += 1
        elif row.pk in begun:
            row.attempts, row.status, row.reason = row.attempts + 1, Status.IN_DOUBT, "NO_ANSWER"
        else:
            row.status, row.reason = Status.WAITING, ""
        row.due_at = at
    _close_attempts(rows, begun, at)
    Delivery.objects.bulk_update(rows, ["status", "reason", "attempts", "tries", "due_at"])
    return len(rows)


def _begun(rows: list[Delivery]) -> set[int]:
    """Return the deliveries whose present attempt is on paper as begun."""
    numbers = {row.pk: row.attempts + 1 for row in rows}
    found = Attempt.objects.filter(delivery_id__in=numbers, outcome=Attempt.Outcome.STARTED)
    return {
        pk for pk, number in found.values_list("delivery_id", "number") if number == numbers[pk]
    }


def _close_attempts(rows: list[Delivery], begun: set[int], at: datetime) -> None:
    Attempt.objects.filter(delivery_id__in=begun, outcome=Attempt.Outcome.STARTED).update(
        outcome=Attempt.Outcome.TIMED_OUT, detail=INTERRUPTED, finished_at=at
    )
    Attempt.objects.bulk_create(
        Attempt(
            delivery=row, number=row.attempts, channel=row.channel, detail=INTERRUPTED,
            outcome=Attempt.Outcome.TIMED_OUT, address_mask=row.address_mask,
            started_at=row.claimed_at or at, finished_at=at,
        )
        for row in rows
        if row.reason == "TRY_AGAIN"
    )  # fmt: skip
