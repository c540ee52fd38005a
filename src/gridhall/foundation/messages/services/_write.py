"""The finished text of a delivery."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from gridhall.foundation.messages import registry
from gridhall.foundation.messages.channels import Outgoing
from gridhall.foundation.messages.models import Delivery
from gridhall.foundation.messages.selectors import versions_in_force


def choose_versions(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Note with which published text each row goes out; a repeated attempt keeps its text."""
    keys = {(row.template, row.channel) for row in rows}
    found = versions_in_force(keys=keys, at=at)
    for row in rows:
        if not row.tries:
            row.version = found.get((row.template, row.channel))


def params_of(row: Delivery) -> dict[str, Any]:
    """Return the params of a delivery; a campaign brings its words."""
    params: dict[str, Any] = json.loads(row.params) if row.params else {}
    if row.campaign is None:
        return params
    names = {name for texts in row.campaign.texts.values() for name in texts}
    words = {
        name: {language: texts.get(name, "") for language, texts in row.campaign.texts.items()}
        for name in names
    }
    return {**words, **params}


def text_of(row: Delivery) -> tuple[str, str]:
    """Return title and body as the recipient reads them."""
    with translation.override(row.language or None):
        return registry.rendered(
            row.template, params_of(row), version=row.version, channel=row.channel
        )


def outgoing(row: Delivery, *, at: datetime) -> Outgoing:
    """Return what is handed to the provider."""
    title, body = text_of(row)
    return Outgoing(
        token=row.token, address=row.address, title=title, body=body, language=row.language, at=at
    )
