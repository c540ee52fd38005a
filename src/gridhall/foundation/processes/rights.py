"""Who may do what with a work item.

Its role at its unit (her own or lent to her), its assignee, and ``work.assign`` for the work of
others. A context may close single subjects on top (``ProcessKind.may_act``).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role

from . import registry, versions
from .errors import UnableToAct, UnableToTake
from .models import WorkItem

ASSIGN = "work.assign"


def owners_at(*, user_id: int, role: str, organisation_id: int, at: datetime) -> set[int]:
    """Return whose role it is that ``user_id`` holds there: herself, and those who lent theirs."""
    held = identity.roles_at(
        user_id=user_id, organisation_id=organisation_id, on=timezone.localdate(at), at=at
    )
    return {one.owner_id for one in held if one.role == role}


def may_assign(*, user_id: int, organisation_id: int, at: datetime) -> bool:
    """Tell whether she hands out the work of others at this unit."""
    on = timezone.localdate(at)
    return ASSIGN in identity.actions_at(user_id=user_id, organisation_id=organisation_id, on=on)


def is_open_to(*, user_id: int, item: WorkItem, at: datetime) -> bool:
    """Tell whether the context leaves the subject open to her."""
    kind = registry.kind_of(item.process)
    if kind is None or kind.may_act is None:
        return True
    return kind.may_act(user_id, item.subject_type, item.subject_id, at)


def demand_to_do(*, user_id: int, item: WorkItem, at: datetime) -> bool:
    """Raise UnableToAct when she may not do the item at all; tell whether it is in her hands.

    It is when nobody has it, when she has, or when she stands in for who has.
    """
    if not is_open_to(user_id=user_id, item=item, at=at):
        raise UnableToAct(step=step_title(item), subject=item.subject_label)
    if item.assignee_id == user_id:
        return True
    owners = owners_at(user_id=user_id, role=item.role, organisation_id=item.organisation_id, at=at)
    if not owners:
        raise UnableToAct(step=step_title(item), subject=item.subject_label)
    return item.assignee_id is None or item.assignee_id in owners


def demand_to_assign(*, user_id: int, item: WorkItem, at: datetime) -> None:
    """Raise UnableToAct when she may not hand out the work of others there."""
    if not may_assign(user_id=user_id, organisation_id=item.organisation_id, at=at):
        raise UnableToAct(step=step_title(item), subject=item.subject_label)


def can_take(*, user_id: int, item: WorkItem, at: datetime) -> bool:
    """Tell whether the item may be given to this person: the role is hers, or lent to her."""
    employee = identity.employee_by_id(pk=user_id)
    return (
        employee is not None
        and employee.is_active
        and bool(
            owners_at(user_id=user_id, role=item.role, organisation_id=item.organisation_id, at=at)
        )
        and is_open_to(user_id=user_id, item=item, at=at)
    )


def demand_can_take(*, user_id: int, item: WorkItem, at: datetime) -> None:
    """Raise UnableToTake when the item may not be given to this person."""
    if can_take(user_id=user_id, item=item, at=at):
        return
    units = identity.names_of(organisation_ids=[item.organisation_id])
    people = identity.names_of_people(user_ids=[user_id])
    raise UnableToTake(
        person=people.get(user_id, "?"), role=Role(item.role).label,
        unit=units.get(item.organisation_id, "?"),
    )  # fmt: skip


def step_title(item: WorkItem) -> object:
    """Return what the step of an item is called, in the language of whoever reads it."""
    return versions.parsed(item.instance.definition).steps[item.step].title
