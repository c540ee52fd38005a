"""A load of mean power, and the bills of a rate for each month of it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gridhall.kernel.periods import next_month
from gridhall.rating.urdb.importing import Rate
from gridhall.rating.urdb.words import InvalidRate, number

Json = dict[str, Any]
STEPS = {24: 60, 48: 30, 96: 15}  # values a day → minutes


@dataclass(frozen=True, slots=True)
class Load:
    """Hold mean power in kW from the first moment of a day on, without a gap."""

    first_day: date
    minutes: int
    kw: tuple[Decimal, ...]


def read_load(text: str, first_day: str, *, minutes: int | None = None) -> Load:
    """Return the load of a CSV: the column ``kw``, or the only one. Raises ``InvalidRate``.

    Without ``minutes`` the step follows from the number of rows of a year (8,760 rows are
    hours); a load of other length is taken for hours.
    """
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        raise InvalidRate(["the load has no rows"])
    header = [cell.strip().lower() for cell in rows[0]]
    column = header.index("kw") if "kw" in header else len(header) - 1
    body = rows if _is_number(rows[0][column]) else rows[1:]
    values = tuple(
        number(row[column].strip(), f"row {place}") for place, row in enumerate(body, start=1)
    )
    step = minutes or STEPS.get(len(values) // 365 if len(values) % 365 == 0 else 24, 60)
    try:
        day = date.fromisoformat(first_day)
    except ValueError:
        raise InvalidRate([f"{first_day} is not a day"]) from None
    return Load(day, step, values)


def cases_of(rate: Rate, load: Load) -> list[Json]:
    """Return a case for each calendar month that the load touches."""
    found = []
    per_day = 24 * 60 // load.minutes
    if len(load.kw) % per_day:
        raise InvalidRate([f"{len(load.kw)} values of {load.minutes} minutes are no whole days"])
    day, end = load.first_day, load.first_day + timedelta(days=len(load.kw) // per_day)
    while day < end:
        until = min(next_month(day), end)
        first = (day - load.first_day).days * per_day
        values = load.kw[first : first + (until - day).days * per_day]
        intervals = {
            "start": datetime.combine(day, time()).isoformat(timespec="minutes"),
            "minutes": load.minutes,
            "kw": [f"{value:f}" for value in values],
        }
        found.append(
            {
                "id": f"{day:%Y-%m}",
                "kind": "bill",
                "period": {"from": str(day), "to": str(until)},
                "tariff": {"inline": rate.months[day.month]},
                "usage": {"intervals": intervals},
            }
        )
        day = until
    return found


def _is_number(text: str) -> bool:
    try:
        number(text.strip(), "")
    except InvalidRate:
        return False
    return True
