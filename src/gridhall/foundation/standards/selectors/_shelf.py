"""Reading the book of standards as people do: profiles, standards, versions, who chose what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from ..models import Profile, ProfileInForce, ServiceStandard


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFilter:
    """What a list of standards is narrowed to. ``on`` None: every version."""

    text: str = ""
    kind: str = ""
    status: str = ""
    on: date | None = None


def profiles() -> list[Profile]:
    """Return every profile with the number of its standards as ``standards_count``."""
    counted = Count("standards__code", filter=Q(standards__status="APPROVED"), distinct=True)
    return list(Profile.objects.annotate(standards_count=counted).order_by("code"))


def profile(*, code: str) -> Profile | None:
    """Return a profile by its code."""
    return Profile.objects.filter(code=code).first()


def profile_history() -> list[ProfileInForce]:
    """Return which profile held from when to when and who chose it, the newest first."""
    rows = ProfileInForce.objects.select_related("profile", "chosen_by")
    return list(rows.order_by("-valid_from", "-id"))


def standards_of(*, profile_id: int, filters: StandardFilter) -> list[ServiceStandard]:
    """Return the standards of a profile by code, the newest version of each first."""
    rows = ServiceStandard.objects.filter(profile=profile_id)
    if filters.on is not None:
        rows = rows.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=filters.on),
            status=ServiceStandard.Status.APPROVED, valid_from__lte=filters.on,
        )  # fmt: skip
    if filters.kind:
        rows = rows.filter(kind__in=[filters.kind, ""])
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.text:
        word = filters.text.strip()
        rows = rows.filter(
            Q(code__icontains=word) | Q(title_zh__icontains=word) | Q(title_en__icontains=word)
        )
    return list(rows.order_by("code", "-version"))


def standard(*, pk: int) -> ServiceStandard | None:
    """Return one version of a standard with its ladder."""
    rows = ServiceStandard.objects.select_related("profile", "drafted_by", "approved_by")
    return rows.prefetch_related("ladder").filter(pk=pk).first()


def versions_of(*, profile_id: int, code: str) -> list[ServiceStandard]:
    """Return every version of a standard, the newest first."""
    rows = ServiceStandard.objects.filter(profile=profile_id, code=code)
    return list(rows.select_related("drafted_by", "approved_by").order_by("-version"))
