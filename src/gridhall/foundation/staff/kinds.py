"""What of the staff's affairs needs a second person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.approvals import selectors as approvals
from gridhall.foundation.approvals.registry import ApprovalKind, register
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role

from .registry import PersonHolding, register_person_holding
from .services import rights

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _describe_grant(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    wanted = request.payload
    names = identity.names_of(organisation_ids=[wanted["organisation_id"]])
    people = identity.names_of_people(user_ids=[wanted["user_id"]])
    return [
        (_("Employee"), people.get(wanted["user_id"], "")),
        (pgettext_lazy("employee", "Role"), Role(wanted["role"]).label),
        (_("For the unit and all below it"), names.get(wanted["organisation_id"], "")),
        (_("Valid from"), _day(wanted["valid_from"])),
        (_("Ends on"), _day(wanted["valid_to"]) or _("until further notice")),
    ]


def _describe_end(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    row = identity.assignment(pk=request.payload["assignment_id"])
    if row is None:  # pragma: no cover - assignments are never deleted
        return []
    return [
        (_("Employee"), str(row.user)),
        (pgettext_lazy("employee", "Role"), row.get_role_display()),
        (_("For the unit and all below it"), row.organisation.name),
        (_("Until so far"), row.valid_to or _("until further notice")),
        (_("Ends on"), _day(request.payload["last_day"])),
    ]


def _beneficiary(request: ApprovalRequest) -> list[int]:
    return [int(request.payload["user_id"])]


def register_all() -> None:
    """Register giving and ending a role, and what requests leave in somebody's hands."""
    register_person_holding(
        PersonHolding(
            code="approvals", label=_("{count} requests that wait for approval"),
            count=approvals.count_asked_by,
        )
    )  # fmt: skip
    register(
        ApprovalKind(
            code=rights.GRANT, label=_("Give a role"), action="staff.approve",
            apply=rights.apply_grant, describe=_describe_grant, barred=_beneficiary,
        )
    )  # fmt: skip
    register(
        ApprovalKind(
            code=rights.END, label=_("End a role"), action="staff.approve",
            apply=rights.apply_end, describe=_describe_end, barred=_beneficiary,
        )
    )  # fmt: skip
