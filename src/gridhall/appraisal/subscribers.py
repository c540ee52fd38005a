"""What appraisal notes of closed cases and of answered surveys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import services


def on_case_closed(payload: dict[str, Any]) -> None:
    """Note finished work of ``case.closed``; sealed reports and work of nobody are left out."""
    if payload.get("sealed") or payload.get("handler_id") is None:
        return
    services.note_closed_work(
        case_id=payload["case_id"], number=str(payload["number"]), kind=payload["kind"],
        channel=payload.get("channel") or "", finding=payload.get("finding") or "",
        person_id=payload["handler_id"], organisation_id=payload["organisation_id"],
        closed_at=_moment(payload["closed_at"]),
    )  # fmt: skip


def on_survey_answered(payload: dict[str, Any]) -> None:
    """Note the customer's rating of ``survey.answered`` for who had closed the case."""
    if payload.get("handler_id") is None:
        return
    services.note_rating(
        answer_id=payload["answer_id"], number=payload.get("case_number") or "",
        person_id=payload["handler_id"], organisation_id=payload["organisation_id"],
        score=payload["score"], is_satisfied=payload["is_satisfied"],
        answered_at=_moment(payload["answered_at"]),
    )  # fmt: skip


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
