"""What surveys do when a case was closed or a customer answered badly."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from . import services


def on_case_closed(payload: dict[str, Any]) -> None:
    """Ask the customer of ``case.closed``, if a plan draws the case."""
    services.invite_after_case(
        case=services.ClosedCase(
            case_id=payload["case_id"], number=str(payload["number"]), kind=payload["kind"],
            category=payload.get("category") or "", channel=payload.get("channel") or "",
            area=payload.get("area") or "", organisation_id=payload["organisation_id"],
            account_id=payload.get("account_id"), handler_id=payload.get("handler_id"),
            sealed=bool(payload.get("sealed")), anonymous=bool(payload.get("anonymous")),
        ), at=timezone.now(),
    )  # fmt: skip


def on_low_score(payload: dict[str, Any]) -> None:
    """Open the follow-up of ``survey.low_score``."""
    services.open_follow_up(answer_id=payload["answer_id"], at=timezone.now())
