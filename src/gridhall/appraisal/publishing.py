"""Publishing an appraisal needs a second person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals import registry as approvals

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def register_all() -> None:
    """Make the kind known; called once when the app starts."""
    approvals.register(
        approvals.ApprovalKind(
            code="appraisal.publish", label=_("Publish an appraisal"), action="appraisal.decide",
            apply=_publish, describe=_describe,
        )
    )  # fmt: skip


def _publish(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    from . import services

    services.publish_run(pk=int(request.subject_id), by_id=decided_by_id, at=at)


def _describe(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    from . import selectors

    found = selectors.run_by_id(pk=int(request.subject_id))
    return [
        (_("Appraisal run"), f"{found.run.pk:06d}"), (_("Unit"), found.run.organisation.name),
        (_("First day"), found.run.first), (_("Last day"), found.run.last),
        (_("People"), found.run.people), (_("With a total"), found.with_total),
        (_("Mean of the totals"), found.mean),
    ]  # fmt: skip
