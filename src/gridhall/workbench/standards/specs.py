"""The tables of the boards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.standards.selectors import ClockRow
from gridhall.servicedesk import selectors as desk
from gridhall.ui.figures import Status
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.workbench import statuses
from gridhall.workbench.cases import words as case_words

from . import book_words, words

if TYPE_CHECKING:
    from gridhall.foundation.standards.models import ServiceStandard


def state(row: ClockRow) -> Status:
    """Return the badge of a clock."""
    if row.met is None and row.late > timedelta():
        return words.OVERDUE
    return statuses.clock(row.status, met=row.met)


def late(row: ClockRow) -> str:
    """Return by how much it is late, or how much time is left."""
    length = case_words.duration(abs(row.late))
    return f"+{length}" if row.late > timedelta() else f"−{length}"


def _kind(row: ClockRow) -> str:
    return str(desk.label_of("kind", row.kind))


def _named(row: ServiceStandard) -> SafeString:
    """Return the promise with its code and version below."""
    return format_html(
        '<span class="wb-two">{}<small>{} · v{}</small></span>', row.title, row.code, row.version
    )


def _area(row: ClockRow) -> str:
    return str(desk.label_of("area", row.area)) if row.area else ""


def _party(row: ClockRow) -> Any:
    return case_words.party(row.party)


CLOCKS = TableSpec(
    name="clocks",
    label=_("Promises and their clocks"),
    columns=(
        Column(key="label", label=_("Number"), kind="code", link=True),
        Column(key="promise", label=_("Promise")),
        Column(key="state", label=_("State"), kind="status", value=state),
        Column(key="due_at", label=_("Due"), kind="moment"),
        Column(key="late", label=_("Late by (−: time left)"), value=late),
        Column(key="kind", label=_("Kind of case"), value=_kind, phone=False),
        Column(key="area", label=_("Area"), value=_area, phone=False),
        Column(key="organisation", label=_("Unit")),
        Column(key="person", label=_("Held by"), phone=False),
        Column(key="party", label=_("Time charged to"), value=_party, phone=False),
    ),
    filters=(Filter(name="q", label=_("Number"), kind="search", placeholder=_("Whole number")),),
    exports=("xlsx", "csv"),
    empty_title=_("No clock is in this state"),
    empty_text=_("Nothing here needs anybody's attention."),
)


def _kinds() -> list[tuple[str, Any]]:
    return desk.choices_of("kind")


STANDARDS = TableSpec(
    name="standards",
    label=_("Service standards"),
    columns=(
        Column(key="title", label=_("Promise"), link=True, render=_named),
        Column(key="applies_to", label=_("Applies to"), value=book_words.applies_to),
        Column(key="target", label=_("Time allowed"), value=book_words.target),
        Column(key="floor", label=_("Floor for all"), value=book_words.floor, phone=False),
        Column(
            key="certainty",
            label=_("Source"),
            kind="status",
            value=book_words.certainty,
            phone=False,
        ),
        Column(key="valid_from", label=_("Valid from"), kind="day", phone=False),
        Column(key="valid_to", label=_("Valid to"), kind="day", phone=False),
        Column(key="version", label=_("Version"), kind="number", phone=False),
        Column(key="status", label=_("State"), kind="status", value=book_words.state),
        Column(key="code", label=_("Code"), kind="code", phone=False),
    ),
    filters=(
        Filter(name="q", label=_("Search"), kind="search", placeholder=_("Name or code")),
        Filter(name="kind", label=_("Kind of case"), kind="choice", choices=_kinds),
        Filter(
            name="show", label=_("Versions"), kind="choice", choices=(("all", _("every version")),)
        ),
    ),
    exports=("xlsx", "csv"),
    empty_title=_("No standard fits"),
    empty_text=_("Clear the filter, or look at another profile."),
)

#: As drawn: code and version stand below the name.
BOOK = replace(
    STANDARDS, columns=tuple(one for one in STANDARDS.columns if one.key not in {"code", "version"})
)  # fmt: skip
