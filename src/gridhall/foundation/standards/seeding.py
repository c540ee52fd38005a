"""The standards of a new installation: the shipped profiles, the source texts' in force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.db import transaction

from . import profile_files

WRITTEN = datetime(2020, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2020, 1, 1)
REASON = "初始设置"


def create_profiles(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Create the shipped profiles that are not there yet: after migrating and after a flush.

    Touches no profile that exists, and waits for a later run while the tables are missing. The
    first profile becomes the one in force where none was chosen.
    """
    try:
        profiles = apps.get_model("standards", "Profile").objects.using(using)
    except LookupError:
        return
    known = set(profiles.values_list("code", flat=True))
    missing = [code for code in profile_files.SHIPPED if code not in known]
    if not missing:
        return
    with transaction.atomic(using=using):
        for code in missing:
            _create(profile_files.read(code), using=using, apps=apps)
        chosen = apps.get_model("standards", "ProfileInForce").objects.using(using)
        if not chosen.exists():
            chosen.create(
                profile=profiles.get(code=profile_files.SHIPPED[0]), valid_from=FIRST_DAY,
                chosen_at=WRITTEN, reason=REASON,
            )  # fmt: skip


def _create(shipped: profile_files.ShippedProfile, *, using: str, apps: Apps) -> None:
    standards, steps = (
        apps.get_model("standards", name) for name in ("ServiceStandard", "LadderStep")
    )
    profile = apps.get_model("standards", "Profile").objects.using(using).create(
        code=shipped.code, title_zh=shipped.title_zh, title_en=shipped.title_en,
        source=shipped.source,
    )  # fmt: skip
    fixed: dict[str, Any] = {
        "profile": profile, "version": 1, "status": "APPROVED", "drafted_at": WRITTEN,
        "approved_at": WRITTEN, "reason": REASON,
    }  # fmt: skip
    rows = [standards(**row, **fixed) for row, _ladder in shipped.standards]
    standards.objects.using(using).bulk_create(rows)
    steps.objects.using(using).bulk_create(
        steps(standard=row, percent=percent, roles=roles)
        for row, (_fields, ladder) in zip(rows, shipped.standards, strict=True)
        for percent, roles in ladder.items()
    )
