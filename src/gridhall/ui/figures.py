"""Small shapes that screens hand to components: a figure, a status, a step, an event, a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from gridhall.ui.text import Text

Tone = Literal["neutral", "info", "progress", "success", "warning", "danger"]

ICON_BY_TONE: dict[str, str] = {
    "neutral": "circle",
    "info": "info-circle",
    "progress": "loader-2",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-octagon",
}


@dataclass(frozen=True, slots=True)
class Status:
    """A state as colour, icon and words together; never colour alone."""

    label: Text
    tone: Tone = "neutral"
    icon: str = ""

    @property
    def symbol(self) -> str:
        """Return the icon's name: the own one or the tone's."""
        return self.icon or ICON_BY_TONE[self.tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A key figure: ``value`` is the finished text, ``hint`` says what it means or compares."""

    label: Text
    value: str
    unit: Text = ""
    hint: Text = ""
    tone: Tone = "neutral"
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a process: done, current, waiting or failed."""

    label: Text
    state: Literal["done", "current", "waiting", "failed"] = "waiting"
    note: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a timeline, newest first by habit."""

    at: datetime
    title: Text
    text: Text = ""
    by: Text = ""
    icon: str = "point"
    tone: Tone = "neutral"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart; ``None`` is a gap."""

    name: Text
    values: Sequence[Decimal | int | None]
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart and, from the same numbers, the table that says it in words.

    ``kind`` is line, bar or stacked; ``unit`` is written on the value axis.
    """

    kind: Literal["line", "bar", "stacked"] = "line"
    categories: Sequence[Text]
    series: Sequence[Series]
    unit: Text = ""
    category_label: Text = ""
    smooth: bool = False
    area: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return what the script draws; numbers as text, so nothing is lost on the way."""
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "smooth": self.smooth,
            "area": self.area,
            "categories": [str(category) for category in self.categories],
            "series": [
                {
                    "name": str(one.name),
                    "tone": one.tone,
                    "values": [None if value is None else str(value) for value in one.values],
                }
                for one in self.series
            ],
        }

    def rows(self) -> list[tuple[str, list[Decimal | int | None]]]:
        """Return the same numbers as table rows: category and one value a series."""
        return [
            (str(category), [one.values[index] for one in self.series])
            for index, category in enumerate(self.categories)
        ]
