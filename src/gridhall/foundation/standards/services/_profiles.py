"""Which profile of standards holds for new cases."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock

from ..errors import ReasonNeeded, StandardBeginsTooEarly, UnknownStandard
from ..models import Profile, ProfileInForce


@transaction.atomic
def choose_profile(
    *, code: str, valid_from: date, by_id: int, at: datetime, reason: str
) -> ProfileInForce:
    """Let a profile hold for what begins from a day on; return the row of history.

    What has begun keeps its profile to the end. A later choice overrules earlier plans for days
    from ``valid_from`` on. Raises UnknownStandard, ReasonNeeded, StandardBeginsTooEarly.
    """
    hold_lock("standards profile in force")
    profile = Profile.objects.filter(code=code).first()
    if profile is None:
        raise UnknownStandard(name=code)
    if not reason.strip():
        raise ReasonNeeded
    today = timezone.localdate(at)
    if valid_from < today:
        raise StandardBeginsTooEarly(name=profile.title, valid_from=valid_from, first=today)
    now = ProfileInForce.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))
    before = None
    for row in now.order_by("valid_from").select_related("profile"):
        before = before or row.profile.code
        ProfileInForce.objects.filter(pk=row.pk).update(valid_to=max(valid_from, row.valid_from))
    chosen = ProfileInForce.objects.create(
        profile=profile, valid_from=valid_from, chosen_by_id=by_id, chosen_at=at,
        reason=reason.strip(),
    )  # fmt: skip
    audit.record(
        action="standards.profile_chosen", at=at, actor_id=by_id, object_id=chosen.pk,
        object_type="standards.ProfileInForce", object_label=profile.code, reason=chosen.reason,
        changes={"profile": [before, profile.code], "valid_from": valid_from.isoformat()},
    )  # fmt: skip
    return chosen
