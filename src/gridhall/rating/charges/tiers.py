"""Rule 6: annual tiers as buckets of remaining allowance.

On 1 January (or in the month of moving in) tier 1 and tier 2 get their monthly allowance times
the months that are left, a part month counting as a whole one. Energy empties bucket 1, then
bucket 2; the rest is tier 3. Relief for large households enlarges bucket 1 from the month it is
granted; what was billed before stays as billed. See ``docs/explanation/tiers.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.rating.request import Household, MonthUse

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Allowances:
    """Hold the monthly allowances in kWh."""

    tier_1: Decimal
    tier_2: Decimal
    large_household_extra: Decimal


@dataclass(frozen=True, slots=True)
class TierSplit:
    """Hold the month's energy by tier and the buckets before and after."""

    kwh: tuple[Decimal, Decimal, Decimal]
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]
    year_allowance: tuple[Decimal, Decimal]
    used_before: Decimal


def months_in_year(household: Household, year: int) -> int:
    """Return how many months of the year count: 12, or 13 − month of moving in."""
    moved_in = household.move_in_date
    return 13 - moved_in.month if moved_in is not None and moved_in.year == year else 12


def split(household: Household, *, month: date, kwh: Decimal, allowances: Allowances) -> TierSplit:
    """Return how the month's energy falls into the tiers.

    The earlier months of the year are replayed in order, because a relief granted in between
    changes the buckets only from then on.
    """
    months = months_in_year(household, month.year)
    first = tier_1 = allowances.tier_1 * months
    second = tier_2 = allowances.tier_2 * months
    earlier = [u for u in household.used_before if u.month.year == month.year and u.month < month]
    earlier.sort(key=_by_month)
    grant = _grant_month(household, month.year, months)
    used = ZERO
    before = (first, second)
    parts = (ZERO, ZERO, ZERO)
    for use in (*earlier, MonthUse(month=month, kwh=kwh)):
        if grant is not None and use.month.month >= grant:
            extra = allowances.large_household_extra * (13 - grant)
            first, tier_1, grant = first + extra, tier_1 + extra, None
        before = (first, second)
        in_first = min(first, use.kwh)
        in_second = min(second, use.kwh - in_first)
        first, second = first - in_first, second - in_second
        parts = (in_first, in_second, use.kwh - in_first - in_second)
        used += use.kwh
    return TierSplit(
        kwh=parts,
        before=before,
        after=(first, second),
        year_allowance=(tier_1, tier_2),
        used_before=used - kwh,
    )


def _grant_month(household: Household, year: int, months: int) -> int | None:
    """Return the month of this year from which the relief counts, or ``None``."""
    granted = household.large_household_from
    if granted is None or granted.year > year:
        return None
    first_month = 13 - months
    return max(first_month, granted.month) if granted.year == year else first_month


def _by_month(use: MonthUse) -> date:
    return use.month
