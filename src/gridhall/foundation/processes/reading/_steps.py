"""One step of a definition: which keys its kind has, and what they hold."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from gridhall.foundation.identity.roles import Role

from ..definition import (
    Delay,
    FieldKind,
    FormField,
    GateUse,
    Kind,
    Step,
    StepTimer,
    Title,
    Way,
)
from ..gates import BUILT_IN, params_fault
from ..guards import HasOutcome
from ..plain import Node
from ._parts import Reader

NEEDED: dict[Kind, set[str]] = {
    Kind.START: {"next"},
    Kind.TASK: {"title", "role", "next"},
    Kind.CHOICE: {"next"},
    Kind.FORK: {"next"},
    Kind.JOIN: {"next"},
    Kind.WAIT: {"title", "event", "next"},
    Kind.TIMER: {"title", "after", "next"},
    Kind.SUBPROCESS: {"title", "process", "next"},
    Kind.END: {"title"},
}
MAY: dict[Kind, set[str]] = {
    Kind.TASK: {"form", "outcomes", "gates", "timers"},
    Kind.WAIT: {"unless", "timers"},
    Kind.SUBPROCESS: {"give", "take", "timers"},
}
ROLES = frozenset(Role.values)
#: Stands for a condition with a fault, so that the way does not count as one without any.
UNREADABLE = HasOutcome(code="")


def read_step(name: str, node: Node, reader: Reader) -> Step | None:
    """Return the step; None with the faults noted if its kind is not known."""
    if not node.is_map:
        reader.add(_("Here a map of keys and values is needed."), node)
        return None
    kind = node.value["kind"].text if "kind" in node.value else ""
    if kind not in {one.value for one in Kind}:
        reader.add(_("The kind “{kind}” is not known: use one of {known}."), node, kind=kind,
                   known=", ".join(Kind))  # fmt: skip
        return None
    known = Kind(kind)
    needed = NEEDED[known]
    keys = reader.keys(node, {"kind", "title"} | needed | MAY.get(known, set()), needed=needed)
    parts: dict[str, Any] = {"next": _ways(known, keys.get("next"), reader)}
    if known == Kind.TASK:
        parts |= _task(keys, reader)
    if "timers" in keys:
        parts["timers"] = _timers(keys["timers"], reader)
    if "event" in keys:
        parts["event"] = reader.name(keys["event"], name)
    if "unless" in keys:
        parts["unless"] = reader.guard(keys["unless"])
    if "after" in keys:
        parts["delay"] = reader.delay(keys["after"])
    if "process" in keys:
        parts["process"] = reader.name(keys["process"], name)
        parts["give"], parts["take"] = (_fields(keys.get(one), reader) for one in ("give", "take"))
    title = reader.title(keys["title"], node.line) if "title" in keys else Title(name, name)
    return Step(id=name, kind=known, title=title, line=node.line, **parts)


def _ways(kind: Kind, node: Node | None, reader: Reader) -> tuple[Way, ...]:
    if node is None:
        return ()
    if not node.is_list:
        return (Way(to=node.text, line=node.line),)
    if kind == Kind.FORK:
        names = [one.text for one in node.value]
        if len(names) < 2 or len(set(names)) < len(names):
            reader.add(_("A fork needs at least two different branches."), node)
        return tuple(Way(to=one.text, line=one.line) for one in node.value)
    ways = [_way(one, reader) for one in node.value]
    for way in ways[:-1]:
        if way.when is None:
            reader.add(_("A way without a condition must be the last: the others are never taken."),
                       Node(None, way.line))  # fmt: skip
    if not ways or ways[-1].when is not None:
        reader.add(_("The last way must have no condition, so that nobody gets stuck."), node)
    return tuple(ways)


def _way(node: Node, reader: Reader) -> Way:
    if not node.is_map:
        return Way(to=node.text, line=node.line)
    keys = reader.keys(node, {"to", "when"}, needed={"to"})
    when = reader.guard(keys["when"]) or UNREADABLE if "when" in keys else None
    return Way(to=keys["to"].text if "to" in keys else "", when=when, line=node.line)


def _task(keys: dict[str, Node], reader: Reader) -> dict[str, Any]:
    parts: dict[str, Any] = {"outcomes": reader.choices(keys.get("outcomes"))}
    role = keys.get("role")
    if role is not None and role.is_map:
        parts["role_field"] = _role_field(role, reader)
    elif role is not None:
        if role.text not in ROLES:
            reader.add(_("The role “{role}” is not known."), role, role=role.text)
        parts["role"] = role.text
    parts["form"] = _form(keys.get("form"), reader)
    parts["gates"] = tuple(_gate(one, reader) for one in _list(keys.get("gates"), reader))
    return parts


def _role_field(node: Node, reader: Reader) -> str:
    keys = reader.keys(node, {"field"}, needed={"field"})
    about = reader.known_field(keys["field"]) if "field" in keys else None
    if about is None:
        return ""
    if about.kind != FieldKind.CHOICE:
        reader.add(_("The field {field} must be a choice of roles."), node, field=about.name)
    for one in about.choices:
        if one.code not in ROLES:
            reader.add(_("The role “{role}” is not known."), node, role=one.code)
    return about.name


def _list(node: Node | None, reader: Reader) -> list[Node]:
    if node is None:
        return []
    if not node.is_list:
        reader.add(_("Here a list is needed."), node)
        return []
    return list(node.value)


def _form(node: Node | None, reader: Reader) -> tuple[FormField, ...]:
    """Return the fields a task asks for; ``name!`` must be filled in."""
    found = []
    for one in _list(node, reader):
        name = Node(one.text.removesuffix("!"), one.line)
        if reader.known_field(name) is not None:
            found.append(FormField(name=name.text, required=one.text.endswith("!")))
    return tuple(found)


def _fields(node: Node | None, reader: Reader) -> tuple[str, ...]:
    return tuple(one.text for one in _list(node, reader) if reader.known_field(one) is not None)


def _gate(node: Node, reader: Reader) -> GateUse:
    """Return a gate: its name, or its name with parameters."""
    name, params = node.text, {}
    if node.is_map and len(node.value) == 1:
        [(name, inner)] = node.value.items()
        if not inner.is_map:
            reader.add(_("Here a map of keys and values is needed."), inner)
        else:
            params = {key: _plain(value) for key, value in inner.value.items()}
    if name not in BUILT_IN and name not in reader.gates:
        reader.add(_("The gate “{gate}” is not known: use one of {known}."), node, gate=name,
                   known=", ".join(sorted({*BUILT_IN, *reader.gates})))  # fmt: skip
    use = GateUse(name=name, params=params, line=node.line)
    fault = params_fault(use, reader.fields, own=name in reader.gates)
    if fault:
        reader.add(fault, node, gate=name)
    return use


def _plain(node: Node) -> Any:
    if node.is_list:
        return [_plain(one) for one in node.value]
    return {k: _plain(v) for k, v in node.value.items()} if node.is_map else node.value


def _timers(node: Node, reader: Reader) -> tuple[StepTimer, ...]:
    found: list[StepTimer] = []
    for number, one in enumerate(_list(node, reader), start=1):
        keys = reader.keys(one, {"name", "after", "next"}, needed={"after"})
        delay = reader.delay(keys["after"]) if "after" in keys else Delay(amount=1)
        name = reader.name(keys.get("name"), str(number)) or f"timer_{number}"
        if name in {timer.name for timer in found}:
            reader.add(_("The timer “{name}” is there twice."), one, name=name)
        found.append(
            StepTimer(
                name=name, delay=delay, line=one.line,
                next=keys["next"].text if "next" in keys else "",
            )
        )  # fmt: skip
    return tuple(found)
