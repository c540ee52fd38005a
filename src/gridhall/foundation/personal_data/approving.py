"""What happens when a second person has approved an erasure or a large export."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals.registry import ApprovalKind, register

from .models import MassExport, SubjectRequest
from .services import _exports, _requests, _steps

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def _erase(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    found = SubjectRequest.objects.get(pk=int(request.subject_id))
    _steps.move(found, from_=("WAITING",), to="APPROVED")
    _steps.record("privacy.erasure_approved", found, at=at, actor_id=decided_by_id)
    _steps.wake(_steps.RUN_TASK, request_id=found.pk)


def _back(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    found = SubjectRequest.objects.get(pk=int(request.subject_id))
    _steps.move(found, from_=("WAITING",), to="PROVEN")
    _steps.record(
        "privacy.erasure_not_approved", found, at=at, actor_id=decided_by_id, reason=request.note
    )


def _let_out(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    del decided_by_id, at  # the approval itself is in the audit trail
    MassExport.objects.filter(pk=int(request.subject_id), status="WAITING").update(
        status="APPROVED"
    )
    _steps.wake(_steps.EXPORT_TASK, export_id=int(request.subject_id))


def _keep_in(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    del decided_by_id, at
    MassExport.objects.filter(pk=int(request.subject_id), status="WAITING").update(status="REFUSED")


def _about_erasure(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    found = SubjectRequest.objects.get(pk=int(request.subject_id))
    return [
        (_("Request"), found.number),
        (_("Account number"), found.account_no),
        (_("Received"), found.received_at.date()),
        (_("To be answered by"), found.due_on),
    ]


def _about_export(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    found = MassExport.objects.get(pk=int(request.subject_id))
    return [
        (_("Export"), found.number),
        (_("List"), found.list_name),
        (_("Format"), found.fmt.upper()),
        (_("Rows, at least"), found.row_count),
        (_("Filters"), ", ".join(found.filters) or "–"),
    ]


register(
    ApprovalKind(
        code=_requests.ERASE_KIND, label=_("Erase a person's data"), action="privacy.approve",
        apply=_erase, refuse=_back, describe=_about_erasure,
    )
)  # fmt: skip
register(
    ApprovalKind(
        code=_exports.EXPORT_KIND, label=_("Large export of personal data"),
        action="exports.approve", apply=_let_out, refuse=_keep_in, describe=_about_export,
    )
)  # fmt: skip
