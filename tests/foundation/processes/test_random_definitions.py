"""A definition made at random is refused, or its process can always reach an end.

The walk below moves tokens by the same rules as the engine, without a database: from wherever
chance has led, the shortest ways lead to an end.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.processes import reading
from gridhall.foundation.processes.definition import Definition, Kind
from gridhall.foundation.processes.faults import DefinitionRefused

NAMES = [f"s{number}" for number in range(7)]
TITLE = {"zh": "步", "en": "Step"}
KINDS = st.sampled_from(["task", "task", "choice", "fork", "join", "wait", "timer", "end"])


class Plain(yaml.SafeDumper):
    """Writes everything out: no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(steps: dict[str, Any]) -> str:
    """Return the text of a process of these steps."""
    whole = {
        "process": "random", "title": TITLE, "subject": "case", "source": "chance",
        "fields": {"n": {"kind": "number", "title": TITLE}}, "steps": steps,
    }  # fmt: skip
    return yaml.dump(whole, Dumper=Plain, sort_keys=False)


@st.composite
def definitions(draw: Any) -> str:
    """Return the text of a process of some steps, right or wrong."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    steps: dict[str, Any] = {"begin": {"kind": "start", "next": names[0]}}
    for name in names:
        steps[name] = _step(draw, draw(KINDS), [*names, "stop"])
    steps["stop"] = {"kind": "end", "title": TITLE}
    return written(steps)


def _step(draw: Any, kind: str, names: list[str]) -> dict[str, Any]:
    to = draw(st.sampled_from(names))
    other = draw(st.sampled_from(names))
    step: dict[str, Any] = {"kind": kind, "title": TITLE}
    if kind == "fork":
        return step | {"next": [to, other]}
    if kind == "choice":
        return step | {"next": [{"to": to, "when": {"field": "n", "at_least": 1}}, {"to": other}]}
    if kind == "end":
        return step
    more: dict[str, dict[str, Any]] = {
        "task": {"role": "HALL_CLERK", "form": ["n"]}, "wait": {"event": "came"},
        "timer": {"after": "1 hours"},
    }  # fmt: skip
    return step | {"next": to} | more.get(kind, {})


def nested() -> st.SearchStrategy[str]:
    """Return texts that are mostly right: blocks one after another, forks inside of forks."""
    blocks = st.recursive(
        st.sampled_from(["task", "wait", "loop"]),
        lambda inner: st.lists(inner, min_size=2, max_size=3), max_leaves=6,
    )  # fmt: skip
    return st.lists(blocks, min_size=1, max_size=3).map(_of_blocks)


def _of_blocks(blocks: list[Any]) -> str:
    steps: dict[str, Any] = {}

    def put(block: Any, after: str) -> str:
        name = f"n{len(steps)}"
        if isinstance(block, list):
            steps[name] = {"kind": "fork", "title": TITLE}
            steps[f"{name}j"] = {"kind": "join", "title": TITLE, "next": after}
            steps[name]["next"] = [put(one, f"{name}j") for one in block]
        elif block == "loop":
            steps[name] = {"kind": "task", "title": TITLE, "role": "HALL_CLERK", "next": [
                {"to": name, "when": {"field": "n", "at_least": 1}}, {"to": after}]}  # fmt: skip
        else:
            more = {"event": "came"} if block == "wait" else {"role": "HALL_CLERK"}
            steps[name] = {"kind": block, "title": TITLE, "next": after} | more
        return name

    after = "stop"
    for block in reversed(blocks):
        after = put(block, after)
    steps |= {
        "begin": {"kind": "start", "next": after}, "stop": {"kind": "end", "title": TITLE},
    }  # fmt: skip
    return written(steps)


class Walk:
    """Tokens on their way: a list of (step, group), a group being the fork it came from."""

    def __init__(self, definition: Definition, pick: Any) -> None:
        self.definition, self.pick = definition, pick
        self.tokens: list[tuple[str, tuple[int, ...]]] = [(definition.start.id, ())]
        self.forks = 0
        self.waiting: dict[tuple[int, ...], int] = {}
        self.open: dict[tuple[int, ...], int] = {}
        self.ended = False

    def step(self, at: int, *, by_chance: bool) -> None:
        name, group = self.tokens.pop(at)
        step = self.definition.steps[name]
        if step.kind == Kind.END:
            assert group == ()
            self.ended = True
        elif step.kind == Kind.FORK:
            self.forks += 1
            inner = (*group, self.forks)
            self.open[inner] = len(step.next)
            self.tokens += [(way.to, inner) for way in step.next]
        elif step.kind == Kind.JOIN:
            self.waiting[group] = self.waiting.get(group, 0) + 1
            if self.waiting[group] == self.open[group]:
                self.tokens.append((step.next[0].to, group[:-1]))
        else:
            ways = [way.to for way in step.next]
            to = self.pick(ways) if by_chance else min(ways, key=self._far)
            self.tokens.append((to, group))

    def _far(self, name: str) -> int:
        """Return how many steps it is to an end, through whichever branch."""
        steps = self.definition.steps
        seen, ahead = {name}, deque([(name, 0)])
        while ahead:
            one, far = ahead.popleft()
            if steps[one].kind == Kind.END:
                return far
            for to in steps[one].successors():
                if to not in seen:
                    seen.add(to)
                    ahead.append((to, far + 1))
        raise AssertionError(f"{name} reaches no end")


def test_a_process_is_refused_or_can_always_end() -> None:
    accepted: list[int] = []

    @settings(max_examples=150, deadline=None)
    @given(text=st.one_of(definitions(), nested()), choices=st.randoms(use_true_random=False))
    def walked(text: str, choices: Any) -> None:
        try:
            definition = reading.read(text)
        except DefinitionRefused:
            return
        accepted.append(1)
        walk = Walk(definition, choices.choice)
        for _ in range(choices.randint(0, 15)):
            if walk.ended:
                break
            walk.step(choices.randrange(len(walk.tokens)), by_chance=True)
        for _ in range(2_000):
            if walk.ended:
                break
            walk.step(0, by_chance=False)
        assert walk.ended
        assert walk.tokens == []

    walked()
    assert len(accepted) > 30  # many of them were right
