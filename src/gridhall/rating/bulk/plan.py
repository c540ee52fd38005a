"""A price of one month as integers: which period each quarter-hour is in, and what each costs.

A plan is made from tariff books once (``compiling.interval_plan``) and then knows nothing of
them, so it can be sent to any process as JSON. It never rounds: a price that is no whole number
of its smallest unit makes the unit smaller.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from gridhall.rating.bulk.prices import LinePrice, Quantity


@dataclass(frozen=True, kw_only=True, slots=True)
class IntervalPlan:
    """Hold what one price does with a month of quarter-hours.

    ``slots`` has a row of period numbers for each kind of day: 96 quarter-hours, 48 half-hours or
    24 hours, as the data have them. ``kinds`` is the kind of each day from ``first``.
    """

    price_class: str
    first: date
    kinds: tuple[int, ...]
    periods: tuple[str, ...]
    slots: tuple[tuple[int, ...], ...]
    lines: tuple[LinePrice, ...]
    decimals: int
    rounding: str
    books: tuple[tuple[str, str], ...] = ()  # name and SHA-256 of every book that was read

    @property
    def days(self) -> int:
        """Return how many days the plan is for."""
        return len(self.kinds)

    @property
    def slots_a_day(self) -> int:
        """Return into how many equal parts the day is divided."""
        return len(self.slots[0])

    @property
    def end(self) -> date:
        """Return the first day after the plan's."""
        return self.first + timedelta(days=self.days)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the plan: two plans with the same one rate alike."""
        return hashlib.sha256(to_json(self).encode()).hexdigest()


def to_json(plan: IntervalPlan) -> str:
    """Return the plan as canonical JSON."""
    content = {**asdict(plan), "first": plan.first.isoformat()}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> IntervalPlan:
    """Return the plan that ``to_json`` wrote."""
    data: dict[str, Any] = json.loads(text)
    return IntervalPlan(
        price_class=data["price_class"],
        first=date.fromisoformat(data["first"]),
        kinds=tuple(data["kinds"]),
        periods=tuple(data["periods"]),
        slots=tuple(tuple(row) for row in data["slots"]),
        lines=tuple(
            LinePrice(**{**line, "quantity": Quantity(line["quantity"])}) for line in data["lines"]
        ),
        decimals=data["decimals"],
        rounding=data["rounding"],
        books=tuple((name, sha) for name, sha in data["books"]),
    )
