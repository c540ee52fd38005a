"""Staff records and posts; whoever calls writes the audit entry (``foundation.staff`` does)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.db.models.base import ModelState

from gridhall.foundation.locks import hold_lock

from ..errors import RolePeriodUnfit, RoleUnitClosed, UnableToEndDuty
from ..models import Duty, Employee, RoleAssignment, User
from ..selectors import tree_on

Dated = TypeVar("Dated", Duty, RoleAssignment)


def note_employee(*, user: User, staff_no: str, pinyin: str, hired_on: date) -> Employee:
    """Create the staff record of a person; return it."""
    return Employee.objects.create(user=user, staff_no=staff_no, pinyin=pinyin, hired_on=hired_on)


@transaction.atomic
def add_duty(
    *, user_id: int, organisation_id: int, title: str, valid_from: date, is_main: bool,
    valid_to: date | None = None,
) -> Duty:  # fmt: skip
    """Give a person a post at a unit; return it. Raises RolePeriodUnfit, RoleUnitClosed."""
    if valid_to is not None and valid_to <= valid_from:
        raise RolePeriodUnfit(first=valid_from, last=valid_to)
    unit = tree_on(on=valid_from).get(organisation_id)
    if unit is None or not unit.is_open:
        raise RoleUnitClosed(unit=unit.name if unit else "–", day=valid_from)
    return Duty.objects.create(
        user_id=user_id, organisation_id=organisation_id, title=title, valid_from=valid_from,
        valid_to=valid_to, is_main=is_main,
    )  # fmt: skip


@transaction.atomic
def end_main_duty(*, user_id: int, on: date) -> Duty | None:
    """End the main post that holds on that day, and take back later ones; return the ended one."""
    hold_lock(f"duties {user_id}")
    ended = None
    rows = Duty.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=user_id, is_main=True
    )
    for row in rows.order_by("valid_from"):
        ended = ended or row
        row.valid_to = max(on, row.valid_from)
        row.save(update_fields=["valid_to"])
    return ended


@transaction.atomic
def end_duty(*, duty_id: int, user_id: int, on: date) -> Duty:
    """End a further post of a person on a day; return it. Raises UnableToEndDuty."""
    row = (
        Duty.objects.select_for_update()
        .filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on), pk=duty_id, user_id=user_id,
            is_main=False,
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise UnableToEndDuty
    row.valid_to = max(on, row.valid_from)
    row.save(update_fields=["valid_to"])
    return row


@transaction.atomic
def rename_user(*, user_id: int, display_name: str, pinyin: str) -> None:
    """Give a person another name to be shown and found by."""
    User.objects.filter(pk=user_id).update(display_name=display_name)
    Employee.objects.filter(user_id=user_id).update(pinyin=pinyin)


@transaction.atomic
def lock_user(*, user_id: int, on: date) -> None:
    """Void the password, which ends every session, and note that the person has left."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    Employee.objects.filter(user_id=user_id, hired_on__lte=on).update(left_on=on)
    for row in Duty.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=user_id):
        row.valid_to = max(on, row.valid_from)
        row.save(update_fields=["valid_to"])


@transaction.atomic
def set_password(*, user_id: int, password: str) -> None:
    """Give a person another password, which ends every session."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def unlock_user(*, user_id: int, password: str) -> None:
    """Let a person log in again with a new password."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = True
    user.set_password(password)
    user.save(update_fields=["is_active", "password"])
    Employee.objects.filter(user_id=user_id).update(left_on=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many posts and roles went over to another unit."""

    duties: int
    roles: int


@transaction.atomic
def move_people(*, organisation_id: int, into_id: int, on: date) -> Moved:
    """Let posts and roles of a unit go over to another one from a day on (a merger).

    Each row ends on that day and a new one with the same content begins, so that history stays.
    """
    ahead = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    duties = list(Duty.objects.filter(ahead, organisation_id=organisation_id))
    for duty in duties:
        _go_over(duty, into_id, on).save(force_insert=True)
    roles = list(
        RoleAssignment.objects.filter(
            ahead, organisation_id=organisation_id, kind=RoleAssignment.Kind.STANDING
        )
    )
    for role in roles:
        moved = _go_over(role, into_id, on)
        if not _has(moved):
            moved.save(force_insert=True)
    return Moved(duties=len(duties), roles=len(roles))


def _go_over(row: Dated, into_id: int, on: date) -> Dated:
    """End a post or role on a day and return its unsaved successor at the other unit."""
    end, first = row.valid_to, max(on, row.valid_from)
    row.valid_to = first
    row.save(update_fields=["valid_to"])
    successor = copy(row)
    successor.pk, successor._state = None, ModelState()
    successor.organisation_id, successor.valid_from, successor.valid_to = into_id, first, end
    return successor


def _has(row: RoleAssignment) -> bool:
    """Tell whether the person has the role at the new unit from that day on already."""
    return RoleAssignment.objects.filter(
        user_id=row.user_id, role=row.role, organisation_id=row.organisation_id,
        valid_from=row.valid_from, valid_to__isnull=True,
    ).exists()  # fmt: skip
