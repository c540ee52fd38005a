"""The delivery log: what was to be told, every attempt, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import addresses
from gridhall.foundation.messages.errors import NotFound, UnusableAddress
from gridhall.foundation.messages.models import (
    Attempt,
    Channel,
    Delivery,
    SimulatedMessage,
    Suppression,
)
from gridhall.foundation.messages.rendering import text_of
from gridhall.foundation.paging import Page, keyset_page

from ._scope import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What the reader looks for; empty fields do not narrow. ``address`` is matched whole."""

    status: str = ""
    channel: str = ""
    template: str = ""
    purpose: str = ""
    account_id: int | None = None
    address: str = ""
    campaign_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCost:
    """What a channel was used for and cost in a span of days, in yuan."""

    channel: str
    attempts: int
    accepted: int
    parts: int
    cost: Decimal


def deliveries_page(
    *, scope: Scope, narrowed: LogFilter, after: str = "", before: str = "", limit: int = 20
) -> Page[Delivery]:
    """Return deliveries inside the scope, newest first."""
    return keyset_page(
        _narrowed(inside(Delivery.objects.select_related("campaign", "version"), scope), narrowed),
        field="id", after=after, before=before, limit=limit, view=list, descending=True,
    )  # fmt: skip


def _narrowed(rows: QuerySet[Delivery], narrowed: LogFilter) -> QuerySet[Delivery]:
    exact: dict[str, Any] = {
        "status": narrowed.status, "channel": narrowed.channel, "template": narrowed.template,
        "purpose": narrowed.purpose, "account_ref": narrowed.account_id,
        "campaign_id": narrowed.campaign_id,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if narrowed.address:
        rows = rows.filter(address_index__in=_indexes(narrowed.address))
    if narrowed.first_day:
        rows = rows.filter(created_at__gte=days.start_of(narrowed.first_day))
    if narrowed.last_day:
        rows = rows.filter(created_at__lt=days.end_of(narrowed.last_day))
    return rows


def _indexes(address: str) -> list[bytes]:
    """Return under which hashes an address may be filed, whatever its channel."""
    found = []
    for channel in (Channel.SMS, Channel.EMAIL, Channel.WEBHOOK):
        try:
            text = addresses.normalised(channel, address)
        except UnusableAddress:
            continue
        found.append(addresses.index_of(channel, text))
    return found


def delivery(*, scope: Scope, pk: int) -> Delivery:
    """Return one delivery with its version; raises NotFound outside the scope."""
    rows = Delivery.objects.select_related("version", "campaign", "organisation")
    row = inside(rows, scope).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def attempts(*, delivery_id: int) -> list[Attempt]:
    """Return every attempt of a delivery in order."""
    return list(Attempt.objects.filter(delivery_id=delivery_id).order_by("number"))


def shown_text(row: Delivery) -> tuple[str, str] | None:
    """Return title and body as the recipient got them; a one-time code is shown to nobody."""
    return None if row.direct else text_of(row)


def costs(*, scope: Scope, first_day: date, last_day: date) -> list[ChannelCost]:
    """Return what each channel cost in these days, both included."""
    rows = Attempt.objects.filter(
        started_at__gte=days.start_of(first_day),
        started_at__lt=days.end_of(last_day),
    )
    if not scope.everything:
        rows = rows.filter(delivery__organisation_id__in=scope.organisation_ids)
    every = dict(rows.values_list("channel").annotate(n=Count("pk")))
    accepted = rows.filter(outcome=Attempt.Outcome.ACCEPTED).values("channel")
    good = {
        row["channel"]: row
        for row in accepted.annotate(n=Count("pk"), parts_sum=Sum("parts"), cost_sum=Sum("cost"))
    }
    nothing: dict[str, Any] = {"n": 0, "parts_sum": 0, "cost_sum": Decimal(0)}
    return [
        ChannelCost(
            channel=channel, attempts=count, accepted=good.get(channel, nothing)["n"],
            parts=good.get(channel, nothing)["parts_sum"],
            cost=good.get(channel, nothing)["cost_sum"],
        )
        for channel, count in sorted(every.items())
    ]  # fmt: skip


def suppressions() -> list[Suppression]:
    """Return the addresses that bounced and are left alone, newest first."""
    return list(Suppression.objects.filter(lifted_at__isnull=True).order_by("-id")[:500])


def simulated(*, channel: str = "", to: str = "", limit: int = 50) -> list[SimulatedMessage]:
    """Return what the demo's own provider took in, newest first; ``to`` narrows to an address."""
    rows = SimulatedMessage.objects.order_by("-id")
    if channel:
        rows = rows.filter(channel=channel)
    if to:
        rows = rows.filter(address_index__in=_indexes(to))
    return list(rows[:limit])
