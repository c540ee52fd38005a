"""Reads of the events that wait or failed. They belong to no unit: who may read them, reads all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from .models import MAX_ATTEMPTS, OutboxEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """The outbox in figures: never tried and free to go, failed and due again, given up."""

    fresh: int
    failing: int
    given_up: int
    oldest_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An event that waits, ready to be shown; ``held_back`` events of its aggregate wait for it."""

    id: int
    name: str
    aggregate: str
    occurred_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    last_error: str
    held_back: int

    @property
    def status(self) -> str:
        """Return WAITING, FAILING or GIVEN_UP."""
        if self.attempts >= MAX_ATTEMPTS:
            return "GIVEN_UP"
        return "FAILING" if self.attempts else "WAITING"


def state() -> OutboxState:
    """Return the outbox in figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE attempts = 0 AND NOT EXISTS (SELECT FROM"
            " outbox_outboxevent before WHERE before.aggregate = event.aggregate AND"
            " before.id < event.id AND before.delivered_at IS NULL AND before.attempts > 0)),"
            " count(*) FILTER (WHERE attempts > 0 AND attempts < %(most)s),"
            " count(*) FILTER (WHERE attempts >= %(most)s),"
            " coalesce(extract(epoch FROM now() - min(occurred_at)), 0)"
            " FROM outbox_outboxevent event WHERE delivered_at IS NULL",
            {"most": MAX_ATTEMPTS},
        )
        fresh, failing, given_up, oldest = cursor.fetchone()
    return OutboxState(
        fresh=fresh, failing=failing, given_up=given_up, oldest_seconds=max(int(oldest), 0)
    )


def waiting_page(
    *, scope: Scope, status: str = "", text: str = "", after: str = "", before: str = "",
    limit: int = 50,
) -> Page[Waiting]:  # fmt: skip
    """Return a page of the events that are not delivered, oldest first."""
    rows = _waiting(scope)
    if status == "WAITING":
        rows = rows.filter(attempts=0)
    elif status == "FAILING":
        rows = rows.filter(attempts__gt=0, attempts__lt=MAX_ATTEMPTS)
    elif status == "GIVEN_UP":
        rows = rows.filter(attempts__gte=MAX_ATTEMPTS)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(aggregate__icontains=text))
    return keyset_page(rows, field="id", after=after, before=before, limit=limit, view=_views)


def waiting_event(*, scope: Scope, pk: int) -> Waiting | None:
    """Return one event that is not delivered."""
    return next(iter(_views(list(_waiting(scope).filter(pk=pk)))), None)


def _waiting(scope: Scope) -> QuerySet[OutboxEvent]:
    rows = OutboxEvent.objects.filter(delivered_at__isnull=True)
    return rows if scope.everything or scope.organisation_ids else rows.none()


def _views(found: list[OutboxEvent]) -> list[Waiting]:
    stuck = [row.aggregate for row in found if row.attempts]
    counts = dict(
        OutboxEvent.objects.filter(delivered_at__isnull=True, aggregate__in=stuck)
        .order_by()
        .values_list("aggregate")
        .annotate(number=Count("id"))
    )
    return [
        Waiting(
            id=row.pk, name=row.name, aggregate=row.aggregate, occurred_at=row.occurred_at,
            attempts=row.attempts, next_attempt_at=row.next_attempt_at,
            last_error=row.last_error, held_back=max(counts.get(row.aggregate, 1) - 1, 0),
        )
        for row in found
    ]  # fmt: skip
