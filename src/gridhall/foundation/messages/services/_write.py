"""What is handed to the provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridhall.foundation.messages.channels import Outgoing
from gridhall.foundation.messages.models import Delivery
from gridhall.foundation.messages.rendering import text_of
from gridhall.foundation.messages.selectors import versions_in_force


def choose_versions(rows: Sequence[Delivery], *, at: datetime) -> None:
    """Note with which published text each row goes out; a repeated attempt keeps its text."""
    keys = {(row.template, row.channel) for row in rows}
    found = versions_in_force(keys=keys, at=at)
    for row in rows:
        if not row.tries:
            row.version = found.get((row.template, row.channel))


def outgoing(row: Delivery, *, at: datetime) -> Outgoing:
    """Return the finished message of a row."""
    title, body = text_of(row)
    return Outgoing(
        token=row.token, address=row.address, title=title, body=body, language=row.language, at=at
    )
