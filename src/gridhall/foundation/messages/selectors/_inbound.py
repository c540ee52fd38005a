"""What customers sent."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages.errors import NotFound
from gridhall.foundation.messages.models import InboundMessage
from gridhall.foundation.paging import Page, keyset_page


def inbound_page(
    *, scope: Scope, status: str = "", channel: str = "", match: str = "",
    account_id: int | None = None, first_day: date | None = None,
    after: str = "", before: str = "", limit: int = 20,
) -> Page[InboundMessage]:  # fmt: skip
    """Return letters inside the scope and those nobody could place yet, newest first."""
    exact = {"status": status, "channel": channel, "match": match, "account_ref": account_id}
    rows = _inside(scope).filter(**{name: value for name, value in exact.items() if value})
    if first_day:
        rows = rows.filter(received_at__gte=days.start_of(first_day))
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def inbound(*, scope: Scope, pk: int) -> InboundMessage:
    """Return one letter; raises NotFound outside the scope."""
    row = _inside(scope).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _inside(scope: Scope) -> QuerySet[InboundMessage]:
    """A letter whose sender nobody knows belongs to whoever can find out."""
    rows = InboundMessage.objects.select_related("organisation", "done_by", "answers")
    if scope.everything:
        return rows
    return rows.filter(Q(organisation_id__in=scope.organisation_ids) | Q(organisation__isnull=True))
