"""How energy falls into tiers: buckets of remaining allowance that use empties in order of time.

Where the basis is a year or a season, the earlier months of it are replayed, because a relief
granted in between enlarges the first bucket only from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.generic import words
from gridhall.rating.charges.generic.amounts import demand_of, month_starts, months_of
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, PeriodQuantity

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Filled:
    """Hold the energy of each tier, the last one without limit, and the season it is in."""

    parts: tuple[Decimal, ...]
    season: str = ""


def fill(case: Case, charge: Charge, kwh: Decimal) -> Filled:
    """Return how the period's energy falls into the tiers, and explain the bounds."""
    numbers = count_of(case, charge)
    season, bounds, reads = _bounds(case, charge, numbers)
    sizes = sizes_of(bounds)
    left = _relief(case, charge, sizes, months=_month_count(case, charge))
    for part in case.before:  # earlier parts of the period emptied the buckets first
        take(left, part.quantities.billed_kwh)
    parts = take(left, kwh)
    explain(case, bounds, reads)
    return Filled(parts, season)


def count_of(case: Case, charge: Charge) -> int:
    """Return how many bounds a charge has; raises ``NoValidPrice`` if one is left out."""
    numbers = sorted({int(r.split(".")[0][6:]) for r in charge.uses if _is_bound(r)})
    if numbers != list(range(1, len(numbers) + 1)):
        raise NoValidPrice(key="bound_1", on=case.law.on)
    return len(numbers)


def in_time(case: Case, parts: tuple[Decimal, ...]) -> list[list[tuple[PeriodQuantity, Decimal]]]:
    """Return each tier's energy by period as it came in time; needs intervals."""
    raise Hold(AGREEMENT_INCOMPLETE, field="intervals")


def _is_bound(role: str) -> bool:
    return role.startswith("bound_")


def _bounds(
    case: Case, charge: Charge, count: int
) -> tuple[str, list[Decimal], tuple[ParameterRead, ...]]:
    """Return the season and the cumulative bounds of this period."""
    months = _month_count(case, charge)
    days = case.tariff_period.days
    season = ""
    bounds: list[Decimal] = []
    reads: list[ParameterRead] = []
    for number in range(1, count + 1):
        found: list[Decimal] = []
        role = f"bound_{number}"
        if charge.options.seasons:
            season, value, read = _seasonal(case, charge, role, months)
            found.append(value)
            reads += read
        elif role in charge.uses:
            read_one = case.law.read(charge.uses[role])
            reads.append(read_one)
            times = {"month": months, "day": days}.get(charge.options.basis, 1)
            found.append(as_number(read_one) * times)
        if f"{role}.kwh_per_kw" in charge.uses:
            read_one = case.law.read(charge.uses[f"{role}.kwh_per_kw"])
            reads.append(read_one)
            demand = demand_of(case)
            if demand is None:
                raise Hold(AGREEMENT_INCOMPLETE, field="max_demand")
            found.append(as_number(read_one) * demand)
        bounds.append(min(found))
    return season, bounds, tuple(reads)


def _month_count(case: Case, charge: Charge) -> int:
    if charge.options.basis != "month":
        return 1
    return months_of(case, charge)


def _seasonal(
    case: Case, charge: Charge, role: str, months: int
) -> tuple[str, Decimal, list[ParameterRead]]:
    """Return the season of the first month and the sum of the months' bounds."""
    names = [season_of(charge, month) for month in month_starts(case, months)]
    total, reads = ZERO, []
    for name in names:
        key = charge.uses.get(f"{role}.{name}") or charge.uses.get(role)
        if key is None:
            raise NoValidPrice(key=f"{role}.{name}", on=case.law.on)
        reads.append(case.law.read(key))
        total += as_number(reads[-1])
    if len(set(names)) > 1 and _prices_by_season(charge):
        raise NoValidPrice(key="price_1.season", on=case.law.on)
    return names[0], total, reads


def season_of(charge: Charge, day: date) -> str:
    """Return the season of a day's month; raises ``NoValidPrice``."""
    for name, months in charge.options.seasons.items():
        if day.month in months:
            return name
    raise NoValidPrice(key="bound_1", on=day)


def _prices_by_season(charge: Charge) -> bool:
    seasons = charge.options.seasons
    return any(
        role.startswith(("price_", "adder_")) and any(part in seasons for part in role.split("."))
        for role in charge.uses
    )


def sizes_of(bounds: list[Decimal]) -> list[Decimal]:
    """Return the size of each bucket from cumulative bounds."""
    sizes, before = [], ZERO
    for bound in bounds:
        sizes.append(max(ZERO, bound - before))
        before = max(before, bound)
    return sizes


def take(left: list[Decimal], kwh: Decimal) -> tuple[Decimal, ...]:
    """Take energy from the buckets, which change; the last part is above all bounds."""
    parts, rest = [], kwh
    for number, size in enumerate(left):
        part = min(size, rest)
        parts.append(part)
        left[number] = size - part
        rest -= part
    return tuple(plain(part) for part in (*parts, rest))


def move(left: list[Decimal], used: list[Decimal], kwh: Decimal) -> tuple[Decimal, ...]:
    """Take energy from the buckets, or give it back: the dearest tier that was used first."""
    if kwh >= 0:
        parts = take(left, kwh)
    else:
        back, rest = [ZERO] * len(used), -kwh
        for number in range(len(used) - 1, 0, -1):
            back[number] = min(used[number], rest)
            rest -= back[number]
        back[0] = rest
        for number in range(len(left)):
            left[number] += back[number]
        parts = tuple(plain(-part) for part in back)
    for number, part in enumerate(parts):
        used[number] += part
    return parts


def _relief(case: Case, charge: Charge, sizes: list[Decimal], *, months: int) -> list[Decimal]:
    """Return the buckets with the relief of a large household on the first one."""
    household = case.request.household
    start = household.large_household_from
    if "relief" not in charge.uses or start is None or not sizes:
        return list(sizes)
    if charge.options.basis == "month" and start <= case.request.period_start:
        extra = as_number(case.law.read(charge.uses["relief"])) * months
        return [sizes[0] + extra, *sizes[1:]]
    return list(sizes)


def explain(case: Case, bounds: list[Decimal], reads: tuple[ParameterRead, ...]) -> None:
    """Write the step that shows the bounds of this period."""
    if not bounds:
        return
    numbers = "; ".join(f"{n}: ≤ {wording.num(b)} kWh" for n, b in enumerate(bounds, start=1))
    case.explain(
        "TIER_BOUNDS",
        description=words.BOUNDS,
        formula=words.BOUNDS,
        numbers=numbers,
        value=plain(bounds[0]),
        unit="kWh",
        parameters=reads,
    )
