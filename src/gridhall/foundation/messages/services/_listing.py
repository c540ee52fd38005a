"""The list of a campaign: one waiting delivery for each account."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection

from gridhall.foundation.bulk import copy_in
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import recipients
from gridhall.foundation.messages.models import Campaign, Delivery
from gridhall.foundation.messages.recipients import Recipient

from ._queue import as_text

CHUNK = 5000


def write_list(
    row: Campaign, account_ids: Iterable[int], *, scope: Scope, at: datetime
) -> tuple[int, int]:
    """Write the deliveries of a campaign; return how many, and how many accounts were left out.

    Each account stands in it once, whatever the list says; the database holds it so.
    """
    written = left_out = 0
    seen: set[int] = set()
    for chunk in _chunks(account_ids):
        fresh = [pk for pk in dict.fromkeys(chunk) if pk not in seen]
        seen.update(fresh)
        people = recipients.resolve(account_ids=fresh, purpose=row.purpose, at=at, reaches=False)
        inside = [one for one in people.values() if scope.holds(one.organisation_id)]
        copy_in(_delivery(row, person, at) for person in inside)
        written, left_out = written + len(inside), left_out + len(fresh) - len(inside)
    if written > CHUNK:
        with connection.cursor() as cursor:  # or the planner takes the table for an empty one
            cursor.execute("ANALYZE messaging_delivery")
    return written, left_out


def _delivery(row: Campaign, person: Recipient, at: datetime) -> Delivery:
    return Delivery(
        template=row.template, params=as_text({"account_no": person.account_no}),
        purpose=row.purpose, priority=Delivery.Priority.BULK, account_ref=person.account_id,
        organisation_id=person.organisation_id, campaign=row, token=uuid.uuid4(),
        dedup_key=f"campaign:{row.pk}:{person.account_id}", created_at=at, due_at=row.start_at,
    )  # fmt: skip


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    source = iter(ids)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
