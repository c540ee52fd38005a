"""The clocks of processes: whatever has become due, each in its own transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gridhall.kernel.errors import GridHallError

from .. import ordering
from ..definition import Kind
from ..models import ProcessInstance, Timer, WorkItem, WorkItemEvent
from ..registry import Happening
from . import _moving
from ._act import Act, LogKind, definition_of
from ._completing import Status as ItemStatus
from ._sending_back import withdraw_work

logger = logging.getLogger(__name__)
BATCH = 500
#: What an item gets when its clock rings.
URGENT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many clocks rang, how many failed and stay due for the next sweep."""

    rang: int
    failed: int


def sweep_timers(*, at: datetime) -> Swept:
    """Let every clock ring that is due; return how many did.

    Each one is its own transaction: killed at any moment, what is done stays done and the rest
    is found again. A process that somebody works on at the moment is left for the next time.
    """
    rang = failed = 0
    after = (datetime.min.replace(tzinfo=at.tzinfo), 0)
    while True:
        due = _due(at, after)
        for pk, due_at in due:
            after = (due_at, pk)
            try:
                rang += _ring(pk, at=at)
            except GridHallError as error:
                failed += 1
                logger.warning("timer %s stays due: %s", pk, error.code)
            except Exception:
                failed += 1
                logger.exception("timer %s stays due", pk)
        if len(due) < BATCH:
            return Swept(rang=rang, failed=failed)


def _due(at: datetime, after: tuple[datetime, int]) -> list[tuple[int, datetime]]:
    rows = Timer.objects.filter(status=Timer.Status.WAITING, due_at__lte=at, due_at__gte=after[0])
    found = rows.order_by("due_at", "pk").values_list("pk", "due_at")
    return [one for one in found[: BATCH + 1] if (one[1], one[0]) > after][:BATCH]


@transaction.atomic
def _ring(pk: int, *, at: datetime) -> bool:
    """Let one clock ring, unless it was stopped meanwhile or its process is being worked on."""
    rows = Timer.objects.filter(pk=pk)
    for instance_id, root_id in rows.values_list("token__instance_id", "token__instance__root_id"):
        roots = ProcessInstance.objects.filter(pk=root_id or instance_id)
        if not list(roots.select_for_update(skip_locked=True).values_list("pk")):
            return False
    related = rows.select_related("token__instance__definition")
    timer = related.defer("token__instance__definition__text").first()
    if timer is None or timer.status != Timer.Status.WAITING:
        return False
    timer.status, timer.done_at = Timer.Status.RANG, at
    timer.save(update_fields=["status", "done_at"])
    act = Act(at=at, by_id=None)
    _take_effect(act, timer)
    act.finish()
    return True


def _take_effect(act: Act, timer: Timer) -> None:
    token = timer.token
    instance = act.knows(token.instance)
    step = definition_of(instance).steps[token.step]
    act.note(instance, LogKind.TIMER, step=step.id, outcome=timer.name, token_id=token.pk)
    clock = next((one for one in step.timers if one.name == timer.name), None)
    if step.kind == Kind.TIMER and not timer.name:
        _moving.leave(act, instance, token)
    elif clock is not None and clock.next:
        withdraw_work(act, token)
        token.outcome = ""
        _moving.leave(act, instance, token, timer=timer.name, to=clock.next)
    else:
        _hurry(act, timer)


def _hurry(act: Act, timer: Timer) -> None:
    item = WorkItem.objects.filter(token=timer.token, status=ItemStatus.OPEN).first()
    if item is not None and item.priority < URGENT:
        item.priority = URGENT
        item.turn = ordering.turn(priority=item.priority, due_at=item.due_at)
        item.save(update_fields=["priority", "turn"])
        WorkItemEvent.objects.create(
            item=item, kind=WorkItemEvent.Kind.URGENT, holder_id=item.assignee_id, at=act.at
        )
    act.tell(
        timer.token.instance, Happening.TIMER, step=timer.step, timer=timer.name,
        item_id=item.pk if item else None,
    )  # fmt: skip
