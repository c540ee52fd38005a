"""Counting who looks at how many values in full; telling the personal data officer."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope

from ..errors import ReasonMissing, RequestNotFound, TooManyReveals
from ..models import RevealHour


@transaction.atomic
def note_reveal(*, actor_id: int, organisation_id: int | None, at: datetime) -> int:
    """Count one look; return how many within the hour.

    Raises TooManyReveals at the limit: the caller must then show nothing (``refuse_reveal`` keeps
    the count of what was refused). From the alarm threshold on, the officer sees it.
    """
    limits = settings.GRIDHALL_PERSONAL_DATA
    hour, _new = RevealHour.objects.get_or_create(
        actor_id=actor_id, hour=at.replace(minute=0, second=0, microsecond=0),
        defaults={"organisation_id": organisation_id},
    )  # fmt: skip
    row = RevealHour.objects.select_for_update().get(pk=hour.pk)
    if row.count >= limits["reveal_limit_per_hour"]:
        raise TooManyReveals(limit=limits["reveal_limit_per_hour"])
    row.count += 1
    if row.count >= limits["reveal_alarm_per_hour"] and row.alarmed_at is None:
        row.alarmed_at = at
    row.save(update_fields=["count", "alarmed_at"])
    return row.count


@transaction.atomic
def refuse_reveal(*, actor_id: int, at: datetime) -> None:
    """Count a look that was refused for being one too many; it is an alarm of its own."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    rows = RevealHour.objects.filter(actor_id=actor_id, hour=hour)
    rows.update(refused=F("refused") + 1)
    rows.filter(alarmed_at__isnull=True).update(alarmed_at=at)


@transaction.atomic
def note_seen(*, scope: Scope, pk: int, note: str, actor_id: int, at: datetime) -> None:
    """Note that the officer has looked into an alarm, and what it was.

    Raises ReasonMissing, RequestNotFound.
    """
    if not note.strip():
        raise ReasonMissing
    row = RevealHour.objects.select_for_update().filter(pk=pk, alarmed_at__isnull=False).first()
    inside = row and (row.organisation_id is None or scope.holds(row.organisation_id))
    if row is None or not inside:
        raise RequestNotFound
    row.seen_by_id, row.seen_at, row.seen_note = actor_id, at, note.strip()[:300]
    row.save(update_fields=["seen_by", "seen_at", "seen_note"])
    audit.record(
        action="privacy.alarm_seen", at=at, actor_id=actor_id, object_type="reveal_hour",
        object_id=row.pk, object_label=f"{row.hour:%Y-%m-%d %H}", reason=note.strip()[:300],
        organisation_id=row.organisation_id, changes={"count": row.count},
    )  # fmt: skip
