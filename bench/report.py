"""What a measurement returns and how it is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure and what it is compared with in the same run.

    ``ratio`` is ours divided by the reference; its meaning is in ``against``.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str = ""
    target: str = ""
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = ["| figure | value | ratio | against | target |", "|---|---:|---:|---|---|"]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        mark = {True: " ✓", False: " ✗", None: ""}[figure.met]
        rows.append(
            f"| {figure.name} | {figure.value:,.1f} {figure.unit} | {ratio} | {figure.against} "
            f"| {figure.target}{mark} |"
        )
    return "\n".join(rows)


def as_json(figures: Sequence[Figure]) -> str:
    """Return the figures as JSON, for keeping and comparing."""
    return json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=2)


def from_json(text: str) -> list[Figure]:
    """Return the figures of a section's process."""
    return [Figure(**figure) for figure in json.loads(text)]
