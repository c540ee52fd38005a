"""The shape of a process: nobody gets lost, stuck, or goes round for ever.

Checked: every way leads to a step; one start; every step is reached from it and reaches an end;
no circle without a person, an event or a clock in it; every fork has one join that all its
branches reach, and nothing leaves or enters in between; outcomes and gates name what exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from ..definition import RESTING, Kind, Step
from ..gates import steps_named_by
from ..guards import outcomes_in
from ..plain import Node
from ._parts import Reader


@dataclass(slots=True)
class Shape:
    """Which join closes each fork, and which forks are around each step."""

    joins: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check(steps: Mapping[str, Step], reader: Reader) -> Shape:
    """Return the shape; note every fault."""
    _names(steps, reader)
    reader.faults.stop()
    starts = [step for step in steps.values() if step.kind == Kind.START]
    ends = [step for step in steps.values() if step.kind == Kind.END]
    if len(starts) != 1 or not ends:
        first = next(iter(steps.values()))
        reader.add(_("A process has exactly one start and at least one end."),
                   Node(None, first.line))  # fmt: skip
        reader.faults.stop()
    forward = {step.id: list(step.successors()) for step in steps.values()}
    backward: dict[str, list[str]] = {name: [] for name in steps}
    for name, targets in forward.items():
        for target in targets:
            backward[target].append(name)
    reached = _reach([starts[0].id], forward)
    ending = _reach([step.id for step in ends], backward)
    for step in steps.values():
        if step.id not in reached:
            _fault(reader, step, _("No way leads here."))
        elif step.id not in ending:
            _fault(reader, step, _("From here no way leads to an end: a loop without an exit."))
    _circles(steps, reader)
    _outcomes(steps, backward, reader)
    return _blocks(steps, starts[0], reader)


def _fault(reader: Reader, step: Step, template: str, **params: object) -> None:
    reader.faults.add(template, line=step.line, step=step.id, **params)


def _names(steps: Mapping[str, Step], reader: Reader) -> None:
    for step in steps.values():
        lines = [(way.to, way.line) for way in step.next]
        lines += [(timer.next, timer.line) for timer in step.timers if timer.next]
        for name, line in lines:
            if name not in steps:
                reader.faults.add(_("There is no step “{name}” to go to."), line=line,
                                  step=step.id, name=name)  # fmt: skip
            elif steps[name].kind == Kind.START:
                reader.faults.add(_("No way leads back to the start."), line=line, step=step.id)
        for gate in step.gates:
            for name in steps_named_by(gate):
                if name not in steps or steps[name].kind != Kind.TASK:
                    reader.faults.add(_("The gate {gate} names “{name}”, which is no task here."),
                                      line=gate.line, step=step.id, gate=gate.name,
                                      name=name)  # fmt: skip


def _reach(first: Iterable[str], ways: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(first)
    while ahead:
        one = ahead.pop()
        if one not in seen:
            seen.add(one)
            ahead += ways[one]
    return seen


def _circles(steps: Mapping[str, Step], reader: Reader) -> None:
    """Note circles of steps that can be passed in no time: they would turn for ever."""
    passing = sorted(step.id for step in steps.values() if _may_pass(step))
    quick = {name: [way.to for way in steps[name].next if way.to in passing] for name in passing}
    for name in quick:
        if name in _reach(quick[name], quick):
            _fault(
                reader,
                steps[name],
                _("This circle has no task, wait or timer in it: it would turn for ever."),
            )


def _may_pass(step: Step) -> bool:
    """Tell whether a token may leave the step in the moment it arrives."""
    quick_wait = step.kind == Kind.WAIT and step.unless is not None
    return quick_wait or step.kind == Kind.SUBPROCESS or step.kind not in RESTING


def _outcomes(steps: Mapping[str, Step], backward: Mapping[str, list[str]], reader: Reader) -> None:
    """Note conditions on an outcome that no task just before can have."""
    for step in steps.values():
        for way in step.next:
            for code in outcomes_in(way.when):
                if code not in _possible(step, steps, backward):
                    reader.faults.add(
                        _("No task before this step has the outcome “{outcome}”."),
                        line=way.line, step=step.id, outcome=code,
                    )  # fmt: skip


def _possible(step: Step, steps: Mapping[str, Step], backward: Mapping[str, list[str]]) -> set[str]:
    if step.kind == Kind.TASK:
        return {one.code for one in step.outcomes}
    seen: set[str] = set()
    found: set[str] = set()
    ahead = [step.id]
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        if steps[one].kind == Kind.TASK:
            found |= {choice.code for choice in steps[one].outcomes}
        elif steps[one].kind != Kind.JOIN:
            ahead += backward[one]
    return found


def _blocks(steps: Mapping[str, Step], start: Step, reader: Reader) -> Shape:
    """Walk from the start with the forks around each step; note what does not nest."""
    shape = Shape()
    ahead: list[tuple[str, tuple[str, ...]]] = [(start.id, ())]
    while ahead:
        name, around = ahead.pop()
        step = steps[name]
        if step.kind == Kind.JOIN:
            if not around:
                _fault(reader, step, _("This join has no fork before it."))
                continue
            fork, around = around[-1], around[:-1]
            if shape.joins.setdefault(fork, name) != name:
                _fault(reader, steps[fork], _("The branches of this fork meet in different joins."))
                continue
        if name in shape.blocks:
            if shape.blocks[name] != around:
                _fault(
                    reader, step, _("This step is reached from inside and from outside of a fork.")
                )
            continue
        shape.blocks[name] = around
        if step.kind == Kind.END and around:
            _fault(reader, step, _("A branch of the fork {fork} ends here without a join."),
                   fork=around[-1])  # fmt: skip
        inside = (*around, name) if step.kind == Kind.FORK else around
        ahead += [(target, inside) for target in step.successors()]
    _one_fork_each(shape, steps, reader)
    return shape


def _one_fork_each(shape: Shape, steps: Mapping[str, Step], reader: Reader) -> None:
    """Note a join that closes two forks, and a fork without a join."""
    seen: set[str] = set()
    for join in shape.joins.values():
        if join in seen:
            _fault(reader, steps[join], _("This join closes more than one fork."))
        seen.add(join)
    for step in steps.values():
        if step.kind == Kind.FORK and step.id in shape.blocks and step.id not in shape.joins:
            _fault(reader, steps[step.id], _("This fork has no join."))
