"""The acts on standards that need two people."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals.registry import ApprovalKind, register

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def register_all() -> None:
    """Make the kinds known; called once when the app starts."""
    register(
        ApprovalKind(
            code="standards.approve", label=_("Put a service standard in force"),
            action="standards.approve", apply=_approve, refuse=_refuse, describe=_describe,
        )
    )  # fmt: skip
    register(
        ApprovalKind(
            code="standards.end", label=_("End a service standard"), action="standards.approve",
            apply=_end, describe=_describe_end,
        )
    )  # fmt: skip


def _approve(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.put_in_force(standard_id=int(request.subject_id), by_id=decided_by_id, at=at)


def _refuse(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.refuse(standard_id=int(request.subject_id), by_id=decided_by_id, at=at)


def _end(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.end_standard(
        standard_id=int(request.subject_id), by_id=decided_by_id, at=at,
        valid_to=date.fromisoformat(request.payload["valid_to"]),
    )  # fmt: skip


def _describe(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    from . import selectors

    return selectors.told_standard(standard_id=int(request.subject_id))


def _describe_end(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    return [*_describe(request), (_("Ends on"), date.fromisoformat(request.payload["valid_to"]))]
