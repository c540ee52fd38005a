"""Filters and tags of every template; loaded everywhere, no ``{% load %}`` needed."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, RadioSelect, Select, Textarea
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from gridhall.kernel.errors import GridHallError
from gridhall.ui import formats, table_parts
from gridhall.ui.errors import as_text
from gridhall.ui.figures import ICON_BY_TONE
from gridhall.ui.tables import TableView

register = template.Library()
_counter = itertools.count(1)

register.filter("money", formats.money)
register.filter("kwh", formats.kwh)
register.filter("number", formats.number)
register.filter("quantity", formats.quantity)
register.filter("percent", formats.percent)
register.filter("price", formats.price)
register.filter("day", formats.day)
register.filter("moment", formats.moment)
register.filter("month", formats.month)
register.filter("amount", table_parts.amount)
register.filter("badge", table_parts.badge)


@register.filter
def until(start: date | None, end: date | None) -> str:
    """Return a half-open period, both shown days inclusive: ``{{ start|until:end }}``."""
    return formats.period(start, end)


@register.filter
def signed_money(value: Any) -> str:
    """Return money with a plus sign when it is positive (changes, ledger entries)."""
    return formats.money(value, plus=True)


@register.filter
def iso(value: date | datetime | None) -> str:
    """Return the machine-readable form for ``<time datetime>``."""
    return value.isoformat() if value else ""


@register.filter
def error_text(error: GridHallError) -> str:
    """Return an expected failure in the reader's language."""
    return as_text(error)


@register.filter
def initial(name: str) -> str:
    """Return the letter of an avatar: a Chinese given name's last character, else the first."""
    text = str(name or "").strip()
    if not text:
        return "?"
    return text[-1] if "\u4e00" <= text[0] <= "\u9fff" and len(text) <= 4 else text[0].upper()


@register.filter
def tone_icon(tone: str) -> str:
    """Return the icon that belongs to a tone."""
    return ICON_BY_TONE.get(tone, ICON_BY_TONE["neutral"])


@register.filter
def part(table: TableView, name: str) -> Any:
    """Return a part of a table for its template: headings, rows, filters, turns …"""
    parts = {
        "headings": table_parts.headings, "rows": table_parts.rows,
        "filters": table_parts.filters, "kept": table_parts.kept_parameters,
        "turns": table_parts.turns, "numbers": table_parts.numbers,
        "sizes": table_parts.sizes, "exports": table_parts.export_urls,
    }  # fmt: skip
    return parts[name](table)


@register.simple_tag
def unique_id(prefix: str = "gh") -> str:
    """Return an id that no other element of the page has."""
    return f"{prefix}-{next(_counter)}"


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return how a form field is laid out: checkbox, radio, select, file, textarea or input."""
    kinds = (
        (CheckboxInput, "checkbox"), (RadioSelect, "radio"), (Select, "select"),
        (FileInput, "file"), (Textarea, "textarea"),
    )  # fmt: skip
    return next((name for cls, name in kinds if isinstance(field.field.widget, cls)), "input")


CSS_BY_WIDGET = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
}


@register.filter
def choice_control(choice: BoundWidget) -> SafeString:
    """Return one button of a radio group with our class."""
    choice.data["attrs"]["class"] = "form-check-input"
    return choice.tag()


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the field's widget with our classes and its help and errors announced."""
    css = CSS_BY_WIDGET.get(widget_kind(field), "form-control")
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"{css} {own} {'is-invalid' if field.errors else ''}".strip()}
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}_help")
    if field.errors:
        described.append(f"{field.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)
