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
from gridhall.rating.request import Household, MonthUse
from gridhall.rating.result import ParameterRead, PeriodQuantity

ZERO = Decimal(0)
YEAR = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class Filled:
    """Hold the energy of each tier, the last one without limit, and the season it is in."""

    parts: tuple[Decimal, ...]
    season: str = ""


def fill(case: Case, charge: Charge, kwh: Decimal) -> Filled:
    """Return how the period's energy falls into the tiers, and explain the bounds."""
    count = sum(1 for role in charge.uses if _is_bound(role))
    numbers = sorted({int(r.split(".")[0][6:]) for r in charge.uses if _is_bound(r)})
    if numbers != list(range(1, len(numbers) + 1)) or count < len(numbers):
        raise NoValidPrice(key="bound_1", on=case.law.on)
    basis = charge.options.basis
    if basis in ("year", "season"):
        return _over_months(case, charge, kwh, len(numbers))
    season, bounds, reads = _bounds(case, charge, len(numbers))
    sizes = _sizes(bounds)
    left = _relief(case, charge, sizes, months=_month_count(case, charge))
    for part in case.before:  # earlier parts of the period emptied the buckets first
        _take(left, part.quantities.billed_kwh)
    parts = _take(left, kwh)
    _explain(case, bounds, reads)
    return Filled(parts, season)


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
    names = [_season_of(charge, month) for month in month_starts(case, months)]
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


def _season_of(charge: Charge, day: date) -> str:
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


def _sizes(bounds: list[Decimal]) -> list[Decimal]:
    """Return the size of each bucket from cumulative bounds."""
    sizes, before = [], ZERO
    for bound in bounds:
        sizes.append(max(ZERO, bound - before))
        before = max(before, bound)
    return sizes


def _take(left: list[Decimal], kwh: Decimal) -> tuple[Decimal, ...]:
    """Take energy from the buckets, which change; the last part is above all bounds."""
    parts, rest = [], kwh
    for number, size in enumerate(left):
        part = min(size, rest)
        parts.append(part)
        left[number] = size - part
        rest -= part
    return tuple(plain(part) for part in (*parts, rest))


def _move(left: list[Decimal], used: list[Decimal], kwh: Decimal) -> tuple[Decimal, ...]:
    """Take energy from the buckets, or give it back: the dearest tier that was used first."""
    if kwh >= 0:
        parts = _take(left, kwh)
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


def _over_months(case: Case, charge: Charge, kwh: Decimal, count: int) -> Filled:
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
    left = [size * months / len(window) for size in _sizes(bounds)]
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
        parts = _move(left, used, use.kwh)
    _explain(case, [sum(allowed[: n + 1], ZERO) for n in range(count)], tuple(reads))
    _explain_left(case, left, tuple(reads))
    return Filled(parts, season)


def _window(charge: Charge, month: date) -> tuple[tuple[int, ...], str]:
    """Return the months that share one allowance, in order, and the season's name."""
    if charge.options.basis == "year":
        return YEAR, ""
    season = _season_of(charge, month)
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


def _explain(case: Case, bounds: list[Decimal], reads: tuple[ParameterRead, ...]) -> None:
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
