"""What every act on staff shares: who it is about, and whether it is the actor's business."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope

from ..errors import NotOneself, OutsideYourUnits, PersonNotFound, ReasonNeeded

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


def person(*, user_id: int, scope: Scope) -> User:
    """Return the employee, if she is inside ``scope``. Raises PersonNotFound."""
    found = identity.person(pk=user_id, scope=scope)
    if found is None:
        raise PersonNotFound
    return found


def demand_other(*, actor_id: int, user_id: int) -> None:
    """Refuse what somebody does about herself. Raises NotOneself."""
    if actor_id == user_id:
        raise NotOneself


def demand_reason(reason: str) -> str:
    """Return the reason without blanks around it. Raises ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()


def demand_units(organisation_ids: Iterable[int], *, scope: Scope) -> None:
    """Refuse a unit outside ``scope``. Raises OutsideYourUnits."""
    outside = [pk for pk in organisation_ids if not scope.holds(pk)]
    if outside:
        names = identity.names_of(organisation_ids=outside)
        raise OutsideYourUnits(unit=", ".join(names.values()) or "–")


def record_person(
    action: str, *, user: User, at: datetime, actor_id: int | None, reason: str = "",
    organisation_id: int | None = None, changes: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write what was done about a person into the audit trail."""
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="employee", object_id=user.pk,
        object_label=user.username, organisation_id=organisation_id, changes=changes,
        reason=reason,
    )  # fmt: skip


def text(day: date | None) -> str | None:
    """Return a day as it stands in the audit trail."""
    return day.isoformat() if day else None
