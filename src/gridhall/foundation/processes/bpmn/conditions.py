"""Conditions as text on the lines of a BPMN file: our closed language, nothing else.

::

    satisfied is true            category in (PRICE, METER)      outcome is RETURNED
    amount at_least 1000         amount at_most 10               plan empty · plan filled
    a and b · a or b · not a · (a or b) and c · all(a) · any(a)

What modellers write for the same is read too: ``${amount >= 1000}``, ``= grade = "A"``, ``==``,
``!=``, ``&&``, ``||``, ``!``. Nothing is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gridhall.foundation.processes import guards
from gridhall.foundation.processes.guards import All, AnyOf, Compare, Guard, HasOutcome, Not

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<sign>==|!=|>=|<=|&&|\|\||[=!(),])"""
    r"""|(?P<word>[A-Za-z0-9_.:/+-]+))"""
)
_ALIASES = {"==": "is", "=": "is", ">=": "at_least", "<=": "at_most", "&&": "and", "||": "or",
            "!": "not"}  # fmt: skip
_RESERVED = frozenset({"and", "or", "not", "all", "any", "outcome", "true", "false"})
_BARE = re.compile(r"[A-Za-z0-9_./-]+")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
LONGEST = 2_000
DEEPEST = 12


class NotACondition(ValueError):
    """The text is no condition of our language; the argument says where it went wrong."""


def write(guard: Guard) -> str:
    """Return a condition as text; ``read`` gives the same condition back."""
    match guard:
        case HasOutcome(code=code):
            return f"outcome is {code}"
        case All(parts=parts):
            return _joined(" and ", "all", parts)
        case AnyOf(parts=parts):
            return _joined(" or ", "any", parts)
        case Not(part=part):
            return f"not {_inner(part)}"
        case Compare():
            return _comparison(guard)


def _joined(word: str, call: str, parts: tuple[Guard, ...]) -> str:
    if len(parts) == 1:
        return f"{call}({write(parts[0])})"
    return word.join(_inner(part) for part in parts)


def _inner(guard: Guard) -> str:
    several = isinstance(guard, All | AnyOf) and len(guard.parts) > 1
    return f"({write(guard)})" if several or isinstance(guard, Not) else write(guard)


def _comparison(guard: Compare) -> str:
    name = f"field.{guard.field}" if guard.field in _RESERVED else guard.field
    if guard.operator == guards.EMPTY:
        return f"{name} {'empty' if guard.value else 'filled'}"
    if guard.operator == guards.IN:
        return f"{name} in ({', '.join(_value(one) for one in guard.value)})"
    return f"{name} {guard.operator} {_value(guard.value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if _BARE.fullmatch(text) and text not in _RESERVED else f'"{text}"'


def read(text: str) -> dict[str, Any]:
    """Return the condition as plain data of a definition; raise NotACondition."""
    return _Reader(text).run()


class _Reader:
    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise NotACondition(text[:60])
        self.tokens: list[tuple[str, bool]] = list(_tokens(_unwrapped(text)))
        self.at = 0
        self.depth = 0

    def run(self) -> dict[str, Any]:
        found = self._any()
        if self.at < len(self.tokens):
            raise NotACondition(self._word())
        return found

    def _word(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _next(self) -> tuple[str, bool]:
        if self.at >= len(self.tokens):
            raise NotACondition("…")
        self.at += 1
        return self.tokens[self.at - 1]

    def _skip(self, word: str) -> None:
        found, _quoted = self._next()
        if found != word:
            raise NotACondition(found)

    def _any(self) -> dict[str, Any]:
        return self._several("or", "any", self._all)

    def _all(self) -> dict[str, Any]:
        return self._several("and", "all", self._one)

    def _several(self, word: str, key: str, inner: Any) -> dict[str, Any]:
        parts = [inner()]
        while self._word() == word:
            self.at += 1
            parts.append(inner())
        return parts[0] if len(parts) == 1 else {key: parts}

    def _one(self) -> dict[str, Any]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotACondition("(")
        word, quoted = self._next()
        if quoted:
            raise NotACondition(word)
        if word == "not":
            found: dict[str, Any] = {"not": self._one()}
        elif word == "(":
            found = self._any()
            self._skip(")")
        elif word in ("all", "any") and self._word() == "(":
            found = self._call(word)
        else:
            found = self._test(word)
        self.depth -= 1
        return found

    def _call(self, word: str) -> dict[str, Any]:
        self.at += 1
        parts = [self._any()]
        while self._word() == ",":
            self.at += 1
            parts.append(self._any())
        self._skip(")")
        return {word: parts}

    def _test(self, name: str) -> dict[str, Any]:
        field = name.removeprefix("field.")
        if not _NAME.fullmatch(field):
            raise NotACondition(name)
        operator, _quoted = self._next()
        if name == "outcome":
            return self._outcome(operator)
        if operator == "!=":
            return {"not": {"field": field, "is": self._constant()}}
        if operator in ("empty", "filled"):
            return {"field": field, "empty": operator == "empty"}
        if operator == "in":
            return {"field": field, "in": self._list()}
        if operator not in (guards.IS, guards.AT_LEAST, guards.AT_MOST):
            raise NotACondition(operator)
        return {"field": field, operator: self._constant()}

    def _outcome(self, operator: str) -> dict[str, Any]:
        code = self._constant()
        if operator not in ("is", "!=") or not isinstance(code, str):
            raise NotACondition(operator)
        return {"outcome": code} if operator == "is" else {"not": {"outcome": code}}

    def _list(self) -> list[Any]:
        self._skip("(")
        values = [self._constant()]
        while self._word() == ",":
            self.at += 1
            values.append(self._constant())
        self._skip(")")
        return values

    def _constant(self) -> Any:
        word, quoted = self._next()
        if quoted:
            return word
        if word in ("true", "false"):
            return word == "true"
        if not _BARE.fullmatch(word) or word in _RESERVED:
            raise NotACondition(word)
        return word


def _unwrapped(text: str) -> str:
    text = text.strip()
    if text[:2] in ("${", "#{") and text.endswith("}"):
        return text[2:-1]
    return text[1:] if text.startswith("=") and not text.startswith("==") else text


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotACondition(text[at : at + 20].strip())
        at = found.end()
        if found["text"]:
            yield found["text"][1:-1], True
        elif found["sign"]:
            yield _ALIASES.get(found["sign"], found["sign"]), False
        else:
            yield found["word"], False
