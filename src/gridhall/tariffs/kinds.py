"""The acts on tariff books that need two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals.registry import ApprovalKind, register

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

Told = list[tuple[Any, Any]]
#: What other contexts tell the approver of a draft, such as a replay of last month's bills.
_tellers: list[Callable[[int], Told]] = []


def tell(teller: Callable[[int], Told]) -> None:
    """Let another context add lines, given a draft's id, to what the approver reads."""
    if teller not in _tellers:
        _tellers.append(teller)


def register_all() -> None:
    """Make the kinds known; called once when the app starts."""
    register(
        ApprovalKind(
            code="tariffs.publish", label=_("Publish a tariff book"), action="tariffs.approve",
            apply=_publish, refuse=_refuse, describe=_describe, barred=_writers,
        )
    )  # fmt: skip
    register(
        ApprovalKind(
            code="tariffs.withdraw", label=_("Withdraw a version of a tariff book"),
            action="tariffs.approve", apply=_withdraw, describe=_describe_version,
        )
    )  # fmt: skip


def _publish(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.publish_draft(draft_id=int(request.subject_id), by_id=decided_by_id, at=at)


def _refuse(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.refuse_draft(
        draft_id=int(request.subject_id), by_id=decided_by_id, at=at, note=request.note,
        withdrawn=request.status == "WITHDRAWN",
    )  # fmt: skip


def _withdraw(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.withdraw_version(
        version_id=int(request.subject_id), by_id=decided_by_id, at=at, reason=request.reason
    )


def _writers(request: ApprovalRequest) -> list[int]:
    from . import selectors

    return selectors.writers_of(draft_id=int(request.subject_id))


def _describe(request: ApprovalRequest) -> Told:
    from . import selectors

    draft_id = int(request.subject_id)
    return selectors.told_draft(draft_id=draft_id) + [
        line for teller in _tellers for line in teller(draft_id)
    ]


def _describe_version(request: ApprovalRequest) -> Told:
    from . import selectors

    return selectors.told_version(version_id=int(request.subject_id))
