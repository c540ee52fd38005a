"""Message templates: each context registers its own when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from gridhall.foundation import language

from .errors import MissingParameter, UnknownTemplate, UnreadableText

if TYPE_CHECKING:
    from .models import TemplateVersion

_templates: dict[str, MessageTemplate] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTemplate:
    """A text with ``{placeholders}``; title and body are lazily translated.

    ``short`` is the body for text messages (empty: the body). ``purpose`` decides about consent,
    quiet hours and caps. ``outside``: the message also leaves the house, by the ways the
    customer prefers. ``required`` names the placeholders no version of the text may leave out,
    ``optional`` those a text may use beyond the ones in title and body.
    """

    code: str
    title: Any
    body: Any
    short: Any = ""
    purpose: str = "SERVICE"
    outside: bool = False
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    label: Any = ""


def register(template: MessageTemplate) -> None:
    """Make a template known."""
    _templates[template.code] = template


def template_of(code: str) -> MessageTemplate:
    """Return the template; raise UnknownTemplate for a code nobody registered."""
    try:
        return _templates[code]
    except KeyError:
        raise UnknownTemplate(template=code) from None


def is_outside(code: str) -> bool:
    """Tell whether messages of this template leave the house."""
    return code in _templates and _templates[code].outside


def templates() -> list[MessageTemplate]:
    """Return all templates in the order of their codes."""
    return [_templates[code] for code in sorted(_templates)]


def rendered(
    code: str,
    params: dict[str, Any],
    *,
    version: TemplateVersion | None = None,
    channel: str = "IN_APP",
) -> tuple[str, str]:
    """Return title and body in the active language; an unknown template shows its code.

    ``version`` is the published text to use; without one the text that came with the code.
    """
    title, body = texts(code, version=version, channel=channel)
    values = _Params({name: localised(value) for name, value in params.items()})
    return title.format_map(values), body.format_map(values)


def texts(
    code: str, *, version: TemplateVersion | None = None, channel: str = "IN_APP"
) -> tuple[str, str]:
    """Return title and body in the active language with their placeholders."""
    if version is not None:
        return (
            language.either(version.title_zh, version.title_en),
            language.either(version.body_zh, version.body_en),
        )
    template = _templates.get(code)
    if template is None:
        return code, ""
    short = str(template.short) if channel == "SMS" else ""
    return str(template.title), short or str(template.body)


def localised(value: Any) -> Any:
    """Return the value for the active language where one is given by language."""
    if isinstance(value, dict):
        return value.get("zh-hans" if language.in_chinese() else "en", "")
    return value


def placeholders(text: str, *, field: str = "") -> list[str]:
    """Return the names in braces, in order; raise UnreadableText for anything else in braces."""
    found = []
    try:
        for _literal, name, spec, conversion in Formatter().parse(text):
            if name is None:
                continue
            if not name.isidentifier() or spec or conversion:
                raise UnreadableText(field=field, part="{" + f"{name}{spec or ''}" + "}")
            found.append(name)
    except ValueError:
        raise UnreadableText(field=field, part="{ }") from None
    return found


def known_placeholders(template: MessageTemplate) -> set[str]:
    """Return the names that the template's occasion fills."""
    texts_of = (template.title, template.body, template.short)
    names = {name for text in texts_of for name in placeholders(str(text))}
    return names | set(template.required) | set(template.optional)


def demand_params(code: str, params: dict[str, Any]) -> MessageTemplate:
    """Return the template; raise UnknownTemplate, or MissingParameter naming what has no value."""
    template = template_of(code)
    for text in (template.title, template.body, template.short):
        for name in placeholders(str(text)):
            if name not in params:
                raise MissingParameter(template=code, name=name)
    return template


class _Params(dict[str, Any]):
    """Params of an old message shown with a newer text: what it does not know stays open."""

    def __missing__(self, key: str) -> str:
        return "…"
