"""Two versions side by side: which steps came, went or changed, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import wording, writing
from .definition import Definition, Kind, Step

ADDED, REMOVED, CHANGED = "ADDED", "REMOVED", "CHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not the same: what, before, after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChange:
    """A step that came, went or changed."""

    step: str
    title: str
    kind: str
    mark: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is different between two versions, and how their pictures are marked."""

    steps: tuple[StepChange, ...]
    process: tuple[Difference, ...]
    old_marks: dict[str, str]
    new_marks: dict[str, str]

    @property
    def same(self) -> bool:
        """Whether nothing that matters is different."""
        return not self.steps and not self.process


def compare(old: Definition, new: Definition) -> Comparison:
    """Return the differences in the language that is active. Order and layout do not count."""
    steps: list[StepChange] = []
    for name in dict.fromkeys([*new.steps, *old.steps]):
        before, after = old.steps.get(name), new.steps.get(name)
        if before is None and after is not None:
            steps.append(_whole(new, after, ADDED))
        elif after is None and before is not None:
            steps.append(_whole(old, before, REMOVED))
        elif before is not None and after is not None:
            found = _differences(old, before, new, after)
            if found:
                steps.append(
                    StepChange(
                        step=name, title=_named(after), kind=after.kind.value, mark=CHANGED,
                        differences=tuple(found),
                    )
                )  # fmt: skip
    marks = {one.step: one.mark for one in steps}
    return Comparison(
        steps=tuple(steps), process=tuple(_of_process(old, new)),
        old_marks={name: marks[name] for name in old.steps if name in marks},
        new_marks={name: marks[name] for name in new.steps if name in marks},
    )  # fmt: skip


def _named(step: Step) -> str:
    unnamed = step.title.en == step.id
    return wording.kind_label(step.kind) if unnamed else str(step.title)


def _whole(definition: Definition, step: Step, mark: str) -> StepChange:
    return StepChange(step=step.id, title=_named(step), kind=step.kind.value, mark=mark)


def _differences(old: Definition, before: Step, new: Definition, after: Step) -> list[Difference]:
    pairs = zip(_aspects(old, before), _aspects(new, after), strict=True)
    return [
        Difference(label=label, old=was, new=now)
        for (label, was), (_label, now) in pairs
        if was != now
    ]


def _aspects(definition: Definition, step: Step) -> list[tuple[str, str]]:
    """Return what can be told of a step, always the same lines."""
    delays = [step.delay] if step.delay else []
    return [
        (_("Kind of step"), wording.kind_label(step.kind)),
        (_("Title"), f"{step.title.zh} / {step.title.en}"),
        (_("Who does it"), wording.role_of(definition, step)),
        (_("Form"), _(", ").join(_asked(definition, one.name, one.required) for one in step.form)),
        (_("Outcomes"), _(", ").join(f"{one.title} ({one.code})" for one in step.outcomes)),
        (_("Gates"), _(", ").join(_gate(one.name, one.params) for one in step.gates)),
        (_("Time"), _(", ").join(wording.delay(definition, one) for one in delays)),
        (_("Clocks"), _(", ").join(_clocks(definition, step))),
        (_("Waits for"), step.event),
        (_("Passes at once when"), _condition(definition, step)),
        (_("Calls"), _(", ").join(filter(None, [step.process, *step.give, *step.take]))),
        (_("Ways on"), "; ".join(_ways(definition, step))),
    ]


def _asked(definition: Definition, name: str, required: bool) -> str:
    title = str(definition.fields[name].title)
    return _("{field} (must be filled in)").format(field=title) if required else title


def _gate(name: str, params: Any) -> str:
    return f"{name} {writing.dump(dict(params)).strip()}" if params else name


def _clocks(definition: Definition, step: Step) -> list[str]:
    return [
        f"{wording.delay(definition, one.delay)} → {one.next or _('urgent')}" for one in step.timers
    ]


def _condition(definition: Definition, step: Step) -> str:
    return wording.condition(definition, step.unless) if step.unless is not None else ""


def _ways(definition: Definition, step: Step) -> list[str]:
    found = []
    for way in step.next:
        label = wording.condition(definition, way.when) if way.when is not None else ""
        to = _named(definition.steps[way.to])
        found.append(f"{label} → {to} ({way.to})" if label else f"→ {to} ({way.to})")
    return sorted(found) if step.kind == Kind.FORK else found


def _of_process(old: Definition, new: Definition) -> list[Difference]:
    """Return what is different outside of the steps: title, source and fields."""
    pairs = [
        (_("Title"), f"{old.title.zh} / {old.title.en}", f"{new.title.zh} / {new.title.en}"),
        (pgettext("process", "Source"), old.source, new.source),
    ]
    for name in dict.fromkeys([*old.fields, *new.fields]):
        label = _("Field {name}").format(name=name)
        pairs.append((label, _field(old, name), _field(new, name)))
    return [Difference(label=label, old=was, new=now) for label, was, now in pairs if was != now]


def _field(definition: Definition, name: str) -> str:
    one = definition.fields.get(name)
    if one is None:
        return ""
    choices = _(", ").join(f"{choice.title} ({choice.code})" for choice in one.choices)
    return " · ".join(filter(None, [f"{one.title.zh} / {one.title.en}", one.kind.value, choices]))
