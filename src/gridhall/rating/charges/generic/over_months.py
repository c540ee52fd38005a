"""Tiers of a year or a season: the earlier months are replayed in order, reliefs included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.generic import words
from gridhall.rating.charges.generic.buckets import (
    Filled,
    explain,
    move,
    season_of,
    sizes_of,
)
from gridhall.rating.law import as_number
from gridhall.rating.request import Household, MonthUse
from gridhall.rating.result import ParameterRead

ZERO = Decimal(0)
YEAR = tuple(range(1, 13))


def over_months(case: Case, charge: Charge, kwh: Decimal, count: int) -> Filled:
    """Return the tiers of a year or season, the earlier months of it replayed in order."""
    month = case.request.period_start.replace(day=1)
    window, season = _window(charge, month)
    reads, bounds = [], []
    for number in range(1, count + 1):
        role = f"bound_{number}"
        key = charge.uses.get(f"{role}.{season}") if season else None
        reads.append(case.law.read(key or charge.uses[role]))
        bounds.append(as_number(reads[-1]))
    household = case.request.household
    months = _months_left(household, month, window)
    left = [size * months / len(window) for size in sizes_of(bounds)]
    allowed = [plain(size) for size in left]
    grant = _grant(charge, household, month, window, months)
    extra = as_number(case.law.read(charge.uses["relief"])) if grant is not None else ZERO
    earlier = [u for u in household.used_before if _same_window(u.month, month, window)]
    earlier.sort(key=_by_month)
    for part in case.before:
        begun = part.request.period_start.replace(day=1)
        if begun == month or _same_window(begun, month, window):
            earlier.append(MonthUse(month=begun, kwh=part.quantities.billed_kwh))
    parts: tuple[Decimal, ...] = ()
    used = [ZERO] * (count + 1)
    for use in (*earlier, MonthUse(month=month, kwh=kwh)):
        if grant is not None and _place(use.month, window) >= grant:
            left[0] += extra * (len(window) - grant)
            grant = None
        parts = move(left, used, use.kwh)
    explain(case, [sum(allowed[: n + 1], ZERO) for n in range(count)], tuple(reads))
    _explain_left(case, left, tuple(reads))
    return Filled(parts, season)


def _window(charge: Charge, month: date) -> tuple[tuple[int, ...], str]:
    """Return the months that share one allowance, in order, and the season's name."""
    if charge.options.basis == "year":
        return YEAR, ""
    season = season_of(charge, month)
    months = charge.options.seasons[season]
    return months, season


def _place(day: date, window: tuple[int, ...]) -> int:
    return window.index(day.month)


def _same_window(day: date, month: date, window: tuple[int, ...]) -> bool:
    """Tell whether an earlier month shares the allowance of this one."""
    if day.month not in window or day >= month:
        return False
    behind = _place(month, window) - _place(day, window)
    return behind > 0 and (month.year - day.year) * 12 + month.month - day.month < 12


def _months_left(household: Household, month: date, window: tuple[int, ...]) -> int:
    """Return how many months of the window count; one moves in during a month and has it all."""
    moved = household.move_in_date
    if moved is None or moved.month not in window:
        return len(window)
    first = moved.replace(day=1)
    if first != month and not _same_window(first, month, window):
        return len(window)
    return len(window) - _place(moved, window)


def _grant(
    charge: Charge, household: Household, month: date, window: tuple[int, ...], months: int
) -> int | None:
    """Return the place in the window from which the relief counts, or ``None``."""
    start = household.large_household_from
    if start is None or "relief" not in charge.uses or start.replace(day=1) > month:
        return None
    first = len(window) - months
    inside = start.replace(day=1) == month or _same_window(start, month, window)
    return max(first, _place(start, window)) if inside else first


def _explain_left(case: Case, left: list[Decimal], reads: tuple[ParameterRead, ...]) -> None:
    for number, rest in enumerate(left, start=1):
        case.explain(
            f"TIER_{number}_ALLOWANCE",
            description=words.left_in(number),
            formula="allowance",
            numbers=wording.num(plain(rest)),
            value=plain(rest),
            unit="kWh",
            parameters=reads,
        )


def _by_month(use: MonthUse) -> date:
    return use.month
