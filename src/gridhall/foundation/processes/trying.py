"""A draft tried on past cases: what their history would have led to in it. Nothing is changed.

The history is replayed in its order: a task that was completed is completed with the outcome and
values of that time, an event that came comes, a clock that rang rings. A task that the draft adds
and that asks for nothing is taken as done; where it asks for an outcome, the case is stuck there,
for nobody knows what people would have answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import versions
from .definition import RESTING, Definition, Kind, Step
from .guards import holds
from .models import ProcessInstance, StepLog

MOST_CASES = 500
MOST_STEPS = 2_000
SAMPLES = 5
Log = StepLog.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of a history that matters for the way."""

    kind: str
    step: str
    outcome: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Where one history leads: the end it reaches, or the steps where it gets stuck."""

    end: str = ""
    stuck: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    """New tasks that were taken as done."""
    unused: int = 0
    """Acts of that time that have no place in the draft."""


@dataclass(slots=True, kw_only=True)
class StuckAt:
    """How many cases get stuck at a step, and some of them."""

    step: Step
    count: int = 0
    labels: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Trial:
    """What came of all histories."""

    total: int = 0
    ended: int = 0
    otherwise: int = 0
    """Ended, but at another end than they did."""
    assumed: Counter[str] = field(default_factory=Counter)
    unused: int = 0
    stuck: dict[str, StuckAt] = field(default_factory=dict)


def try_on_past(definition: Definition, *, limit: int = MOST_CASES) -> Trial:
    """Return where the newest ended cases of the same process would have gone in ``definition``."""
    rows = list(
        ProcessInstance.objects.filter(
            definition__code=definition.code, status=ProcessInstance.Status.ENDED
        )
        .select_related("definition")
        .defer("definition__text")
        .order_by("-pk")[:limit]
    )
    history: dict[int, list[Record]] = {row.pk: [] for row in rows}
    logs = StepLog.objects.filter(instance__in=list(history)).order_by("instance_id", "pk")
    for log in logs.only("instance_id", "kind", "step", "outcome", "values").iterator():
        history[log.instance_id].append(
            Record(kind=log.kind, step=log.step, outcome=log.outcome, values=log.values)
        )
    trial = Trial()
    for row in rows:
        known = versions.parsed(row.definition).steps
        _count(trial, definition, row, replay(definition, history[row.pk], known=known))
    return trial


def _count(trial: Trial, definition: Definition, row: ProcessInstance, found: Replay) -> None:
    trial.total += 1
    trial.unused += bool(found.unused)
    trial.assumed.update(set(found.assumed))
    if found.end:
        trial.ended += 1
        trial.otherwise += found.end != row.end_step
        return
    for name in found.stuck:
        stuck = trial.stuck.setdefault(name, StuckAt(step=definition.steps[name]))
        stuck.count += 1
        if len(stuck.labels) < SAMPLES:
            stuck.labels.append(row.subject_label)


def replay(
    definition: Definition, history: Iterable[Record], *, known: Collection[str] = ()
) -> Replay:
    """Return where a history leads in a definition; ``known`` are the steps of its own version."""
    return _Run(definition, list(history), known).run()


@dataclass(slots=True)
class _Place:
    """Where a token rests, the outcome it carries, and the forks it is in."""

    step: str
    outcome: str
    forks: tuple[int, ...]


class _Run:
    """Tokens without a database: where they rest, which joins wait for how many."""

    def __init__(
        self, definition: Definition, history: list[Record], known: Collection[str]
    ) -> None:
        self.definition, self.history = definition, history
        self.values: dict[str, Any] = {}
        self.places: list[_Place] = []
        self.open_forks: dict[int, int] = {}
        self.end = ""
        self.assumed: list[str] = []
        self.unused = self.moves = 0
        self.recorded = {one.step for one in history} | set(known)
        self.returned: _Place | None = None

    def run(self) -> Replay:
        started = next((one for one in self.history if one.kind == Log.STARTED), None)
        self.values = dict(started.values) if started else {}
        self._go(_Place(self.definition.start.id, "", ()), self.definition.start.id)
        for one in self.history:
            if self.moves < MOST_STEPS and (not self.end or one.kind == Log.REOPENED):
                self._apply(one)
        self._assume()
        if self.end:
            return Replay(end=self.end, assumed=tuple(self.assumed), unused=self.unused)
        return Replay(
            stuck=tuple(dict.fromkeys(place.step for place in self.places)),
            assumed=tuple(self.assumed), unused=self.unused,
        )  # fmt: skip

    def _apply(self, one: Record) -> None:
        """Do what was done then, if there is a place for it."""
        if one.kind == Log.ENTERED:
            self._enter(one.step)
        if one.kind == Log.REOPENED and one.step in self.definition.steps:
            self.end, self.places = "", []
            self._go(_Place(one.step, "", ()), one.step)
        if one.kind == Log.MOVED or (one.kind == Log.SIGNAL and not one.step):
            self._take(one.values)
        if one.kind not in (Log.DONE, Log.SIGNAL, Log.TIMER, Log.RETURNED) or not one.step:
            return
        self._assume(until=one.step)
        place = next((place for place in self.places if place.step == one.step), None)
        if place is None:
            self.unused += 1
            self._take(one.values)
            return
        if one.kind == Log.RETURNED:
            self.returned = place  # the next step entered is where it went back to
            return
        step = self.definition.steps[place.step]
        if one.kind == Log.TIMER and step.kind != Kind.TIMER:
            self._ring(place, step, one)
            return
        self._take(one.values)
        if one.kind == Log.DONE:
            place.outcome = one.outcome
        self._leave(place)

    def _enter(self, step: str) -> None:
        place, self.returned = self.returned, None
        if place is not None and step in self.definition.steps and place in self.places:
            self.places.remove(place)
            self.places.append(_Place(step, "", place.forks))

    def _take(self, values: Mapping[str, Any]) -> None:
        known = self.definition.fields
        self.values |= {name: value for name, value in values.items() if name in known}

    def _ring(self, place: _Place, step: Step, one: Record) -> None:
        for timer in step.timers:
            if timer.name == one.outcome and timer.next:
                self.places.remove(place)
                self._go(place, timer.next)
                return

    def _assume(self, until: str = "") -> None:
        """Pass new steps that ask nobody for anything, while the next act has no place."""
        moved = True
        while moved and not self.end and self.moves < MOST_STEPS:
            if until and any(place.step == until for place in self.places):
                return
            moved = False
            for place in list(self.places):
                step = self.definition.steps[place.step]
                if self._passes_alone(step):
                    self.assumed.append(step.id)
                    self._leave(place)
                    moved = True
                    break

    def _passes_alone(self, step: Step) -> bool:
        if step.kind == Kind.TIMER:
            return True
        asks = step.outcomes or any(
            one.required and self.values.get(one.name) in (None, "") for one in step.form
        )
        return step.id not in self.recorded and step.kind == Kind.TASK and not asks

    def _leave(self, place: _Place) -> None:
        self.places.remove(place)
        self._go(place, self._way(place))

    def _way(self, place: _Place) -> str:
        step = self.definition.steps[place.step]
        for way in step.next:
            if holds(way.when, values=self.values, outcome=place.outcome):
                return way.to
        return step.next[-1].to

    def _go(self, place: _Place, to: str) -> None:
        """Move a token on until it rests, splits, waits at a join or ends."""
        ahead = [_Place(to, place.outcome, place.forks)]
        while ahead and self.moves < MOST_STEPS:
            self.moves += 1
            here = ahead.pop(0)
            step = self.definition.steps[here.step]
            if step.kind == Kind.END:
                self.end = step.id
            elif step.kind == Kind.FORK:
                mark = self.moves
                self.open_forks[mark] = len(step.next)
                ahead += [_Place(way.to, here.outcome, (*here.forks, mark)) for way in step.next]
            elif step.kind == Kind.JOIN:
                mark = here.forks[-1]
                self.open_forks[mark] -= 1
                if not self.open_forks[mark]:
                    whole = _Place(here.step, "", here.forks[:-1])
                    ahead.append(_Place(self._way(whole), "", whole.forks))
            elif step.kind in RESTING and not self._skips(step):
                here.outcome = "" if step.kind == Kind.TASK else here.outcome
                self.places.append(here)
            else:
                ahead.append(_Place(self._way(here), here.outcome, here.forks))

    def _skips(self, step: Step) -> bool:
        return (
            step.kind == Kind.WAIT and step.unless is not None
            and holds(step.unless, values=self.values)
        )  # fmt: skip
