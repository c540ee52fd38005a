"""What providers report later: it arrived, or it came back."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.messages.channels import inbound_key, signatures
from gridhall.foundation.messages.errors import NotFound, UnreadableCall, WrongState
from gridhall.foundation.messages.models import Attempt, Channel, Delivery, Suppression

from ._queue import wake_worker

Status = Delivery.Status
ARRIVED, CAME_BACK = "DELIVERED", "UNDELIVERABLE"


def receive_receipt(*, body: bytes, signature: str, at: datetime) -> str:
    """Take a text message provider's signed receipt; repeating it is harmless.

    ``body`` is ``{"id": provider's id, "status": "DELIVERED" | "UNDELIVERABLE"}``. Returns what
    became of it: NOTED, REPEATED or UNKNOWN. Raises SignatureInvalid, UnreadableCall.
    """
    signatures.verify(body, key=inbound_key(Channel.SMS), signature=signature, at=at)
    try:
        content = json.loads(body)
        provider_id, status = str(content["id"]), str(content["status"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableCall(problem=type(error).__name__) from None
    if status not in (ARRIVED, CAME_BACK):
        raise UnreadableCall(problem="status")
    attempt = Attempt.objects.filter(channel=Channel.SMS, provider_id=provider_id).first()
    if attempt is None:
        return "UNKNOWN"
    if status == CAME_BACK:
        return "NOTED" if bounce(delivery_id=attempt.delivery_id, at=at) else "REPEATED"
    arrived = Delivery.objects.filter(pk=attempt.delivery_id, status=Status.SENT)
    return "NOTED" if arrived.update(status=Status.DELIVERED) else "REPEATED"


def bounce_of_token(*, token: str, at: datetime) -> bool:
    """Note that the e-mail with this token came back; False when there is none or it is known."""
    try:
        found = Delivery.objects.filter(token=uuid.UUID(token)).values_list("pk", flat=True)
    except ValueError:
        return False
    return any(bounce(delivery_id=pk, at=at) for pk in found)


@transaction.atomic
def bounce(*, delivery_id: int, at: datetime) -> bool:
    """Note that a delivery came back: its address is left alone, the next way is tried.

    False when it was known already.
    """
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    if row.status not in (Status.SENT, Status.DELIVERED, Status.IN_DOUBT):
        return False
    Attempt.objects.filter(delivery=row, number=row.attempts).update(
        outcome=Attempt.Outcome.BOUNCED
    )
    Suppression.objects.bulk_create(
        [
            Suppression(
                channel=row.channel, address_index=row.address_index, since=at,
                address_mask=row.address_mask, reason=row.template,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    over = row.direct or (row.expires_at is not None and row.expires_at <= at)
    row.status, row.reason = (Status.BOUNCED, "BOUNCED") if over else (Status.WAITING, "NEXT_WAY")
    row.due_at, row.sent_at, row.tries = at, None, 0
    row.save(update_fields=["status", "reason", "due_at", "sent_at", "tries"])
    if not over:
        wake_worker()
    return True


@transaction.atomic
def lift_suppression(*, pk: int, reason: str, actor_id: int, at: datetime) -> None:
    """Let an address be used again; raises NotFound, WrongState."""
    row = Suppression.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound
    if row.lifted_at is not None:
        raise WrongState(subject=row.address_mask)
    row.lifted_at, row.lifted_by_id = at, actor_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.record(
        action="messages.suppression_lifted", at=at, actor_id=actor_id, reason=reason,
        object_type="messages.suppression", object_id=row.pk, object_label=row.address_mask,
    )  # fmt: skip


@transaction.atomic
def settle_doubt(
    *, delivery_id: int, again: bool, reason: str, actor_id: int, at: datetime
) -> Delivery:
    """Let a person decide a delivery in doubt: send it again, or take it as sent.

    Raises NotFound, WrongState.
    """
    row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if row is None:
        raise NotFound
    if row.status != Status.IN_DOUBT:
        raise WrongState(subject=row.dedup_key)
    if again:
        row.status, row.reason, row.due_at, row.tries = Status.WAITING, "", at, 0
        wake_worker()
    else:
        row.status, row.reason, row.sent_at = Status.SENT, "", row.sent_at or at
    row.save(update_fields=["status", "reason", "due_at", "tries", "sent_at"])
    audit.record(
        action="messages.doubt_settled", at=at, actor_id=actor_id, reason=reason,
        object_type="messages.delivery", object_id=row.pk, object_label=row.template,
        account_id=row.account_ref, organisation_id=row.organisation_id,
        changes={"status": ["IN_DOUBT", str(row.status)]},
    )  # fmt: skip
    return row
