"""Rules 6–8: homes with annual tiers, with and without time of use, and low-income relief."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges import tiers
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.energy import write_shared
from gridhall.rating.law import as_number
from gridhall.rating.quantities.losses import rounding_of
from gridhall.rating.result import ParameterRead, PeriodQuantity, Text

ZERO = Decimal(0)
Reads = tuple[ParameterRead, ...]
ALLOWANCES = (
    ("TIER_1_ALLOWANCE", Text("第一档剩余基数", "Tier 1 allowance left")),
    ("TIER_2_ALLOWANCE", Text("第二档剩余基数", "Tier 2 allowance left")),
)


def annual_tiers(case: Case, charge: Charge) -> None:
    """Write one line per tier that was used, at that tier's price (rule 7, without TOU)."""
    if _shared_price(case, charge):
        return
    kwh = case.quantities.billed_kwh
    parts, reads = _split(case, charge, kwh)
    for number, part in enumerate(parts, start=1):
        if part == 0 and (number > 1 or kwh != 0):
            continue
        price = case.law.read(charge.uses[f"tier_{number}"])
        case.add(
            f"TIER_{number}",
            group="energy",
            formula="tier",
            quantity=part,
            unit="kWh",
            unit_price=as_number(price),
            parameters=(price, *reads),
            inputs=case.quantities.active_inputs,
        )


def tou_annual_tiers(case: Case, charge: Charge) -> None:
    """Write "first time of use, then tier" (rule 7): periods, then surcharges by tier."""
    if _shared_price(case, charge):
        return
    _periods(case, charge)
    parts, reads = _split(case, charge, case.quantities.billed_kwh)
    for number, part in enumerate(parts, start=1):
        if number == 1 or part == 0:
            continue
        price = case.law.read(charge.uses[f"adder_{number}"])
        case.add(
            f"TIER_{number}_ADDER",
            group="energy",
            formula="adder",
            quantity=part,
            unit="kWh",
            unit_price=as_number(price),
            parameters=(price, *reads),
            inputs=case.quantities.active_inputs,
        )


def tou_annual_tiers_by_period(case: Case, charge: Charge) -> None:
    """Write periods, then for each tier a surcharge that differs by period (Shanghai).

    A tier's energy is divided over the periods as the month's energy is, in whole units; the
    last period takes the rest.
    """
    if _shared_price(case, charge):
        return
    _periods(case, charge)
    periods = case.quantities.periods
    parts, reads = _split(case, charge, case.quantities.billed_kwh)
    for number, part in enumerate(parts, start=1):
        if number == 1 or part == 0:
            continue
        for period, kwh in zip(periods, divide(case, part, periods), strict=True):
            if kwh == 0:
                continue
            price = case.law.read(charge.uses[f"adder_{number}_{period.period}"])
            name = wording.LINES[f"TIER_{number}_ADDER"]
            period_name = wording.PERIOD_NAMES[period.period]
            case.add(
                f"TIER_{number}_ADDER",
                group="energy",
                formula="adder",
                quantity=kwh,
                unit="kWh",
                unit_price=as_number(price),
                parameters=(price, *reads),
                inputs=period.inputs,
                description=Text(f"{name.zh}（{period_name.zh}）", f"{name.en} ({period_name.en})"),
            )


def divide(case: Case, kwh: Decimal, periods: tuple[PeriodQuantity, ...]) -> list[Decimal]:
    """Return energy divided over the periods as theirs is, whole units, the last the rest."""
    whole = rounding_of(case.law)
    total = sum((p.kwh for p in periods), ZERO)
    shares = [whole(kwh * p.kwh / total) if total else ZERO for p in periods[:-1]]
    return [*shares, kwh - sum(shares, ZERO)]


def free_allowance(case: Case, charge: Charge) -> None:
    """Write the relief line of a low-income home: −min(15 kWh a month, the use) × tier-1 price.

    The free energy still counts in the tiers and nothing is carried over (rule 8). In a period of
    several months each has its allowance; parts of a period share it.
    """
    kwh = case.quantities.billed_kwh
    if not case.request.household.low_income or kwh <= 0:
        return
    allowance, price = case.law.read(charge.uses["allowance"]), case.law.read(charge.uses["price"])
    taken = sum([x.quantity for c in case.earlier for x in c.lines if x.code == "LOW_INCOME"], ZERO)
    free = min(as_number(allowance) * case.months + taken, kwh)
    if free <= 0:
        return
    case.add(
        "LOW_INCOME",
        group="relief",
        formula="free",
        quantity=-free,
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price, allowance),
        inputs=case.quantities.active_inputs,
    )


def _periods(case: Case, charge: Charge) -> None:
    """Write the energy of each period at its own price."""
    for period in case.quantities.periods:
        price = case.law.read(charge.uses[period.period])
        case.add(
            f"ENERGY_{period.period.upper()}",
            group="energy",
            formula="energy",
            quantity=period.kwh,
            unit="kWh",
            unit_price=as_number(price),
            parameters=(price,),
            inputs=period.inputs,
        )


def _shared_price(case: Case, charge: Charge) -> bool:
    """Write all energy at the shared-meter price if the home chose it (seven or more persons)."""
    if not case.request.household.shared_price or "shared_price" not in charge.uses:
        return False
    write_shared(case, case.law.read(charge.uses["shared_price"]), in_pf_base=False)
    return True


def _split(case: Case, charge: Charge, kwh: Decimal) -> tuple[tiers.Parts, Reads]:
    """Return the energy by tier and the allowances that were read; explains the split."""
    household = case.request.household
    reads = [case.law.read(charge.uses[f"allowance_{n}"]) for n in (1, 2)]
    extra = ZERO
    if household.large_household_from is not None and "large_household_extra" in charge.uses:
        reads.append(case.law.read(charge.uses["large_household_extra"]))
        extra = as_number(reads[-1])
    start = case.request.period_start
    found = tiers.split(
        household,
        month=start.replace(day=1),
        kwh=kwh,
        allowances=tiers.Allowances(as_number(reads[0]), as_number(reads[1]), extra),
        earlier_in_month=_used_in_year(case) if case.earlier else ZERO,
    )
    read = tuple(reads)
    for place, (code, name) in enumerate(ALLOWANCES):
        before, used, left = found.before[place], found.kwh[place], found.after[place]
        case.explain(
            code,
            description=name,
            formula="allowance",
            numbers=partial(_left_of, before, used, left),
            value=left,
            unit="kWh",
            parameters=read,
        )
    return found.kwh, read


def _left_of(before: Decimal, used: Decimal, left: Decimal) -> str:
    num = wording.num
    return f"{num(before)} − {num(used)} = {num(left)}"


def _used_in_year(case: Case) -> Decimal:
    """Return what earlier parts of this bill used in the year of this part."""
    year = case.request.period_start.year
    return sum(
        (c.quantities.billed_kwh for c in case.earlier if c.request.period_start.year == year),
        ZERO,
    )
