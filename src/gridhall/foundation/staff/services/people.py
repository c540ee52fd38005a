"""Employees: hired, moved, given more posts, gone."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.errors import EmployeeNotActive
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.signin import services as signin

from .. import registry
from ..errors import LoginNameTaken, StaffNumberTaken
from ..names import pinyin_of
from . import _common

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Duty, User

PASSWORD_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """A new employee and the one-time password to hand over: it is shown once and kept nowhere."""

    user: User
    password: str


@transaction.atomic
def hire(
    *, username: str, display_name: str, staff_no: str, organisation_id: int, title: str,
    hired_on: date, actor_id: int | None, scope: Scope, at: datetime,
) -> Hired:  # fmt: skip
    """Create an employee with her main post; return her with a password for the first log-in.

    She may do nothing until a role is granted. Raises OutsideYourUnits, LoginNameTaken,
    StaffNumberTaken.
    """
    _common.demand_units([organisation_id], scope=scope)
    if identity.user_by_username(username=username) is not None:
        raise LoginNameTaken(username=username)
    _demand_free_number(staff_no)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user, _new = identity_services.create_user(
        username=username, password=password, kind="EMPLOYEE", display_name=display_name
    )
    identity_services.note_employee(
        user=user, staff_no=staff_no, pinyin=pinyin_of(display_name), hired_on=hired_on
    )
    identity_services.add_duty(
        user_id=user.pk, organisation_id=organisation_id, title=title, valid_from=hired_on,
        is_main=True,
    )  # fmt: skip
    signin.mark_temporary(user=user, at=at)
    _common.record_person(
        "identity.employee_hired", user=user, at=at, actor_id=actor_id,
        organisation_id=organisation_id,
        changes={"staff_no": [None, staff_no], "title": [None, title],
                 "hired_on": [None, _common.text(hired_on)]},
    )  # fmt: skip
    return Hired(user=user, password=password)


def _demand_free_number(staff_no: str) -> None:
    owner = identity.user_by_staff_no(staff_no=staff_no)
    if owner is not None:
        raise StaffNumberTaken(staff_no=staff_no, person=owner)


@transaction.atomic
def register(
    *, user: User, staff_no: str, organisation_id: int, title: str, hired_on: date
) -> None:
    """Give a person who logs in already her staff record and main post (demo, first load).

    Repeating it changes nothing.
    """
    if identity.employee_record(user_id=user.pk) is not None:
        return
    identity_services.note_employee(
        user=user, staff_no=staff_no, pinyin=pinyin_of(user.display_name), hired_on=hired_on
    )
    identity_services.add_duty(
        user_id=user.pk, organisation_id=organisation_id, title=title, valid_from=hired_on,
        is_main=True,
    )  # fmt: skip


@transaction.atomic
def transfer(
    *, user_id: int, organisation_id: int, title: str, valid_from: date,
    keep_assignment_ids: Collection[int], reason: str, actor_id: int, scope: Scope, at: datetime,
) -> Duty:  # fmt: skip
    """Move a person's main post to another unit from a day on; return the new post.

    Roles that are not named in ``keep_assignment_ids`` end on that day; new ones are asked for
    as always. Raises PersonNotFound, OutsideYourUnits, NotOneself, ReasonNeeded, RoleUnitClosed.
    """
    _common.demand_other(actor_id=actor_id, user_id=user_id)
    user = _common.person(user_id=user_id, scope=scope)
    _common.demand_units([organisation_id], scope=scope)
    reason = _common.demand_reason(reason)
    old = identity_services.end_main_duty(user_id=user_id, on=valid_from)
    new = identity_services.add_duty(
        user_id=user_id, organisation_id=organisation_id, title=title, valid_from=valid_from,
        is_main=True,
    )  # fmt: skip
    ended = []
    for row in identity.assignments_of(user_id=user_id):
        is_over = row.valid_to is not None and row.valid_to <= valid_from
        if row.pk not in keep_assignment_ids and not is_over:
            identity_services.end_role(assignment_id=row.pk, last_day=valid_from, at=at)
            ended.append(f"{row.role}@{row.organisation.code}")
    names = identity.names_of(
        organisation_ids=[organisation_id, *([old.organisation_id] if old else [])]
    )
    _common.record_person(
        "identity.employee_transferred", user=user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=organisation_id,
        changes={"unit": [names[old.organisation_id] if old else None, names[organisation_id]],
                 "title": [old.title if old else None, title],
                 "valid_from": _common.text(valid_from), "roles_ended": ended},
    )  # fmt: skip
    return new


@transaction.atomic
def add_duty(
    *, user_id: int, organisation_id: int, title: str, valid_from: date, valid_to: date | None,
    actor_id: int, scope: Scope, at: datetime,
) -> Duty:  # fmt: skip
    """Note a further post beside the main one; return it.

    Raises PersonNotFound, OutsideYourUnits, RolePeriodUnfit.
    """
    user = _common.person(user_id=user_id, scope=scope)
    _common.demand_units([organisation_id], scope=scope)
    duty = identity_services.add_duty(
        user_id=user_id, organisation_id=organisation_id, title=title, valid_from=valid_from,
        valid_to=valid_to, is_main=False,
    )  # fmt: skip
    _common.record_person(
        "identity.duty_added", user=user, at=at, actor_id=actor_id,
        organisation_id=organisation_id,
        changes={"title": [None, title], "valid_from": [None, _common.text(valid_from)],
                 "valid_to": [None, _common.text(valid_to)]},
    )  # fmt: skip
    return duty


@transaction.atomic
def end_duty(*, duty_id: int, user_id: int, actor_id: int, scope: Scope, at: datetime) -> None:
    """End a further post today. Raises PersonNotFound (also for a main post: transfer instead)."""
    user = _common.person(user_id=user_id, scope=scope)
    on = timezone.localdate(at)
    duty = identity_services.end_duty(duty_id=duty_id, user_id=user_id, on=on)
    _common.record_person(
        "identity.duty_ended", user=user, at=at, actor_id=actor_id,
        organisation_id=duty.organisation_id,
        changes={"title": duty.title, "valid_to": [None, _common.text(duty.valid_to)]},
    )  # fmt: skip


@transaction.atomic
def rename(
    *, user_id: int, display_name: str, reason: str, actor_id: int, scope: Scope, at: datetime
) -> None:
    """Correct a person's name. Raises PersonNotFound, ReasonNeeded."""
    user = _common.person(user_id=user_id, scope=scope)
    reason, before = _common.demand_reason(reason), user.display_name
    identity_services.rename_user(
        user_id=user_id, display_name=display_name, pinyin=pinyin_of(display_name)
    )
    _common.record_person(
        "identity.employee_renamed", user=user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=identity.unit_of_person(user_id=user_id),
        changes={"display_name": [before, display_name]},
    )  # fmt: skip


@transaction.atomic
def deactivate(
    *, user_id: int, reason: str, actor_id: int, scope: Scope, at: datetime
) -> list[tuple[registry.PersonHolding, int]]:
    """Lock a person who leaves: at once nobody is logged in as her and no role of hers counts.

    Sessions end, the password is void, roles, posts and deputyships end today. Returns what she
    still has in hand, to be given to somebody else. Raises PersonNotFound, NotOneself,
    ReasonNeeded.
    """
    _common.demand_other(actor_id=actor_id, user_id=user_id)
    user = _common.person(user_id=user_id, scope=scope)
    reason, on = _common.demand_reason(reason), timezone.localdate(at)
    unit = identity.unit_of_person(user_id=user_id)
    roles = identity_services.end_all_roles(user_id=user_id, on=on, at=at)
    signin.end_all_sessions(user=user, actor_id=actor_id, reason=reason, at=at)
    identity_services.lock_user(user_id=user_id, on=on)
    _common.record_person(
        "identity.employee_deactivated", user=user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=unit,
        changes={"is_active": [True, False],
                 "roles_ended": [f"{row.role}@{row.organisation.code}" for row in roles]},
    )  # fmt: skip
    return registry.held_by_person(user_id)


@transaction.atomic
def issue_password(*, user_id: int, reason: str, actor_id: int, scope: Scope, at: datetime) -> str:
    """Give a person a new one-time password (first log-in after an import, a lost one); return it.

    All her sessions end. Raises PersonNotFound, NotOneself, ReasonNeeded, EmployeeNotActive.
    """
    _common.demand_other(actor_id=actor_id, user_id=user_id)
    user = _common.person(user_id=user_id, scope=scope)
    if not user.is_active:
        raise EmployeeNotActive(person=user)
    reason = _common.demand_reason(reason)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    signin.end_all_sessions(user=user, actor_id=actor_id, reason=reason, at=at)
    identity_services.set_password(user_id=user_id, password=password)
    signin.mark_temporary(user=user, at=at)
    _common.record_person(
        "identity.password_issued", user=user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=identity.unit_of_person(user_id=user_id),
    )  # fmt: skip
    return password


@transaction.atomic
def reactivate(
    *, user_id: int, organisation_id: int, title: str, reason: str, actor_id: int, scope: Scope,
    at: datetime,
) -> str:  # fmt: skip
    """Take a person back with a new main post; return a password for the first log-in.

    Her former roles stay ended: they are asked for anew. Raises PersonNotFound, NotOneself,
    OutsideYourUnits, ReasonNeeded.
    """
    _common.demand_other(actor_id=actor_id, user_id=user_id)
    user = _common.person(user_id=user_id, scope=scope)
    _common.demand_units([organisation_id], scope=scope)
    reason, on = _common.demand_reason(reason), timezone.localdate(at)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    identity_services.unlock_user(user_id=user_id, password=password)
    signin.mark_temporary(user=user, at=at)
    identity_services.end_main_duty(user_id=user_id, on=on)
    identity_services.add_duty(
        user_id=user_id, organisation_id=organisation_id, title=title, valid_from=on, is_main=True
    )
    _common.record_person(
        "identity.employee_reactivated", user=user, at=at, actor_id=actor_id, reason=reason,
        organisation_id=organisation_id,
        changes={"is_active": [False, True], "title": [None, title]},
    )  # fmt: skip
    return password
