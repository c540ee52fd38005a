"""Campaigns and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages.errors import NotFound
from gridhall.foundation.messages.models import Campaign, Delivery
from gridhall.foundation.paging import Page, keyset_page

from ._scope import inside

OPEN = (Delivery.Status.WAITING, Delivery.Status.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignProgress:
    """How many recipients are in which state, and what it cost in yuan."""

    total: int
    by_status: dict[str, int]
    cost: Decimal

    @property
    def done(self) -> int:
        """Return how many are decided, one way or the other."""
        return self.total - sum(self.by_status.get(status, 0) for status in OPEN)

    @property
    def percent(self) -> int:
        """Return how much is done; 100 only when nothing waits."""
        return self.done * 100 // self.total if self.total else 100


def campaigns_page(
    *, scope: Scope, status: str = "", text: str = "", after: str = "", before: str = "",
    limit: int = 20,
) -> Page[Campaign]:  # fmt: skip
    """Return campaigns inside the scope, newest first."""
    rows = inside(Campaign.objects.select_related("organisation", "created_by"), scope)
    if status:
        rows = rows.filter(status=status)
    if text:
        rows = rows.filter(title__icontains=text)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def campaign(*, scope: Scope, pk: int) -> Campaign:
    """Return one campaign; raises NotFound outside the scope."""
    rows = Campaign.objects.select_related("organisation", "created_by", "approved_by")
    row = inside(rows, scope).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def campaign_by_id(*, pk: int) -> Campaign:
    """Return one campaign for the system itself; raises NotFound."""
    row = Campaign.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def progress(*, campaign_id: int) -> CampaignProgress:
    """Return how far a campaign is."""
    rows = Delivery.objects.filter(campaign_id=campaign_id)
    found = rows.values("status").annotate(n=Count("pk"), cost_sum=Sum("cost"))
    by_status = {row["status"]: row["n"] for row in found}
    cost = sum((row["cost_sum"] for row in found), Decimal(0))
    return CampaignProgress(total=sum(by_status.values()), by_status=by_status, cost=cost)
