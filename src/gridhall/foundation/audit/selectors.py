"""Reads of the audit trail."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gridhall.foundation.identity.selectors import Scope

from .models import AuditEvent
from .chain import GENESIS, digest_of


def history_of_account(*, account_id: int, limit: int = 50) -> list[AuditEvent]:
    """Return the newest acts on one account, for its history."""
    rows = AuditEvent.objects.filter(account_ref=account_id).select_related("actor")
    return list(rows.order_by("-id")[:limit])


def events(*, scope: Scope, action: str = "", text: str = "") -> QuerySet[AuditEvent]:
    """Return the acts inside ``scope``, newest first, narrowed by action and object."""
    rows = AuditEvent.objects.select_related("actor", "organisation").order_by("-id")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if action:
        rows = rows.filter(action=action)
    if text:
        rows = rows.filter(
            Q(object_label__icontains=text) | Q(object_id=text) | Q(actor__username=text)
        )
    return rows


def broken_links() -> Iterator[str]:
    """Walk every chain and name each row that was altered, removed or put elsewhere."""
    place: dict[int, tuple[int, bytes]] = {}
    for event in AuditEvent.objects.order_by("chain", "sequence").iterator(chunk_size=2000):
        sequence, digest = place.get(event.chain, (0, GENESIS))
        if event.sequence != sequence + 1:
            yield f"chain {event.chain}: rows {sequence + 1} to {event.sequence - 1} are missing"
        elif bytes(event.previous_digest) != digest:
            yield f"chain {event.chain}, row {event.sequence}: does not follow the row before it"
        if bytes(event.digest) != digest_of(event):
            yield f"chain {event.chain}, row {event.sequence}: was altered"
        place[event.chain] = (event.sequence, bytes(event.digest))
