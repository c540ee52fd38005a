"""Message templates: each context registers its own when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_templates: dict[str, MessageTemplate] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplate:
    """A text with ``{placeholders}``; title and body are lazily translated."""

    code: str
    title: Any
    body: Any


def register(template: MessageTemplate) -> None:
    """Make a template known."""
    _templates[template.code] = template


def rendered(code: str, params: dict[str, Any]) -> tuple[str, str]:
    """Return title and body in the active language; an unknown template shows its code."""
    template = _templates.get(code)
    if template is None:
        return code, ""
    values = _Params(params)
    return str(template.title).format_map(values), str(template.body).format_map(values)


class _Params(dict[str, Any]):
    """Params of an old message shown with a newer text: what it does not know stays open."""

    def __missing__(self, key: str) -> str:
        return "…"
