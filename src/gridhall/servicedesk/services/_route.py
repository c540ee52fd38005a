"""Starting the process of a case, and moving its work on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridhall.foundation.processes import services as processes
from gridhall.foundation.processes.selectors import WorkItemView
from gridhall.servicedesk import errors, routing, steps
from gridhall.servicedesk.models import Case, Kind

from . import _engine
from ._engine import SUBJECT
from ._hand import Hand

#: Processes have priorities 0 to 9; a case has three.
URGENCY = {0: 0, 1: 5, 2: 9}


def start(hand: Hand) -> None:
    """Start the process of a case by the version in force."""
    case = hand.case
    about: dict[str, Any] = {
        "code": routing.PROCESSES[Kind(case.kind)], "subject_type": SUBJECT, "subject_id": case.pk,
        "subject_label": case.number, "organisation_id": case.organisation_id,
        "values": values_of(case), "at": hand.at, "by_id": hand.by_id,
        "dedup_key": f"case:{case.pk}:{case.kind}:{case.version}",
        "priority": URGENCY[case.priority],
    }  # fmt: skip
    if hand.new:
        hand.process = processes.start_first(**about)
    else:
        processes.start(**about)


def values_of(case: Case) -> dict[str, Any]:
    """Return what decides the way of a new case through its process."""
    values: dict[str, Any] = {"wants_reply": case.wants_reply}
    if case.kind == Kind.REPORT:
        return values
    values["front_role"] = routing.front_role(kind=case.kind, channel=case.channel)
    if case.topic is not None:
        values["handling_role"] = case.topic.handler_role
    return values


#: How a step ends that somebody passes on the way to her act; others are never passed.
STRAIGHT: dict[str, dict[str, str]] = {
    steps.REPLY: {
        "look_up": "FOUND", "department": "", "accept": "ACCEPTED", "investigate": "NO_MEASURES",
        "verify": "ORDINARY", "superior": "", "carry_out": "", "judge": "NO_CREW",
        "re_energise": "",
    },
    steps.MEASURES: {"investigate": "FOUND"},
}  # fmt: skip


def advance(
    hand: Hand, *, to: Iterable[str], outcome: str = "", values: dict[str, Any] | None = None,
    note: str = "", entitled: bool = False,
) -> None:  # fmt: skip
    """Complete the step of an act, with the steps before it that a person does in one go.

    ``to`` are the steps the act belongs to. Raises ActNotDue when the case does not come to one
    of them, and what the engine raises (AlreadyDone, UnableToAct …).
    """
    wanted, passed = frozenset(to), set[str]()
    ways = {step: end for one in wanted for step, end in STRAIGHT.get(one, {}).items()}
    while True:
        item = open_item(hand.case, wanted)
        if item is None or item.step in passed or item.step not in {*wanted, *ways}:
            raise errors.ActNotDue(case=hand.case.number)
        arrived = item.step in wanted
        end = outcome if arrived else ways[item.step] or item.first_outcome
        processes.complete(
            item_id=item.item_id, by_id=actor(hand), at=hand.at, outcome=end, entitled=entitled,
            values=(values or {}) if arrived else {}, note=note if arrived else "",
        )  # fmt: skip
        if arrived:
            return
        passed.add(item.step)


def actor(hand: Hand) -> int:
    """Return who acts; raise ActNotDue for the system, which finishes no step of people."""
    if hand.by_id is None:
        raise errors.ActNotDue(case=hand.case.number)
    return hand.by_id


def open_item(case: Case, wanted: Iterable[str] = ()) -> WorkItemView | None:
    """Return the open work item of a case; of several, one of the ``wanted`` steps comes first."""
    items = _engine.open_items(case)
    first = [item for item in items if item.step in frozenset(wanted)]
    return next(iter(first or items), None)


def running(case: Case) -> int | None:
    """Return the running process of a case, None when it is over."""
    found = _engine.latest(case)
    return found[0] if found and found[1] else None


def latest(case: Case) -> int:
    """Return the newest process of a case. Raises ActNotDue when it never had one."""
    found = _engine.latest(case)
    if found is None:
        raise errors.ActNotDue(case=case.number)
    return found[0]
