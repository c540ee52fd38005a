"""Which published text is in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gridhall.foundation.messages.models import Channel, TemplateVersion

Key = tuple[str, str]


def versions_in_force(*, keys: Iterable[Key], at: datetime) -> dict[Key, TemplateVersion]:
    """Return the published version of each (code, channel) at that moment, where there is one."""
    wanted = set(keys)
    rows = (
        TemplateVersion.objects.filter(
            status=TemplateVersion.Status.PUBLISHED,
            valid_from__lte=at,
            code__in={code for code, _channel in wanted},
        )
        .order_by("code", "channel", "-valid_from", "-number")
        .distinct("code", "channel")
    )
    return {(row.code, row.channel): row for row in rows if (row.code, row.channel) in wanted}


def box_versions(*, codes: Iterable[str], at: datetime) -> dict[str, int]:
    """Return the ids of the texts in force in the app, by template code."""
    keys = [(code, Channel.IN_APP.value) for code in codes]
    return {code: row.pk for (code, _c), row in versions_in_force(keys=keys, at=at).items()}
