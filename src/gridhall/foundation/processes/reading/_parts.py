"""The small parts of a definition: names, titles, choices, guards, delays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from .. import guards
from ..definition import Choice, Delay, Field, FieldKind, Title, Unit
from ..faults import Faults
from ..guards import All, AnyOf, Compare, Guard, HasOutcome, Not
from ..plain import Node

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
SHORT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,59}")
LONGEST_TITLE = 60
MOST_CHOICES = 60
LONGEST_DELAY = 9_999
WORDED = re.compile(r"(\d{1,5}) (working )?(minutes?|hours?|days?)")
ISO = re.compile(r"P(?:(\d{1,5})D|T(\d{1,5})([HM]))")


@dataclass(slots=True)
class Reader:
    """What is known while a file is read: its fields, the gates there are, the step at hand."""

    faults: Faults
    gates: frozenset[str]
    fields: dict[str, Field] = field(default_factory=dict)
    step: str = ""

    def add(self, template: str, node: Node, **params: Any) -> None:
        """Note a fault at the line of ``node``."""
        self.faults.add(template, line=node.line, step=self.step, **params)

    def keys(
        self, node: Node, known: Iterable[str], *, needed: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Return the keys of a map; note those that are unknown or missing."""
        if not node.is_map:
            self.add(_("Here a map of keys and values is needed."), node)
            return {}
        found: dict[str, Node] = node.value
        for key, value in found.items():
            if key not in known:
                self.add(_("The key “{key}” is not known here: use {known}."), value, key=key,
                         known=", ".join(sorted(known)))  # fmt: skip
        for key in sorted(set(needed) - set(found)):
            self.add(_("The key “{key}” is missing."), node, key=key)
        return {key: value for key, value in found.items() if key in known}

    def is_name(self, text: str) -> bool:
        """Tell whether a text may name a step, a field or a process."""
        return NAME.fullmatch(text) is not None

    def name(self, node: Node | None, what: str) -> str:
        """Return a name; note it if it is none."""
        if node is None:
            return ""
        if not self.is_name(node.text):
            self.add(_("“{name}” is no name: small letters, digits and _."), node,
                     name=node.text[:LONGEST_TITLE] or what)  # fmt: skip
        return node.text

    def words(self, node: Node | None, limit: int) -> str:
        """Return a text that is no longer than ``limit``."""
        if node is None:
            return ""
        if len(node.text) > limit:
            self.add(_("A text is longer than {limit} characters."), node, limit=limit)
        return node.text.strip()

    def title(self, node: Node | None, line: int) -> Title:
        """Return a title; both languages are needed."""
        if node is None or not node.is_map:
            self.add(_("A title is needed in both languages: {{zh: …, en: …}}."),
                     node or Node(None, line))  # fmt: skip
            return Title("", "")
        keys = self.keys(node, {"zh", "en"}, needed={"zh", "en"})
        zh, en = (self.words(keys.get(one), LONGEST_TITLE) for one in ("zh", "en"))
        if len(keys) == 2 and not (zh and en):
            self.add(_("A title is needed in both languages: {{zh: …, en: …}}."), node)
        return Title(zh, en)

    def choices(self, node: Node | None) -> tuple[Choice, ...]:
        """Return codes with their titles."""
        if node is None:
            return ()
        if not node.is_map or not 1 <= len(node.value) <= MOST_CHOICES:
            self.add(_("Here codes with their titles are needed, from 1 to {limit}."), node,
                     limit=MOST_CHOICES)  # fmt: skip
            return ()
        for code, value in node.value.items():
            if not CODE.fullmatch(code):
                self.add(_("“{code}” is no code: CAPITAL letters, digits and _."), value, code=code)
        return tuple(
            Choice(code=code, title=self.title(value, value.line))
            for code, value in node.value.items()
        )

    def known_field(self, node: Node) -> Field | None:
        """Return the field that is named; note it if the process does not declare it."""
        found = self.fields.get(node.text)
        if found is None:
            self.add(
                _("The field “{field}” is not declared in this process: use one of {known}."),
                node,
                field=node.text,
                known=", ".join(sorted(self.fields)) or "–",
            )
        return found

    def guard(self, node: Node) -> Guard | None:
        """Return a condition; None with a fault noted if it is none."""
        if not node.is_map or not node.value:
            self.add(_("A condition is needed, like {{field: amount, at_least: 10}}."), node)
            return None
        found: dict[str, Node] = node.value
        if "field" in found:
            return self._comparison(node)
        if len(found) != 1 or next(iter(found)) not in {"all", "any", "not", "outcome"}:
            self.add(_("A condition has either field, outcome, all, any or not."), node)
            return None
        [(key, inner)] = found.items()
        if key == "outcome":
            return HasOutcome(code=inner.text)
        if key == "not":
            part = self.guard(inner)
            return None if part is None else Not(part=part)
        return self._several(key, inner)

    def _several(self, key: str, inner: Node) -> Guard | None:
        if not inner.is_list or not inner.value:
            self.add(_("“{key}” needs a list of conditions."), inner, key=key)
            return None
        parts = tuple(part for one in inner.value if (part := self.guard(one)) is not None)
        return All(parts=parts) if key == "all" else AnyOf(parts=parts)

    def _comparison(self, node: Node) -> Guard | None:
        found: dict[str, Node] = node.value
        operators = [key for key in found if key != "field"]
        if len(operators) != 1 or operators[0] not in guards.OPERATORS:
            self.add(_("A condition compares a field by exactly one of {known}."), node,
                     known=", ".join(guards.OPERATORS))  # fmt: skip
            return None
        [operator] = operators
        about = self.known_field(found["field"])
        if about is None:
            return None
        value = self._wanted(about, operator, found[operator])
        return Compare(field=about.name, operator=operator, value=value)

    def _wanted(self, about: Field, operator: str, node: Node) -> Any:
        if operator == guards.EMPTY:
            if not isinstance(node.value, bool):
                self.add(_("“empty” is true or false."), node)
            return node.value
        if operator == guards.IN:
            if not node.is_list or not node.value:
                self.add(_("“in” needs a list of values."), node)
                return ()
            return tuple(self._constant(about, one) for one in node.value)
        if operator in {guards.AT_LEAST, guards.AT_MOST} and about.kind not in {
            FieldKind.NUMBER, FieldKind.DATE,
        }:  # fmt: skip
            self.add(_("Only numbers and dates can be compared by size: {field} is none."), node,
                     field=about.name)  # fmt: skip
        return self._constant(about, node)

    def _constant(self, about: Field, node: Node) -> Any:
        value = stored(about, node.value)
        if value is None:
            self.add(_("“{value}” is no value of the field {field}."), node,
                     value=str(node.value)[:LONGEST_TITLE], field=about.name)  # fmt: skip
        return value

    def delay(self, node: Node) -> Delay:
        """Return how long to wait: "2 hours", "3 working days", "PT2H", or the day of a field."""
        if node.is_map:
            keys = self.keys(node, {"field"}, needed={"field"})
            about = self.known_field(keys["field"]) if "field" in keys else None
            if about is not None and about.kind != FieldKind.DATE:
                self.add(_("The field {field} must be a date."), node, field=about.name)
            return Delay(field=about.name if about else "")
        found = delay_of(node.text)
        if found is None:
            self.add(_("“{text}” is no time: write “30 minutes”, “2 hours”, “3 working days”."),
                     node, text=node.text[:LONGEST_TITLE])  # fmt: skip
        return found or Delay(amount=1)


def delay_of(text: str) -> Delay | None:
    """Return the delay that a text names, in words or by ISO 8601; None if it names none."""
    if worded := WORDED.fullmatch(text.strip()):
        unit = f"{'working_' if worded[2] else ''}{worded[3].removesuffix('s')}s"
        amount = int(worded[1])
    elif iso := ISO.fullmatch(text.strip()):
        unit = "days" if iso[1] else {"H": "hours", "M": "minutes"}[iso[3]]
        amount = int(iso[1] or iso[2])
    else:
        return None
    return Delay(amount=amount, unit=Unit(unit)) if 0 < amount <= LONGEST_DELAY else None


def stored(about: Field, value: Any) -> Any:
    """Return a value in the form in which it is stored, None if it is no value of that field."""
    text = str(value).strip()
    if about.kind == FieldKind.YES_NO:
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())
    if isinstance(value, bool):
        return None
    if about.kind == FieldKind.CHOICE:
        return text if text in {one.code for one in about.choices} else None
    if about.kind == FieldKind.NUMBER:
        return _number(text)
    if about.kind == FieldKind.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return None
    return text if SHORT_CODE.fullmatch(text) else None


def _number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= Decimal("1e15") or len(text) > 30:
        return None
    return format(number.normalize(), "f")
