"""Roles: asked for by one person, decided by another; given in an emergency; ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.errors import UnableToEndRole
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import services as messages

from .. import notices
from ..errors import PersonNotFound
from . import _common

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest
    from gridhall.foundation.identity.models import RoleAssignment

GRANT, END = "identity.grant_role", "identity.end_role"


def request_role(
    *, user_id: int, role: str, organisation_id: int, valid_from: date, valid_to: date | None,
    reason: str, requested_by_id: int, scope: Scope, at: datetime,
) -> ApprovalRequest:  # fmt: skip
    """Ask that a person be given a role; a second person decides; return the request.

    Raises PersonNotFound, OutsideYourUnits, NotOneself, what ``identity.services.check_role``
    raises (period, closed unit, held already, duties in conflict), and what
    ``approvals.services.request_approval`` raises.
    """
    _common.demand_other(actor_id=requested_by_id, user_id=user_id)
    user = _common.person(user_id=user_id, scope=scope)
    _common.demand_units([organisation_id], scope=scope)
    wanted = {"user_id": user_id, "role": role, "organisation_id": organisation_id}
    identity_services.check_role(
        user_id=user_id, role=role, organisation_id=organisation_id, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    subject = f"{user_id}:{role}:{organisation_id}"
    return approvals.request_approval(
        kind=GRANT, subject_type="employee", subject_id=subject, subject_label=user.username,
        organisation_id=organisation_id, reason=reason, requested_by_id=requested_by_id, at=at,
        dedup_key=f"grant:{subject}:{at.isoformat()}",
        payload={
            **wanted, "valid_from": _common.text(valid_from), "valid_to": _common.text(valid_to)
        },
    )  # fmt: skip


def apply_grant(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Give the role that was asked for and tell the person; all is checked anew."""
    wanted = request.payload
    first, last = date.fromisoformat(wanted["valid_from"]), wanted["valid_to"]
    row = identity_services.grant_role(
        user_id=wanted["user_id"], role=wanted["role"], organisation_id=wanted["organisation_id"],
        valid_from=first, valid_to=date.fromisoformat(last) if last else None,
    )  # fmt: skip
    _record("identity.role_granted", row, actor_id=decided_by_id, at=at, reason=request.reason,
            changes={"valid_from": [None, wanted["valid_from"]], "valid_to": [None, last],
                     "approval": request.pk})  # fmt: skip
    names = identity.names_of(organisation_ids=[row.organisation_id])
    messages.send(
        [
            messages.NewMessage(
                template=notices.ROLE_GRANTED, employee_id=row.user_id,
                dedup_key=f"role-granted:{row.pk}",
                params={"role": str(Role(row.role).label), "first": wanted["valid_from"],
                        "unit": names[row.organisation_id]},
            )
        ],
        at=at,
    )  # fmt: skip


def request_end(
    *, assignment_id: int, last_day: date, reason: str, requested_by_id: int, scope: Scope,
    at: datetime,
) -> ApprovalRequest:  # fmt: skip
    """Ask that a role be ended from a day on; return the request.

    Raises PersonNotFound, OutsideYourUnits, UnableToEndRole, and what ``request_approval`` raises.
    """
    row = _assignment(assignment_id, scope)
    if row.valid_to is not None and row.valid_to <= last_day:
        raise UnableToEndRole
    return approvals.request_approval(
        kind=END, subject_type="role", subject_id=row.pk, subject_label=row.user.username,
        organisation_id=row.organisation_id, reason=reason, requested_by_id=requested_by_id,
        at=at, dedup_key=f"end:{row.pk}:{at.isoformat()}",
        payload={
            "assignment_id": row.pk, "user_id": row.user_id, "last_day": _common.text(last_day)
        },
    )  # fmt: skip


def apply_end(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """End the role as was asked; not before the day of the decision."""
    day = max(date.fromisoformat(request.payload["last_day"]), timezone.localdate(at))
    _end(request.payload["assignment_id"], day, reason=request.reason, actor_id=decided_by_id,
         at=at)  # fmt: skip


@transaction.atomic
def end_now(
    *, assignment_id: int, reason: str, actor_id: int, scope: Scope, at: datetime
) -> RoleAssignment:
    """End a role at once, as who decides on roles may; return it.

    Taking a right away needs no second person, only giving it does. Raises PersonNotFound,
    OutsideYourUnits, ReasonNeeded, NotOneself, UnableToEndRole.
    """
    row = _assignment(assignment_id, scope)
    _common.demand_other(actor_id=actor_id, user_id=row.user_id)
    reason = _common.demand_reason(reason)
    return _end(assignment_id, timezone.localdate(at), reason=reason, actor_id=actor_id, at=at)


def _end(
    assignment_id: int, day: date, *, reason: str, actor_id: int, at: datetime
) -> RoleAssignment:
    before = identity.assignment(pk=assignment_id)
    if before is None:
        raise PersonNotFound
    row = identity_services.end_role(assignment_id=assignment_id, last_day=day, at=at)
    _record(
        "identity.role_ended", row, actor_id=actor_id, at=at, reason=reason,
        changes={"valid_to": [_common.text(before.valid_to), _common.text(row.valid_to)]},
    )  # fmt: skip
    return row


@transaction.atomic
def give_emergency_role(
    *, user_id: int, role: str, organisation_id: int, hours: int, reason: str, actor_id: int,
    scope: Scope, at: datetime,
) -> RoleAssignment:  # fmt: skip
    """Give a role at once for some hours (break-glass) and alarm the security officers.

    Who manages staff may do it alone, for herself, too: that is what an emergency is. Every
    security officer is told at once and can end it. Raises PersonNotFound, OutsideYourUnits,
    ReasonNeeded, and what ``identity.services.grant_emergency_role`` raises.
    """
    user = _common.person(user_id=user_id, scope=scope)
    _common.demand_units([organisation_id], scope=scope)
    reason = _common.demand_reason(reason)
    row = identity_services.grant_emergency_role(
        user_id=user_id, role=role, organisation_id=organisation_id, hours=hours,
        most=settings.GRIDHALL_EMERGENCY_HOURS, reason=reason, at=at,
    )  # fmt: skip
    _record(
        "identity.emergency_role", row, actor_id=actor_id, at=at, reason=reason,
        changes={"hours": hours},
    )  # fmt: skip
    unit = identity.names_of(organisation_ids=[organisation_id])[organisation_id]
    until = timezone.localtime(at + timedelta(hours=hours))
    officers = identity.who_may(action="staff.approve", on=timezone.localdate(at))
    messages.send(
        [
            messages.NewMessage(
                template=notices.EMERGENCY, employee_id=officer,
                dedup_key=f"emergency:{row.pk}:{officer}",
                params={"person": str(user), "role": str(Role(role).label), "unit": unit,
                        "until": f"{until:%Y-%m-%d %H:%M}", "reason": reason},
            )
            for officer in officers
        ],
        at=at,
    )  # fmt: skip
    return row


def _assignment(pk: int, scope: Scope) -> RoleAssignment:
    row = identity.assignment(pk=pk)
    if row is None or not scope.holds(row.organisation_id):
        raise PersonNotFound
    return row


def _record(
    action: str, row: RoleAssignment, *, actor_id: int, at: datetime, reason: str,
    changes: dict[str, object],
) -> None:  # fmt: skip
    _common.record_person(
        action, user=row.user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=row.organisation_id, changes={"role": row.role, **changes},
    )  # fmt: skip
