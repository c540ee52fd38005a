"""Generic method ``tiers``: energy priced by how much of it there is.

``bound_1`` … are cumulative upper limits for the ``basis``: the period as it is, each month,
the year, a season, each day; ``bound_1.kwh_per_kw`` limits by hours of use of the demand (with
both, the smaller counts). ``price_n`` prices tier n, ``adder_n`` puts a surcharge on it; both may
differ by period (``price_1.peak``) or season (``price_1.summer``). Prices may fall.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.generic import buckets, words
from gridhall.rating.charges.generic.amounts import applies, rounded_quantity
from gridhall.rating.charges.generic.over_months import over_months
from gridhall.rating.law import as_number
from gridhall.rating.result import PeriodQuantity

ZERO = Decimal(0)
FINE = Decimal("0.000001")


def tiers(case: Case, charge: Charge) -> None:
    """Write one line per tier (and period, where prices differ by period) that has energy."""
    if not applies(case, charge):
        return
    kwh = rounded_quantity(charge, case.quantities.billed_kwh)
    if charge.options.basis in ("year", "season"):
        filled = over_months(case, charge, kwh, buckets.count_of(case, charge))
    else:
        filled = buckets.fill(case, charge, kwh)
    parts = filled.parts
    by_period = _differs_by_period(charge)
    cells = _cells(case, charge, parts) if by_period else _whole(case, parts)
    empty = not any(part for part in parts)
    for number, inner in enumerate(cells, start=1):
        for period, part in inner:
            first = number == 1 and period is inner[0][0]
            if part == 0 and not (empty and first):
                continue
            _line(case, charge, number, period, part, filled.season, by_period)


def _line(
    case: Case,
    charge: Charge,
    number: int,
    period: PeriodQuantity,
    part: Decimal,
    season: str,
    by_period: bool,
) -> None:
    """Write the line of one tier; a tier without a surcharge has none."""
    role = _role(charge, number, period.period, season)
    if role is None:
        if any(name.startswith("adder_") for name in charge.uses):
            return
        raise NoValidPrice(key=f"price_{number}.{period.period}", on=case.law.on)
    price = case.law.read(charge.uses[role])
    adder = role.startswith("adder_")
    code = f"{charge.code}_{number}" if charge.code else f"TIER_{number}"
    code += f"_{period.period.upper()}" if by_period and period.period != "total" else ""
    name = words.name_of(charge, "adder" if adder else "tier", n=number)
    if charge.name is not None:
        name = type(name)(f"{name.zh}（第{number}档）", f"{name.en}, tier {number}")
    case.add(
        f"{code}_ADDER" if adder else code,
        group=charge.options.group or "energy",
        formula=words.ADDER if adder else words.TIER,
        quantity=part,
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price,),
        inputs=period.inputs,
        description=words.with_period(name, period.period) if by_period else name,
        in_pf_base=charge.options.in_pf_base is not False,
        rounding_rule=charge.options.rounding,
    )


def _role(charge: Charge, number: int, period: str, season: str) -> str | None:
    for kind in ("price", "adder"):
        base = f"{kind}_{number}"
        for role in (f"{base}.{season}.{period}", f"{base}.{period}", f"{base}.{season}", base):
            if role in charge.uses:
                return role
    return None


def _differs_by_period(charge: Charge) -> bool:
    """Tell whether a price or surcharge of a tier belongs to a period of the day."""
    seasons = charge.options.seasons
    for role in charge.uses:
        kind, *rest = role.split(".")
        if kind.startswith(("price_", "adder_")) and any(part not in seasons for part in rest):
            return True
    return False


def _whole(case: Case, parts: tuple[Decimal, ...]) -> list[list[tuple[PeriodQuantity, Decimal]]]:
    whole = PeriodQuantity(
        period="total", kwh=case.quantities.billed_kwh, inputs=case.quantities.active_inputs
    )
    return [[(whole, part)] for part in parts]


def _cells(
    case: Case, charge: Charge, parts: tuple[Decimal, ...]
) -> list[list[tuple[PeriodQuantity, Decimal]]]:
    """Return each tier's energy by period: in proportion to the whole, or as it came in time."""
    periods = case.quantities.periods
    total = sum((p.kwh for p in periods), ZERO)
    if sum(1 for part in parts if part) <= 1:
        return [[(p, p.kwh if part else ZERO) for p in periods] for part in parts]
    if charge.options.split == "in_time":
        return buckets.in_time(case, parts)
    case.warn(
        "TIER_SPLIT_PRO_RATA",
        "各档电量按各时段电量占比分摊到时段。",
        "The energy of each tier was divided over the periods in proportion to their use.",
    )
    cells = []
    left = {p.period: p.kwh for p in periods}
    last = max(number for number, part in enumerate(parts) if part)
    for number, part in enumerate(parts):
        if number == last:
            cells.append([(p, left[p.period]) for p in periods])
            continue
        row, rest = [], part
        for p in periods[1:]:
            share = plain((part * p.kwh / total).quantize(FINE, rounding=ROUND_HALF_UP))
            row.append((p, share))
            rest -= share
        row.insert(0, (periods[0], rest))
        for p, share in row:
            left[p.period] -= share
        cells.append(row)
    return cells
