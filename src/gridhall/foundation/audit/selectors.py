"""Reads of the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from .chain import GENESIS, digest_of
from .models import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What a list of acts is narrowed to; empty means all. Days are inclusive.

    ``action`` is one action or, with a dot at its end, a whole family (``receivables.``);
    ``actor`` is a part of the login name or the name; ``text`` is a part of the object's label.
    """

    action: str = ""
    actor: str = ""
    text: str = ""
    account_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


def history_of_account(*, account_id: int, limit: int = 50) -> list[AuditEvent]:
    """Return the newest acts on one account, for its history."""
    rows = AuditEvent.objects.filter(account_ref=account_id).select_related("actor")
    return list(rows.order_by("-id")[:limit])


def history_of_object(
    *, object_type: str, object_id: str, family: str = "", limit: int = 50
) -> list[AuditEvent]:
    """Return the newest acts on one thing; ``family`` narrows to actions that begin with it."""
    rows = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    if family:
        rows = rows.filter(action__startswith=family)
    return list(rows.select_related("actor").order_by("-id")[:limit])


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


def events_page(
    *, scope: Scope, narrowed: EventFilter = EventFilter(), after: str = "", before: str = "",
    limit: int = 50,
) -> Page[AuditEvent]:  # fmt: skip
    """Return a page of the acts inside ``scope``, newest first; keys are ids."""
    rows = _narrow(events(scope=scope, text=narrowed.text), narrowed)
    return keyset_page(
        rows, field="id", after=_key(after), before=_key(before), limit=limit, view=list,
        descending=True,
    )  # fmt: skip


def _key(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 19 else ""


def event(*, scope: Scope, pk: int) -> AuditEvent | None:
    """Return one act, if it lies inside ``scope``."""
    return events(scope=scope).filter(pk=pk).first()


def _narrow(rows: QuerySet[AuditEvent], narrowed: EventFilter) -> QuerySet[AuditEvent]:
    if narrowed.action.endswith("."):
        rows = rows.filter(action__startswith=narrowed.action)
    elif narrowed.action:
        rows = rows.filter(action=narrowed.action)
    if narrowed.actor:
        rows = rows.filter(
            Q(actor__username__icontains=narrowed.actor)
            | Q(actor__display_name__icontains=narrowed.actor)
        )
    if narrowed.account_id is not None:
        rows = rows.filter(account_ref=narrowed.account_id)
    if narrowed.first_day:
        rows = rows.filter(at__gte=_start_of(narrowed.first_day))
    if narrowed.last_day:
        rows = rows.filter(at__lt=_start_of(narrowed.last_day + timedelta(days=1)))
    return rows


def _start_of(day: date) -> datetime:
    """Return 00:00 of a day in the company's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest row of a chain, to be kept where nobody who owns the database can reach it."""

    chain: int
    sequence: int
    digest: str


def heads() -> list[Head]:
    """Return the newest row of every chain, in the order of the chains."""
    rows = AuditEvent.objects.order_by("chain", "-sequence").distinct("chain")
    return [
        Head(chain=row.chain, sequence=row.sequence, digest=bytes(row.digest).hex()) for row in rows
    ]


def lost_heads(kept: Iterable[Head]) -> Iterator[str]:
    """Name each head, noted down earlier, that the chains no longer hold as it was.

    That is what shows a chain whose newest rows were cut off or that was written anew from the
    start: such a chain has no broken link.
    """
    for head in kept:
        row = AuditEvent.objects.filter(chain=head.chain, sequence=head.sequence).first()
        if row is None:
            yield f"chain {head.chain}, row {head.sequence}: was there and is gone"
        elif bytes(row.digest).hex() != head.digest:
            yield f"chain {head.chain}, row {head.sequence}: is another row than was noted down"


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


def last_acts_of(*, actor_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each of these people last did something that is recorded."""
    rows = AuditEvent.objects.filter(actor_id__in=set(actor_ids)).order_by("actor_id", "-id")
    return dict(rows.distinct("actor_id").values_list("actor_id", "at"))
