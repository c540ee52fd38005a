"""The examples of the gallery, in its order; each is a template shown alive and as code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "ui" / "gallery"


@dataclass(frozen=True, slots=True)
class Example:
    """One example: ``name`` is its template and its anchor."""

    name: str
    title: Text
    about: Text

    @property
    def template(self) -> str:
        """Return the template's name."""
        return f"ui/gallery/{self.name}.html"

    @property
    def source(self) -> str:
        """Return the template's text."""
        return _source(self.name)


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text(encoding="utf-8").strip()


EXAMPLES: tuple[Example, ...] = (
    Example("page_header", _("Page header"), _("Where I am, what this is, what I can do.")),
    Example("stats", _("Key figures"), _("A number, its unit and what it compares with.")),
    Example("table", _("Table"), _("Sorts, filters, pages and exports on the server.")),
    Example("form", _("Form"), _("Label, help, faults; money as exact text.")),
    Example("status", _("Status badge"), _("Colour, icon and word together.")),
    Example("numbers", _("Money, energy, dates"), _("Exact, aligned, the same everywhere.")),
    Example(
        "descriptions", _("Descriptions"), _("Labels with their values; personal data masked.")
    ),
    Example("chart", _("Charts"), _("Line, bar, stacked; the numbers as a table beneath.")),
    Example("drawer", _("Drawer"), _("A page beside the page; Esc closes.")),
    Example("confirm", _("Confirm dialog"), _("Asks before it acts, for a reason if needed.")),
    Example("tabs", _("Tabs"), _("Real links: each view has its address.")),
    Example("steps", _("Steps"), _("How far a matter has come.")),
    Example("flow", _("Picture of a process"), _("Steps in their state, said in words, too.")),
    Example("timeline", _("Timeline"), _("What happened, when, by whom.")),
    Example("alerts", _("Alerts and toasts"), _("What happened and the next step.")),
    Example("progress", _("Progress"), _("Asks the server every two seconds until it is done.")),
    Example("empty", _("Empty states"), _("Nothing here, and what to do about it.")),
    Example("buttons", _("Buttons and small parts"), _("One main action on a page.")),
)
