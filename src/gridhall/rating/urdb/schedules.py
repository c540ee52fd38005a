"""Schedules of a rate: twelve months of twenty-four hours for weekdays and for weekends."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from gridhall.rating.urdb.words import InvalidRate

Json = dict[str, Any]
#: (weekday hours, weekend hours) by month, each hour the number of a period.
Grid = list[tuple[list[int], list[int]]]
#: For one month: for weekdays and weekends, the (energy period, demand period) of every hour.
Cells = tuple[list[tuple[int, int]], list[tuple[int, int]]]
HOURS = 24
WEEKDAYS, WEEKEND = [1, 2, 3, 4, 5], [6, 7]


def read_grid(data: Json, weekday: str, weekend: str) -> Grid | None:
    """Return a schedule, or nothing where the rate has none. Raises ``InvalidRate``."""
    if data.get(weekday) is None and data.get(weekend) is None:
        return None
    both = [data.get(weekday) or data.get(weekend), data.get(weekend) or data.get(weekday)]
    for name, rows in zip((weekday, weekend), both, strict=True):
        fits = isinstance(rows, list) and len(rows) == 12
        if not fits or not all(isinstance(r, list) and len(r) == HOURS for r in rows):  # type: ignore[union-attr]
            raise InvalidRate([f"{name}: 12 months of 24 hours are wanted"])
    return [
        (_row(weekday, both[0][month]), _row(weekend, both[1][month]))  # type: ignore[index]
        for month in range(12)
    ]


def _row(name: str, row: list[Any]) -> list[int]:
    if not all(isinstance(cell, int) and not isinstance(cell, bool) for cell in row):
        raise InvalidRate([f"{name}: periods are whole numbers"])
    return list(row)


def cells_of(energy: Grid | None, demand: Grid | None, month: int) -> Cells:
    """Return the periods of every hour of a month; without a schedule all is period 0."""
    nothing = ([0] * HOURS, [0] * HOURS)
    first = energy[month - 1] if energy else nothing
    second = demand[month - 1] if demand else nothing
    weekday = list(zip(first[0], second[0], strict=True))
    weekend = list(zip(first[1], second[1], strict=True))
    return weekday, weekend


def period(cell: tuple[int, int]) -> str:
    """Return the name of the period of the day for an energy and a demand period together."""
    return f"e{cell[0]}d{cell[1]}"


def periods(cells: Cells) -> list[tuple[int, int]]:
    """Return the different cells of a month, sorted."""
    return sorted({*cells[0], *cells[1]})


def hours_of(cells: Cells) -> Json:
    """Return the hours of the inline tariff; one period needs none."""
    names = [period(cell) for cell in periods(cells)]
    if len(names) == 1:
        return {}
    rows: list[Json] = []
    for days, hours in ((WEEKDAYS, cells[0]), (WEEKEND, cells[1])):
        start = 0
        for cell, run in groupby(hours):
            end = start + len(list(run))
            rows.append(
                {
                    "period": period(cell),
                    "from": f"{start:02}:00",
                    "to": f"{end:02}:00",
                    "weekdays": days,
                }
            )
            start = end
    return {"periods": names, "hours": rows}
