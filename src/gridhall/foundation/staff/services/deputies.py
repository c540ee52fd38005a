"""Standing in for a colleague: proposed, accepted, over by itself or ended early."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.identity.errors import DeputyshipAnswered
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import services as messages

from .. import notices
from ..errors import PersonNotFound
from . import _common

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Deputyship


@transaction.atomic
def propose(
    *, principal_id: int, deputy_username: str, assignment_ids: Sequence[int], valid_from: date,
    valid_to: date, reason: str, actor_id: int, scope: Scope | None, at: datetime,
) -> Deputyship:  # fmt: skip
    """Ask a colleague to stand in with chosen roles; return the deputyship.

    Everybody asks for herself (``scope`` None); who manages staff asks for others, too. Raises
    PersonNotFound, ReasonNeeded, and what ``identity.services.propose_deputy`` raises.
    """
    if principal_id != actor_id:
        if scope is None:
            raise PersonNotFound
        _common.person(user_id=principal_id, scope=scope)
    deputy = identity.user_by_username(username=deputy_username.strip())
    if deputy is None or not deputy.is_employee:
        raise PersonNotFound
    row = identity_services.propose_deputy(
        principal_id=principal_id, deputy_id=deputy.pk, assignment_ids=assignment_ids,
        valid_from=valid_from, valid_to=valid_to, reason=_common.demand_reason(reason),
        proposed_by_id=actor_id, at=at,
    )  # fmt: skip
    roles = sorted(one.assignment.role for one in row.roles.all())
    _record("identity.deputy_proposed", row, actor_id=actor_id, at=at, reason=row.reason,
            changes={"deputy": [None, deputy.username], "status": [None, row.status],
                     "valid_from": [None, _common.text(valid_from)],
                     "valid_to": [None, _common.text(valid_to)],
                     "roles": [None, roles]})  # fmt: skip
    _tell(row, notices.DEPUTY_ASKED, to=deputy.pk, at=at, person=str(row.principal),
          last=_common.text(valid_to))  # fmt: skip
    return row


@transaction.atomic
def answer(*, deputyship_id: int, accept: bool, actor_id: int, at: datetime) -> Deputyship:
    """Accept or decline to stand in; only the deputy herself; return the deputyship.

    Raises DeputyshipAnswered, DutiesInConflict.
    """
    row = identity_services.answer_deputyship(
        deputyship_id=deputyship_id, deputy_id=actor_id, accept=accept, at=at
    )
    _record("identity.deputy_answered", row, actor_id=actor_id, at=at,
            changes={"status": ["PROPOSED", row.status]})  # fmt: skip
    _tell(
        row, notices.DEPUTY_ACCEPTED if accept else notices.DEPUTY_DECLINED,
        to=row.principal_id, at=at, person=str(row.deputy),
    )  # fmt: skip
    return row


@transaction.atomic
def end(
    *, deputyship_id: int, reason: str, actor_id: int, scope: Scope | None, at: datetime
) -> Deputyship:
    """End a deputyship early: either of the two, or who manages staff; return it.

    Raises DeputyshipAnswered (over already, or not one's business), ReasonNeeded.
    """
    row = identity.deputyship(pk=deputyship_id)
    if row is None:
        raise DeputyshipAnswered
    if actor_id not in {row.principal_id, row.deputy_id}:
        if scope is None:
            raise DeputyshipAnswered
        _common.person(user_id=row.principal_id, scope=scope)
    reason, before = _common.demand_reason(reason), row.status
    row = identity_services.end_deputyship(deputyship_id=deputyship_id, at=at)
    _record("identity.deputy_ended", row, actor_id=actor_id, at=at, reason=reason,
            changes={"status": [before, row.status]})  # fmt: skip
    return row


def _record(action: str, row: Deputyship, *, actor_id: int, at: datetime, **more: Any) -> None:
    unit = identity.unit_of_person(user_id=row.principal_id)
    _common.record_person(
        action, user=row.principal, at=at, actor_id=actor_id, organisation_id=unit, **more
    )


def _tell(row: Deputyship, template: str, *, to: int, at: datetime, **params: Any) -> None:
    messages.send(
        [
            messages.NewMessage(
                template=template, employee_id=to, dedup_key=f"{template}:{row.pk}:{row.status}",
                params={"first": _common.text(row.valid_from), **params},
            )
        ],
        at=at,
    )  # fmt: skip
