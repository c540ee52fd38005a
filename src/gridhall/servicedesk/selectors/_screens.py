"""Wall screens: which there are, and what the holder of a key may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.models import WallScreen
from gridhall.servicedesk.wall_keys import digest_of

LONGEST_KEY = 100
WAITING, LIVE, ENDED, EXPIRED = "WAITING", "LIVE", "ENDED", "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenView:
    """A screen of the list. ``state``: WAITING for its code, LIVE, ENDED, EXPIRED."""

    row: WallScreen
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallScope:
    """What a screen may show: the figures of these units, in this language."""

    screen_id: int
    scope: Scope
    language: str


def wall_screens(*, scope: Scope, at: datetime) -> list[ScreenView]:
    """Return the screens of the units inside, those in use first."""
    found = WallScreen.objects.select_related("organisation", "made_by", "ended_by")
    if not scope.everything:
        found = found.filter(organisation_id__in=scope.organisation_ids)
    rows = [ScreenView(row=row, state=_state(row, at)) for row in found.order_by("-pk")[:500]]
    order = (LIVE, WAITING, EXPIRED, ENDED)
    return sorted(rows, key=lambda one: order.index(one.state))


def screen_of_key(*, key: str, at: datetime) -> WallScope | None:
    """Return what the screen with this key may show now; None when it has ended, or is none."""
    if not key or len(key) > LONGEST_KEY:
        return None
    on = timezone.localdate(at)
    row = WallScreen.objects.filter(
        key_digest=digest_of(key), ended_at__isnull=True, valid_to__gt=on
    ).first()
    if row is None:
        return None
    tree = identity.tree_on(on=on)
    unit = tree.get(row.organisation_id)
    if unit is None:
        return None
    scope = Scope(
        organisation_ids=identity.below(tree=tree, organisation_id=unit.id),
        everything=unit.parent_id is None,
    )  # fmt: skip
    return WallScope(screen_id=row.pk, scope=scope, language=row.language)


def _state(row: WallScreen, at: datetime) -> str:
    if row.ended_at is not None:
        return ENDED
    if row.valid_to <= timezone.localdate(at):
        return EXPIRED
    if row.key_digest:
        return LIVE
    return WAITING if row.code_until and row.code_until > at else EXPIRED
