"""What a case is and how urgent: classified, graded, brought before superiors; crews sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.processes import services as processes
from gridhall.servicedesk import errors, events, policy, steps
from gridhall.servicedesk.models import Area, Case, Kind, Priority, Topic

from . import _convey, _route
from ._checks import chosen, reason_given, topic_of
from ._end import end_process
from ._engine import SUBJECT
from ._hand import Hand, hand_on
from ._repeats import note_repeat
from ._sealed import guard_text
from ._talk import demand_open
from ._told import facts

SUPERVISE = "cases.supervise"


def classify(
    *, case_id: int, topic: str, by_id: int, at: datetime, kind: str = "", area: str | None = None,
    grade: str | None = None, reason: str = "",
) -> Case:  # fmt: skip
    """Say what a case is about, and so who handles it (R64); process and clocks follow.

    Another ``kind`` begins that kind's process; a report of wrongdoing neither comes of another
    kind nor becomes one. Raises CaseEnded, TopicRefused, CaseChoiceRefused, MayIdentifyInformant,
    and what the process refuses.
    """
    guard_text(case_id=case_id, text=reason, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        demand_open(hand)
        wanted = kind or case.kind
        _demand_kind(case, wanted)
        found = topic_of(wanted, topic, on=timezone.localdate(at))
        before = _described(case)
        other = wanted != case.kind
        hand.set(kind=wanted, topic_id=found.pk, category=found.category)
        case.topic = found
        if area is not None:
            chosen(area, Area, _("area"))
            hand.set(area=area)
        if grade is not None:
            hand.set(grade=grade[:20])
        hand.regrade = True
        _rerouted(hand, found, anew=other, reason=reason)
        hand.happened("CLASSIFIED", shown=True, kind=wanted, topic=topic)
        note_repeat(hand)
        now = _described(case)
        changes = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
        hand.record("classified", reason=reason, **changes)
    return hand.case


def _described(case: Case) -> dict[str, Any]:
    return {
        "kind": case.kind, "topic": case.topic.code if case.topic else "",
        "category": case.category, "area": case.area, "grade": case.grade,
    }  # fmt: skip


def _demand_kind(case: Case, wanted: str) -> None:
    chosen(wanted, Kind, _("kind"))
    if wanted != case.kind and Kind.REPORT in (wanted, case.kind):
        others = [str(one.label) for one in Kind if one != Kind.REPORT]
        raise errors.CaseChoiceRefused(field=_("kind"), value=wanted, known=", ".join(others))


def _rerouted(hand: Hand, topic: Topic, *, anew: bool, reason: str) -> None:
    """Bring the work to whoever handles this topic: by a new process, a step done, or a move."""
    case = hand.case
    if anew:
        end_process(hand, reason=reason)
        hand.set(handler_id=None)
        _route.start(hand)
        return
    item = _route.open_item(case)
    if item is not None and item.step == steps.CLASSIFY:
        _route.advance(hand, to=[steps.CLASSIFY], values={"handling_role": topic.handler_role})
        return
    instance_id = _route.running(case)
    if instance_id is None or case.kind == Kind.REPORT:
        return
    processes.move(
        instance_id=instance_id, values={"handling_role": topic.handler_role},
        organisation_id=case.handler_organisation_id or case.organisation_id,
        by_id=hand.by_id, at=hand.at,
    )  # fmt: skip
    item = _route.open_item(case)
    if item is not None and item.role != case.handler_role:
        hand.set(handler_role=item.role, handler_id=None)
        if case.held_by == "COMPANY":
            hand.hold(party=case.held_by, organisation_id=case.handler_organisation_id,
                      role=item.role)  # fmt: skip


def set_priority(*, case_id: int, priority: int, by_id: int, at: datetime, reason: str) -> Case:
    """Say how urgent a case is; it takes that place in every inbox.

    Raises CaseEnded, CaseChoiceRefused, ReasonMissing, MayIdentifyInformant.
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    chosen(priority, Priority, _("priority"))
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        before = hand.case.priority
        _make_urgent(hand, priority)
        hand.record("prioritised", reason=why, priority=[before, priority])
    return hand.case


def _make_urgent(hand: Hand, priority: int) -> None:
    if priority == hand.case.priority:
        return
    hand.set(priority=priority)
    processes.set_priority(
        subject_type=SUBJECT, subject_id=hand.case.pk, priority=_route.URGENCY[priority]
    )


def escalate(
    *, case_id: int, reason: str, by_id: int | None, at: datetime, level: int | None = None
) -> Case:
    """Bring a case before a superior (graded responsibility, R69): one level up, or to ``level``.

    It becomes urgent at least, and the supervisors of its unit are told. Raises CaseEnded,
    HighestLevel, ReasonMissing, MayIdentifyInformant.
    """
    why = reason_given(reason)
    guard_text(case_id=case_id, text=why, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        demand_open(hand)
        raised = case.escalation_level + 1 if level is None else level
        if not case.escalation_level < raised <= policy.desk().highest_level:
            raise errors.HighestLevel(case=case.number, level=case.escalation_level)
        hand.set(escalation_level=raised)
        _make_urgent(hand, max(case.priority, Priority.URGENT))
        hand.signal("escalated")
        hand.happened("ESCALATED", level=raised)
        hand.events.append(
            events.CaseEscalated(**facts(case), escalated_at=at.isoformat(), level=raised)
        )
        hand.record("escalated", reason=why, level=raised)
        _convey.tell_people(case, template="servicedesk.case_escalated",
                            user_ids=_superiors(case, at), key=f"level {raised} {case.reopened}",
                            hand=hand)  # fmt: skip
    return hand.case


def _superiors(case: Case, at: datetime) -> list[int]:
    """Return the supervisors whose reach holds the case; for a report, its other officers."""
    action, on = ("cases.sealed" if case.sealed else SUPERVISE), timezone.localdate(at)
    return [
        user_id
        for user_id in identity.who_may(action=action, on=on)
        if identity.scope_of(user_id=user_id, action=action, on=on).holds(case.organisation_id)
    ]


def mark_dispatched(
    *, case_id: int, by_id: int, at: datetime, role: str = "", note: str = ""
) -> Case:
    """Send a crew: the judgement is done, the clock of the dispatch stops (10 minutes, R73).

    Raises ActNotDue, CaseEnded, and what the process refuses.
    """
    return _done(case_id, steps.JUDGE, "dispatched", by_id=by_id, at=at, note=note,
                 outcome="DISPATCH", values={"handling_role": role} if role else {})  # fmt: skip


def mark_arrived(*, case_id: int, by_id: int, at: datetime, note: str = "") -> Case:
    """Note that the crew is on site (30 minutes, R73). Raises as ``mark_dispatched``."""
    return _done(case_id, steps.ARRIVE, "arrived", by_id=by_id, at=at, note=note)


def _done(
    case_id: int, step: str, act: str, *, by_id: int, at: datetime, note: str, outcome: str = "",
    values: dict[str, Any] | None = None,
) -> Case:  # fmt: skip
    guard_text(case_id=case_id, text=note, by_id=by_id, at=at)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        demand_open(hand)
        _route.advance(hand, to=[step], outcome=outcome, values=values, note=note)
        hand.happened(act.upper(), shown=True)
        hand.record(act)
    return hand.case
