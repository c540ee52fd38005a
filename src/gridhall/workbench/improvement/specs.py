"""Tables of statistics, weak points and measures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as desk
from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.ui.text import Text
from gridhall.workbench.cases import words as case_words


def kinds() -> list[tuple[str, Text]]:
    """Return the kinds of cases that are counted: reports of wrongdoing are not."""
    return [(code, label) for code, label in desk.choices_of("kind") if code != "REPORT"]


def channels() -> list[tuple[str, Text]]:
    """Return the channels."""
    return list(desk.choices_of("channel"))


def areas() -> list[tuple[str, Text]]:
    """Return the areas."""
    return [(code or "-", label) for code, label in desk.choices_of("area")]


def findings() -> list[tuple[str, Text]]:
    """Return the findings."""
    return [(code or "-", label) for code, label in desk.choices_of("finding")]


PERIOD = (
    Filter(name="first", label=_("From"), kind="day"),
    Filter(name="last", label=_("To"), kind="day"),
)
NARROWING = (
    Filter(name="kind", label=_("Kind of case"), kind="choice", choices=kinds),
    Filter(name="category", label=pgettext_lazy("statistics of cases", "Category"), kind="choice",
           choices=tuple(case_words.CATEGORIES.items())),
    Filter(name="channel", label=pgettext_lazy("statistics of cases", "Channel"), kind="choice",
           choices=channels),
    Filter(name="area", label=_("Area"), kind="choice", choices=areas),
    Filter(name="finding", label=pgettext_lazy("statistics of cases", "Finding"), kind="choice",
           choices=findings),
)  # fmt: skip
COUNTS = TableSpec(
    name="case_statistics",
    label=_("Cases counted"),
    columns=(
        Column(key="label", label=pgettext_lazy("statistics of cases", "Counted by"), link=True),
        Column(key="cases", label=pgettext_lazy("statistics of cases", "Cases"), kind="number"),
        Column(key="share", label=_("Share"), kind="percent"),
        Column(key="before", label=_("Period before"), kind="number"),
        Column(key="share_before", label=_("Share before"), kind="percent", phone=False),
        Column(key="change", label=pgettext_lazy("of a figure", "Change"), kind="text"),
    ),
    filters=PERIOD + NARROWING,
    size=100,
    exports=("csv", "xlsx"),
    empty_title=_("No case in this period"),
    empty_text=_("Choose a longer period or fewer filters."),
)
BEHIND = TableSpec(
    name="counted_cases",
    label=_("Cases behind the figure"),
    columns=(
        Column(key="number", label=_("Case"), kind="code", link=True),
        Column(key="kind", label=_("Kind of case")),
        Column(key="topic", label=_("Topic")),
        Column(key="status", label=_("State"), phone=False),
        Column(key="finding", label=pgettext_lazy("statistics of cases", "Finding"), phone=False),
        Column(key="cause", label=_("Cause"), phone=False),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="registered_at", label=_("Registered"), kind="moment"),
    ),
    filters=PERIOD,
    exports=("csv", "xlsx"),
    empty_title=_("No case in this period"),
    empty_text=_("Choose a longer period or fewer filters."),
)
MEASURES = TableSpec(
    name="measures",
    label=pgettext_lazy("statistics of cases", "Measures"),
    columns=(
        Column(key="number", label=_("No."), kind="code", link=True),
        Column(key="title", label=_("Title")),
        Column(key="kind", label=_("Kind of measure"), phone=False),
        Column(key="weak_point", label=_("Weak point"), phone=False),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="owner", label=pgettext_lazy("measure", "Owner")),
        Column(key="supervisor", label=_("Supervisor"), phone=False),
        Column(key="due_on", label=pgettext_lazy("deadline", "Until"), kind="day"),
        Column(key="status", label=_("State"), kind="status"),
    ),
    filters=(
        Filter(name="q", label=_("Number or title")),
        Filter(name="kind", label=_("Kind of measure"), kind="choice",
               choices=lambda: desk.choices_of("measure_kind")),
        Filter(name="status", label=_("State"), kind="choice",
               choices=lambda: desk.choices_of("measure_status")),
        Filter(name="whose", label=_("Whose"), kind="choice",
               choices=(("mine", _("Mine")), ("late", _("Overdue")))),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No measure yet"),
    empty_text=_("Begin with a weak point: it brings its figures along."),
)  # fmt: skip
