"""What became of an attempt: sent, again later, another way, or over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.messages.channels import Result, way_of
from gridhall.foundation.messages.models import Attempt, Delivery, Suppression
from gridhall.foundation.messages.selectors import prices_in_force, rules_in_force

from ._clock import wait_after
from ._rows import write_back

Status = Delivery.Status
Outcome = Attempt.Outcome
Pair = tuple[Delivery, Result]
DECIDED = (
    "status", "reason", "attempts", "tries", "cost", "due_at", "sent_at", "spent_channels",
)  # fmt: skip


def put_back(rows: Sequence[Delivery]) -> None:
    """Let rows wait again that were claimed and not tried."""
    ids = [row.pk for row in rows]
    Delivery.objects.filter(pk__in=ids, status=Status.SENDING).update(status=Status.WAITING)


@transaction.atomic
def start(row: Delivery, *, at: datetime) -> bool:
    """Write the attempt before it is made; False when the row is no longer ours."""
    ours = Delivery.objects.select_for_update().filter(
        pk=row.pk, status=Status.SENDING, claimed_at=row.claimed_at, attempts=row.attempts
    )
    if not ours.exists():
        return False
    Attempt.objects.create(
        delivery=row, number=row.attempts + 1, channel=row.channel, outcome=Outcome.STARTED,
        address_mask=row.address_mask, started_at=at,
    )  # fmt: skip
    return True


@transaction.atomic
def record(pairs: Sequence[Pair], *, started: datetime, at: datetime) -> None:
    """Write the outcome of these attempts and decide how each delivery goes on."""
    on = timezone.localdate(at)
    prices, rules = prices_in_force(on=on), rules_in_force(on=on)
    claimed = dict(
        Delivery.objects.select_for_update()
        .filter(pk__in=[row.pk for row, _result in pairs], status=Status.SENDING)
        .order_by("pk")
        .values_list("pk", "claimed_at")
    )
    pairs = [pair for pair in pairs if claimed.get(pair[0].pk) == pair[0].claimed_at]
    attempts = []
    for row, result in pairs:
        cost = prices.get(row.channel, Decimal(0)) * result.parts
        row.attempts, row.tries = row.attempts + 1, row.tries + 1
        attempts.append(_attempt(row, result, cost, started, at))
        _go_on(row, result, cost, rules[row.purpose].max_attempts, at)
    Attempt.objects.bulk_create(
        attempts, update_conflicts=True, unique_fields=["delivery", "number"],
        update_fields=["outcome", "detail", "provider_id", "parts", "cost", "finished_at"],
    )  # fmt: skip
    _suppress([row for row, result in pairs if result.outcome == Outcome.BOUNCED], at)
    _write_decisions([row for row, _result in pairs])


def _attempt(
    row: Delivery, result: Result, cost: Decimal, started: datetime, at: datetime
) -> Attempt:
    accepted = result.outcome == Outcome.ACCEPTED
    return Attempt(
        delivery=row, number=row.attempts, channel=row.channel, outcome=result.outcome,
        address_mask=row.address_mask, detail=result.detail[:200], provider_id=result.provider_id,
        parts=result.parts, cost=cost if accepted else Decimal(0), started_at=started,
        finished_at=at,
    )  # fmt: skip


def _go_on(row: Delivery, result: Result, cost: Decimal, most: int, at: datetime) -> None:
    if result.outcome == Outcome.ACCEPTED:
        row.status, row.reason, row.sent_at, row.cost = Status.SENT, "", at, row.cost + cost
    elif result.outcome == Outcome.TIMED_OUT and not _repeatable(row.channel):
        row.status, row.reason = Status.IN_DOUBT, "NO_ANSWER"
    elif result.outcome in (Outcome.RETRY, Outcome.TIMED_OUT) and row.tries < most:
        row.status, row.reason = Status.WAITING, "TRY_AGAIN"
        row.due_at = at + wait_after(row.tries)
    elif result.outcome == Outcome.TIMED_OUT:
        row.status, row.reason = Status.IN_DOUBT, "NO_ANSWER"
    else:
        if result.outcome != Outcome.BOUNCED:  # another address of the same way may be good
            row.spent_channels = [*row.spent_channels, row.channel]
        row.status, row.reason, row.due_at = Status.WAITING, "NEXT_WAY", at


def _repeatable(channel: str) -> bool:
    way = way_of(channel)
    return way is not None and way.repeatable


def _suppress(rows: Sequence[Delivery], at: datetime) -> None:
    Suppression.objects.bulk_create(
        [
            Suppression(
                channel=row.channel, address_index=row.address_index, since=at,
                address_mask=row.address_mask, reason=f"{row.template}"[:200],
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _write_decisions(rows: Sequence[Delivery]) -> None:
    """Sent ones are many and alike; the others are few and have lists."""
    sent = [row for row in rows if row.status == Status.SENT]
    write_back(sent, fields=[name for name in DECIDED if name != "spent_channels"])
    Delivery.objects.bulk_update(
        [row for row in rows if row.status != Status.SENT], DECIDED, batch_size=500
    )
