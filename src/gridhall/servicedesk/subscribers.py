"""What the service desk does when something happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridhall.foundation.outbox.registry import subscribe

from . import services

MOMENTS = ("answered_at", "closed_at", "cancelled_at")


def answer_whole(payload: dict[str, Any]) -> None:
    """Answer a split case when the last of its parts is answered, closed or taken back."""
    at = next(payload[name] for name in MOMENTS if name in payload)
    services.answer_whole(part_id=payload["case_id"], at=datetime.fromisoformat(at))


def register_all() -> None:
    """Listen; called once when the app starts."""
    for event in ("case.answered", "case.closed", "case.cancelled"):
        subscribe(event, answer_whole)
