"""Rules 6–8: homes with annual tiers, with and without time of use, and low-income relief."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges import tiers
from gridhall.rating.charges.case import Case
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, Text


def annual_tiers(case: Case, charge: Charge) -> None:
    """Write one line per tier that was used, at that tier's price (rule 7, without TOU)."""
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


def free_allowance(case: Case, charge: Charge) -> None:
    """Write the relief line of a low-income home: −min(15 kWh, the month's kWh) × tier-1 price.

    The free energy still counts in the tiers and nothing is carried over (rule 8).
    """
    kwh = case.quantities.billed_kwh
    if not case.request.household.low_income or kwh <= 0:
        return
    allowance, price = case.law.read(charge.uses["allowance"]), case.law.read(charge.uses["price"])
    case.add(
        "LOW_INCOME",
        group="relief",
        formula="free",
        quantity=-min(as_number(allowance), kwh),
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price, allowance),
        inputs=case.quantities.active_inputs,
    )


def _split(
    case: Case, charge: Charge, kwh: Decimal
) -> tuple[tuple[Decimal, Decimal, Decimal], tuple[ParameterRead, ...]]:
    """Return the energy by tier and the allowances that were read; explains the split."""
    household = case.request.household
    reads = [case.law.read(charge.uses[f"allowance_{n}"]) for n in (1, 2)]
    extra = Decimal(0)
    if household.large_household_from is not None and "large_household_extra" in charge.uses:
        reads.append(case.law.read(charge.uses["large_household_extra"]))
        extra = as_number(reads[-1])
    allowances = tiers.Allowances(as_number(reads[0]), as_number(reads[1]), extra)
    month = case.request.period_start.replace(day=1)
    found = tiers.split(household, month=month, kwh=kwh, allowances=allowances)
    for number in (1, 2):
        start, left = found.before[number - 1], found.after[number - 1]
        used = wording.num(found.kwh[number - 1])
        case.explain(
            f"TIER_{number}_ALLOWANCE",
            description=Text(f"第{'一二'[number - 1]}档剩余基数", f"Tier {number} allowance left"),
            formula="allowance",
            numbers=f"{wording.num(start)} − {used} = {wording.num(left)}",
            value=left,
            unit="kWh",
            parameters=tuple(reads),
        )
    return found.kwh, tuple(reads)
