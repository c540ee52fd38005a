"""What is to leave the house, written down in the caller's transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.messages import addresses, channels, registry
from gridhall.foundation.messages.errors import ChannelNotSetUp
from gridhall.foundation.messages.models import Delivery, Purpose

DELIVER_TASK = "messages.deliver"
PREPARE_TASK = "messages.prepare"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What to say, to whom, and the occasion that must not be told twice."""

    template: str
    dedup_key: str
    account_id: int | None = None
    employee_id: int | None = None
    params: dict[str, Any] = field(default_factory=dict)


def queue_outside(messages: Iterable[NewMessage], *, at: datetime) -> int:
    """Write down what of these messages leaves the house; repeating a call adds nothing."""
    rows = [
        Delivery(
            template=message.template, params=as_text(message.params), token=uuid.uuid4(),
            purpose=registry.template_of(message.template).purpose, created_at=at, due_at=at,
            account_ref=message.account_id, dedup_key=message.dedup_key,
        )
        for message in messages
        if message.account_id is not None and registry.is_outside(message.template)
    ]  # fmt: skip
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        wake_worker()
    return len(rows)


@transaction.atomic
def send_direct(
    *, channel: str, to: str, template: str, params: dict[str, Any], dedup_key: str, at: datetime,
    language: str = "", purpose: str = Purpose.SERVICE, urgent: bool = True,
    account_id: int | None = None, employee_id: int | None = None,
    expires_at: datetime | None = None,
) -> int:  # fmt: skip
    """Send one text to a given address, such as a one-time code; return the delivery's id.

    ``urgent`` goes before everything else and knows no quiet hours and caps. After
    ``expires_at`` it is not sent any more. The same ``dedup_key`` sends once. Raises
    UnusableAddress, ChannelNotSetUp, UnknownTemplate, MissingParameter.
    """
    registry.demand_params(template, params)
    if not channels.is_set_up(channel):
        raise ChannelNotSetUp(channel=channel)
    address = addresses.normalised(channel, to)
    row = Delivery(
        template=template, params=as_text(params), purpose=purpose, token=uuid.uuid4(),
        priority=Delivery.Priority.URGENT if urgent else Delivery.Priority.NORMAL,
        account_ref=account_id, employee_id=employee_id, dedup_key=dedup_key, direct=True,
        channel=channel, address=address, address_index=addresses.index_of(channel, address),
        address_mask=addresses.mask(channel, address), language=language,
        created_at=at, due_at=at, expires_at=expires_at,
    )  # fmt: skip
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    wake_worker()
    return Delivery.objects.values_list("pk", flat=True).get(dedup_key=dedup_key)


def as_text(params: dict[str, Any]) -> str:
    """Return params as the text that is encrypted."""
    return json.dumps(params, ensure_ascii=False, sort_keys=True, default=str)


def wake_worker() -> None:
    """Have the worker deliver after the commit; one waiting request is enough."""
    transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    try:
        with transaction.atomic():
            app.configure_task(DELIVER_TASK, queueing_lock=DELIVER_TASK).defer()
    except AlreadyEnqueued:
        return


def wake_preparer(campaign_id: int) -> None:
    """Have the worker write the list of a campaign after the commit."""
    app.configure_task(PREPARE_TASK).defer(campaign_id=campaign_id)
