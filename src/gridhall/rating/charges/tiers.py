"""Rule 6: annual tiers as buckets of remaining allowance.

On 1 January (or in the month of moving in) tier 1 and tier 2 get their monthly allowance times
the months that are left, a part month counting as a whole one. Energy empties bucket 1, then
bucket 2; the rest is tier 3. Relief for large households enlarges bucket 1 from the month it is
granted; what was billed before stays as billed. Energy given back (a correction) fills up the
dearest tier first. See ``docs/explanation/tiers.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gridhall.rating.request import Household, MonthUse

ZERO = Decimal(0)
Parts = tuple[Decimal, Decimal, Decimal]


@dataclass(slots=True)
class Allowances:
    """Hold the monthly allowances in kWh."""

    tier_1: Decimal
    tier_2: Decimal
    large_household_extra: Decimal


@dataclass(slots=True)
class TierSplit:
    """Hold the month's energy by tier and the buckets before and after."""

    kwh: Parts
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]
    year_allowance: tuple[Decimal, Decimal]
    used_before: Decimal


@dataclass(slots=True)
class _Buckets:
    """Hold what is left of the year's cheaper energy, and what was used beyond it."""

    first: Decimal
    second: Decimal
    taken: list[Parts] = field(default_factory=list)  # what may be given back
    used: Decimal = ZERO

    def take(self, kwh: Decimal) -> Parts:
        """Return how the energy falls into the tiers; negative energy comes back from above."""
        self.used += kwh
        if kwh < 0:
            return self._give_back(-kwh)
        first, second = self.first, self.second
        in_first = min(first, kwh)
        rest = kwh - in_first
        in_second = min(second, rest)
        parts = (in_first, in_second, rest - in_second)
        self.first, self.second = first - in_first, second - in_second
        self.taken.append(parts)
        return parts

    def _give_back(self, kwh: Decimal) -> Parts:
        from_third = min(sum([parts[2] for parts in self.taken], ZERO), kwh)
        from_second = min(sum([parts[1] for parts in self.taken], ZERO), kwh - from_third)
        from_first = kwh - from_third - from_second
        self.first, self.second = self.first + from_first, self.second + from_second
        parts = (-from_first, -from_second, -from_third)
        self.taken.append(parts)
        return parts


def months_in_year(household: Household, year: int) -> int:
    """Return how many months of the year count: those lived in, a part month as a whole one."""
    moved_in, moved_out = household.move_in_date, household.move_out_date
    first = moved_in.month if moved_in is not None and moved_in.year == year else 1
    last = moved_out.month if moved_out is not None and moved_out.year == year else 12
    return max(last - first + 1, 1)


def split(
    household: Household,
    *,
    month: date,
    kwh: Decimal,
    allowances: Allowances,
    earlier_in_month: Decimal = ZERO,
) -> TierSplit:
    """Return how the month's energy falls into the tiers.

    The earlier months of the year are replayed in order, because a relief granted in between
    changes the buckets only from then on. ``earlier_in_month`` is what earlier parts of the same
    bill used in this year.
    """
    months = months_in_year(household, month.year)
    tier_1, tier_2 = allowances.tier_1 * months, allowances.tier_2 * months
    buckets = _Buckets(tier_1, tier_2)
    earlier = [u for u in household.used_before if u.month.year == month.year and u.month < month]
    earlier.sort(key=_by_month)
    if earlier_in_month:
        earlier.append(MonthUse(month=month, kwh=earlier_in_month))
    relief = _relief(household, month.year)
    before = (buckets.first, buckets.second)
    parts: Parts = (ZERO, ZERO, ZERO)
    for in_month, used in (*[(use.month, use.kwh) for use in earlier], (month, kwh)):
        if relief is not None and in_month.month >= relief[0]:
            extra = allowances.large_household_extra * relief[1]
            buckets.first, tier_1, relief = buckets.first + extra, tier_1 + extra, None
        before = (buckets.first, buckets.second)
        parts = buckets.take(used)
    return TierSplit(
        kwh=parts,
        before=before,
        after=(buckets.first, buckets.second),
        year_allowance=(tier_1, tier_2),
        used_before=buckets.used - kwh,
    )


def _relief(household: Household, year: int) -> tuple[int, int] | None:
    """Return the month of this year from which the relief counts and for how many months."""
    granted, ends = household.large_household_from, household.large_household_to
    if granted is None or granted.year > year or (ends is not None and ends <= date(year, 1, 1)):
        return None
    moved_in, moved_out = household.move_in_date, household.move_out_date
    first = moved_in.month if moved_in is not None and moved_in.year == year else 1
    last = moved_out.month if moved_out is not None and moved_out.year == year else 12
    if granted.year == year:
        first = max(first, granted.month)
    if ends is not None and ends.year == year:
        last = min(last, ends.month - 1 if ends.day == 1 else ends.month)
    return (first, last - first + 1) if last >= first else None


def _by_month(use: MonthUse) -> date:
    return use.month
