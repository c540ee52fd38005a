"""Whose hands a work item is in: taking, assigning, delegating, giving back; one or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gridhall.foundation.audit import services as audit
from gridhall.kernel.errors import GridHallError

from .. import rights
from ..errors import NoteNeeded
from ..models import WorkItem, WorkItemEvent
from ._completing import demand_in_hand, locked_item

Kind = WorkItemEvent.Kind
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one item of many: done, or why not."""

    item_id: int
    error: GridHallError | None = None


@transaction.atomic
def claim(*, item_id: int, by_id: int, at: datetime) -> None:
    """Take an item that nobody has, or that somebody has for whom one stands in.

    Taking one's own again changes nothing.

    Raises WorkItemNotFound, AlreadyDone, UnableToAct, AlreadyTaken.
    """
    item = locked_item(item_id)
    demand_in_hand(item, by_id=by_id, at=at)
    if item.assignee_id == by_id:
        return
    put_in_hands(item, by_id, kind=Kind.CLAIMED, by_id=by_id, at=at)


@transaction.atomic
def assign(*, item_id: int, to_id: int, by_id: int, at: datetime, note: str = "") -> None:
    """Give somebody an item, whoever has it now; needs ``work.assign`` at its unit.

    Raises WorkItemNotFound, AlreadyDone, UnableToAct, UnableToTake (who shall get it does not
    hold its role there).
    """
    item = locked_item(item_id)
    rights.demand_to_assign(user_id=by_id, item=item, at=at)
    rights.demand_can_take(user_id=to_id, item=item, at=at)
    if item.assignee_id == to_id:
        return
    before = item.assignee_id
    put_in_hands(item, to_id, kind=Kind.ASSIGNED, by_id=by_id, at=at, note=note)
    record(item, "processes.assigned", by_id=by_id, at=at,
           changes={"assignee": [before, to_id]})  # fmt: skip


@transaction.atomic
def delegate(*, item_id: int, to_id: int, by_id: int, at: datetime, note: str = "") -> None:
    """Hand one's own item to a colleague who holds its role.

    Raises WorkItemNotFound, AlreadyDone, UnableToAct (it is not hers), AlreadyTaken, UnableToTake.
    """
    item = locked_item(item_id)
    demand_in_hand(item, by_id=by_id, at=at)
    rights.demand_can_take(user_id=to_id, item=item, at=at)
    if item.assignee_id != to_id:
        put_in_hands(item, to_id, kind=Kind.DELEGATED, by_id=by_id, at=at, note=note)


@transaction.atomic
def give_back(*, item_id: int, by_id: int, at: datetime, note: str = "") -> None:
    """Put an item back into the box of its role: one's own, or (``work.assign``) another's.

    Raises WorkItemNotFound, AlreadyDone, UnableToAct.
    """
    item = locked_item(item_id)
    if item.assignee_id is None:
        return
    before = item.assignee_id
    if before != by_id:
        rights.demand_to_assign(user_id=by_id, item=item, at=at)
    put_in_hands(item, None, kind=Kind.GIVEN_BACK, by_id=by_id, at=at, note=note)
    if before != by_id:
        record(item, "processes.assigned", by_id=by_id, at=at,
               changes={"assignee": [before, None]})  # fmt: skip


ACTS: dict[str, Callable[..., Any]] = {
    "claim": claim, "assign": assign, "delegate": delegate, "give_back": give_back,
}  # fmt: skip


def many(
    act: str, item_ids: Sequence[int], *, by_id: int, at: datetime, **more: Any
) -> list[Result]:
    """Do the same with many items, each for itself; return what came of each, in order.

    ``act`` is claim, assign, delegate or give_back; ``more`` its other arguments (``to_id``,
    ``note``). Raises KeyError for another act, ValueError for more than 500 items.
    """
    do = ACTS[act]
    if len(item_ids) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} items at once")
    results = []
    for item_id in dict.fromkeys(item_ids):
        try:
            do(item_id=item_id, by_id=by_id, at=at, **more)
        except GridHallError as error:
            results.append(Result(item_id=item_id, error=error))
        else:
            results.append(Result(item_id=item_id))
    return results


def put_in_hands(
    item: WorkItem, to_id: int | None, *, kind: str, by_id: int | None, at: datetime, note: str = ""
) -> None:
    """Write who has the item from now on, and how it came to it."""
    before = item.assignee_id
    item.assignee_id, item.assigned_at = to_id, at if to_id else None
    item.version += 1
    item.save(update_fields=["assignee", "assigned_at", "version"])
    WorkItemEvent.objects.create(
        item=item, kind=kind, holder_id=before, receiver_id=to_id, by_id=by_id, at=at,
        note=note.strip(),
    )  # fmt: skip


def record(
    item: WorkItem, action: str, *, by_id: int, at: datetime, changes: dict[str, Any]
) -> None:
    """Write an act on the work of others into the audit trail; notes stay out of it."""
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="work_item", object_id=item.pk,
        object_label=item.subject_label, organisation_id=item.organisation_id,
        changes={"step": item.step} | changes,
    )  # fmt: skip


def demand_note(note: str) -> str:
    """Return the note; raise NoteNeeded if it is empty."""
    if not note.strip():
        raise NoteNeeded
    return note.strip()
