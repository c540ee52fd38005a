"""Giving, ending and lending roles; whoever calls writes the audit entry and has the approval.

Whatever the way a role comes to a person (approval, emergency, deputyship), two duties that must
not meet (``duties.py``) are refused here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gridhall.foundation.locks import hold_lock

from ..errors import (
    DeputyIsNobodyElse,
    DeputyshipAnswered,
    DutiesInConflict,
    EmergencyTooLong,
    EmployeeNotActive,
    RoleHeldAlready,
    RolePeriodUnfit,
    RoleUnitClosed,
    UnableToDeputise,
    UnableToEndRole,
)
from ..models import DeputyRole, Deputyship, RoleAssignment, User
from ..roles import Role
from ..selectors import conflicts_of, tree_on

Kind, Status = RoleAssignment.Kind, Deputyship.Status


def check_role(
    *, user_id: int, role: str, organisation_id: int, valid_from: date, valid_to: date | None
) -> None:
    """Refuse a role that could not be given for that period.

    Raises RolePeriodUnfit, EmployeeNotActive, RoleUnitClosed, RoleHeldAlready, DutiesInConflict.
    """
    if valid_to is not None and valid_to <= valid_from:
        raise RolePeriodUnfit(first=valid_from, last=valid_to)
    user = _employee(user_id)
    unit = tree_on(on=valid_from).get(organisation_id)
    if unit is None or not unit.is_open:
        raise RoleUnitClosed(unit=unit.name if unit else "–", day=valid_from)
    same = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from), user_id=user_id, role=role,
        organisation_id=organisation_id, kind=Kind.STANDING,
    )  # fmt: skip
    if valid_to is not None:
        same = same.filter(valid_from__lt=valid_to)
    if same.exists():
        raise RoleHeldAlready(person=user, unit=unit.name)
    _refuse_conflict(user, role, valid_from, valid_to)


def _employee(user_id: int) -> User:
    user = User.objects.filter(pk=user_id, kind=User.Kind.EMPLOYEE).first()
    if user is None or not user.is_active:
        raise EmployeeNotActive(person=user or "–")
    return user


def _refuse_conflict(user: User, role: str, first: date, last: date | None) -> None:
    found = conflicts_of(user_id=user.pk, role=role, first=first, last=last)
    if found:
        held, why = found[0]
        raise DutiesInConflict(person=user, held=Role(held).label, why=why)


@transaction.atomic
def grant_role(
    *, user_id: int, role: str, organisation_id: int, valid_from: date, valid_to: date | None = None
) -> RoleAssignment:
    """Give a role that was approved; return it. Raises what ``check_role`` raises."""
    hold_lock(f"roles {user_id}")
    check_role(
        user_id=user_id, role=role, organisation_id=organisation_id, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    return RoleAssignment.objects.create(
        user_id=user_id, role=role, organisation_id=organisation_id, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip


@transaction.atomic
def grant_emergency_role(
    *, user_id: int, role: str, organisation_id: int, hours: int, most: int, reason: str,
    at: datetime,
) -> RoleAssignment:  # fmt: skip
    """Give a role at once for ``hours`` (break-glass); return it. It ends by itself.

    Raises EmergencyTooLong for less than 1 and more than ``most`` hours, EmployeeNotActive,
    RoleUnitClosed, DutiesInConflict.
    """
    if not 1 <= hours <= most:
        raise EmergencyTooLong(hours=hours, most=most)
    hold_lock(f"roles {user_id}")
    user, ends = _employee(user_id), at + timedelta(hours=hours)
    today, last = timezone.localdate(at), timezone.localdate(ends) + timedelta(days=1)
    unit = tree_on(on=today).get(organisation_id)
    if unit is None or not unit.is_open:
        raise RoleUnitClosed(unit=unit.name if unit else "–", day=today)
    _refuse_conflict(user, role, today, last)
    return RoleAssignment.objects.create(
        user_id=user_id, role=role, organisation_id=organisation_id, valid_from=today,
        valid_to=last, kind=Kind.EMERGENCY, expires_at=ends, reason=reason,
    )  # fmt: skip


@transaction.atomic
def end_role(*, assignment_id: int, last_day: date, at: datetime) -> RoleAssignment:
    """End a role; ``last_day`` is the first day without it; return it.

    An emergency role ends at once; a role that has not begun is taken back (an empty period).
    Deputies who were lent the role lose it with it. Raises UnableToEndRole.
    """
    row = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment_id)
    if row.kind == Kind.EMERGENCY:
        if row.expires_at is None or row.expires_at <= at:
            raise UnableToEndRole
        row.expires_at = at
        row.save(update_fields=["expires_at"])
        return row
    if row.valid_to is not None and row.valid_to <= last_day:
        raise UnableToEndRole
    row.valid_to = max(last_day, row.valid_from)
    row.save(update_fields=["valid_to"])
    return row


@transaction.atomic
def end_all_roles(*, user_id: int, on: date, at: datetime) -> list[RoleAssignment]:
    """End every role of a person from that day on, and her deputyships; return the roles.

    Roles that would begin later are taken back (an empty period).
    """
    hold_lock(f"roles {user_id}")
    rows = list(
        RoleAssignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=user_id
        ).select_related("organisation")
    )
    for row in rows:
        if row.kind == Kind.EMERGENCY:
            row.expires_at = min(row.expires_at or at, at)
        else:
            row.valid_to = max(on, row.valid_from)
    RoleAssignment.objects.bulk_update(rows, ["valid_to", "expires_at"])
    Deputyship.objects.filter(
        Q(principal_id=user_id) | Q(deputy_id=user_id),
        status__in=[Status.PROPOSED, Status.ACCEPTED], valid_to__gt=on,
    ).update(status=Status.ENDED, ended_at=at)  # fmt: skip
    return rows


@transaction.atomic
def propose_deputy(
    *, principal_id: int, deputy_id: int, assignment_ids: Sequence[int], valid_from: date,
    valid_to: date, reason: str, proposed_by_id: int, at: datetime,
) -> Deputyship:  # fmt: skip
    """Note that somebody shall stand in; it counts once the deputy accepts; return it.

    Raises DeputyIsNobodyElse, RolePeriodUnfit, EmployeeNotActive, UnableToDeputise (a role that
    is not the principal's own in that time), DutiesInConflict.
    """
    principal, deputy = _employee(principal_id), _employee(deputy_id)
    if principal_id == deputy_id:
        raise DeputyIsNobodyElse(person=principal)
    if valid_to <= valid_from:
        raise RolePeriodUnfit(first=valid_from, last=valid_to)
    lent = list(
        RoleAssignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from), pk__in=list(assignment_ids),
            user_id=principal_id, valid_from__lt=valid_to, kind=Kind.STANDING,
        )
    )  # fmt: skip
    if not lent or len(lent) != len(set(assignment_ids)):
        raise UnableToDeputise(person=principal)
    for row in lent:
        _refuse_conflict(deputy, row.role, valid_from, valid_to)
    found = Deputyship.objects.create(
        principal=principal, deputy=deputy, valid_from=valid_from, valid_to=valid_to,
        reason=reason, proposed_by_id=proposed_by_id, proposed_at=at,
    )  # fmt: skip
    DeputyRole.objects.bulk_create(DeputyRole(deputyship=found, assignment=row) for row in lent)
    return found


@transaction.atomic
def answer_deputyship(
    *, deputyship_id: int, deputy_id: int, accept: bool, at: datetime
) -> Deputyship:
    """Accept or decline to stand in; return the deputyship.

    Raises DeputyshipAnswered (also when it is somebody else's), DutiesInConflict (a role came to
    the deputy since).
    """
    hold_lock(f"roles {deputy_id}")
    row = Deputyship.objects.select_for_update().filter(pk=deputyship_id).first()
    if (
        row is None
        or row.deputy_id != deputy_id
        or row.status != Status.PROPOSED
        or row.valid_to <= timezone.localdate(at)
    ):
        raise DeputyshipAnswered
    if accept:
        deputy = _employee(deputy_id)
        for role in row.roles.values_list("assignment__role", flat=True):
            _refuse_conflict(deputy, role, row.valid_from, row.valid_to)
    row.status, row.answered_at = (Status.ACCEPTED if accept else Status.DECLINED), at
    row.save(update_fields=["status", "answered_at"])
    return row


@transaction.atomic
def end_deputyship(*, deputyship_id: int, at: datetime) -> Deputyship:
    """End a deputyship before its time, at once; return it. Raises DeputyshipAnswered."""
    row = Deputyship.objects.select_for_update().filter(pk=deputyship_id).first()
    if (
        row is None
        or row.status not in {Status.PROPOSED, Status.ACCEPTED}
        or row.valid_to <= timezone.localdate(at)
    ):
        raise DeputyshipAnswered
    row.status, row.ended_at = Status.ENDED, at
    row.save(update_fields=["status", "ended_at"])
    return row
