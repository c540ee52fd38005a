"""Generic charges beside energy: per unit, fixed, given, per cent, minimum, tax, rounding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.generic import words
from gridhall.rating.charges.generic.amounts import (
    applies,
    days_of,
    lines_of,
    months_of,
    part_months,
    quantity_of,
    rounded_quantity,
    share_of_days,
    sum_of,
    sum_with_earlier_parts,
)
from gridhall.rating.law import as_number
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Factor, Text

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PARTS = Text("期数", "times")
#: What is measured in these is divided among the parts of a period; all else is of the whole.
ENERGY_UNITS = frozenset({"kWh", "kvarh"})


def per_unit(case: Case, charge: Charge) -> None:
    """Write quantity × price: a fund, an adder, a subsidy (a negative price), a charge per kVA."""
    if not applies(case, charge):
        return
    quantity, unit, inputs = quantity_of(case, charge.options.of)
    price = case.law.read(charge.uses["price"])
    of_power = unit not in ENERGY_UNITS
    case.add(
        charge.code or "PER_UNIT",
        group=charge.options.group or "other",
        formula=words.PER_UNIT,
        quantity=rounded_quantity(charge, quantity),
        unit=unit,
        unit_price=as_number(price),
        parameters=(price,),
        factors=share_of_days(case) if of_power else (),
        inputs=inputs,
        description=words.name_of(charge, "per_unit"),
        in_pf_base=bool(charge.options.in_pf_base),
        rounding_rule=charge.options.rounding,
    )


def fixed(case: Case, charge: Charge) -> None:
    """Write a fixed charge per bill, month or day; ``of`` multiplies it (amperes, lamps, kVA).

    ``zero_factor`` is what remains of it where no energy was used (half, in some countries).
    """
    if not applies(case, charge) or (charge.options.per == "bill" and not case.opens_tariff):
        return
    price = case.law.read(charge.uses["price"])
    reads = [price]
    factors: list[Factor] = []
    quantity, unit = Decimal(1), ""
    if charge.options.of:
        quantity, unit, _ = quantity_of(case, charge.options.of)
    if charge.options.per == "day":
        factors.append(Factor(name=PARTS, numerator=Decimal(days_of(case))))
    elif charge.options.per == "month":
        above, below, _text = part_months(case, charge.options.prorate)
        if above == 0:
            return
        if above != below:
            factors.append(Factor(name=PARTS, numerator=above, denominator=below))
    if "zero_factor" in charge.uses and case.quantities.billed_kwh == 0:
        reads.append(case.law.read(charge.uses["zero_factor"]))
        factors.append(Factor(name=reads[-1].name, numerator=as_number(reads[-1])))
    case.add(
        charge.code or "FIXED",
        group=charge.options.group or "fixed",
        formula=words.FIXED,
        quantity=quantity,
        unit=unit,
        unit_price=as_number(price),
        parameters=tuple(reads),
        factors=tuple(factors),
        description=words.name_of(charge, "fixed"),
        in_pf_base=bool(charge.options.in_pf_base),
        rounding_rule=charge.options.rounding,
    )


def amount(case: Case, charge: Charge) -> None:
    """Write a line whose amount is given: a part of a bill that is taken as it stands."""
    if not case.opens_tariff:
        return
    given = case.law.read(charge.uses["amount"])
    case.add(
        charge.code or "AMOUNT",
        group=charge.options.group or "other",
        formula=words.AMOUNT,
        quantity=Decimal(1),
        unit="",
        unit_price=as_number(given),
        parameters=(given,),
        description=words.name_of(charge, "amount"),
        in_pf_base=bool(charge.options.in_pf_base),
        rounding_rule=charge.options.rounding,
    )


def free_energy(case: Case, charge: Charge) -> None:
    """Write −min(allowance, energy) × price; the free energy still counts in the tiers."""
    kwh = case.quantities.billed_kwh
    low_income = case.request.household.low_income
    if kwh <= 0 or (charge.options.only_low_income and not low_income):
        return
    allowance = case.law.read(charge.uses["allowance"])
    months = months_of(case, charge) if charge.options.per == "month" else 1
    price = case.law.read(charge.uses["price"])
    code = charge.code or "FREE_ENERGY"
    taken = sum((x.quantity for c in case.before for x in c.lines if x.code == code), ZERO)
    free = min(as_number(allowance) * months + taken, kwh)
    if free <= 0:
        return
    case.add(
        code,
        group=charge.options.group or "relief",
        formula=words.FREE,
        quantity=-free,
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price, allowance),
        inputs=case.quantities.active_inputs,
        description=words.name_of(charge, "free"),
        in_pf_base=bool(charge.options.in_pf_base),
        rounding_rule=charge.options.rounding,
    )


def percent(case: Case, charge: Charge) -> None:
    """Write per cent × the lines of the groups named: a discount, a surcharge."""
    rate = case.law.read(charge.uses["percent"])
    base = sum_of(case, charge)
    if charge.options.of == "pf_base":
        base = sum((line.amount for line in lines_of(case, charge) if line.in_pf_base), ZERO)
    num = wording.num
    case.add(
        charge.code or "PERCENT",
        group=charge.options.group or "adjustment",
        formula=words.PERCENT,
        quantity=base,
        unit="yuan",
        unit_price=as_number(rate) / HUNDRED,
        parameters=(rate,),
        numbers=f"{num(base)} {{unit}} × {num(as_number(rate))} %",
        description=words.name_of(charge, "percent"),
        in_pf_base=bool(charge.options.in_pf_base),
        rounding_rule=charge.options.rounding,
    )


def minimum(case: Case, charge: Charge) -> None:
    """Write what is missing to the minimum charge, if the lines named come to less."""
    _limit(case, charge, "minimum")


def maximum(case: Case, charge: Charge) -> None:
    """Write what lies above the maximum charge, negative, if the lines named come to more."""
    _limit(case, charge, "maximum")


def _limit(case: Case, charge: Charge, kind: str) -> None:
    if not case.closes_tariff:
        return
    limit = case.law.read(charge.uses["amount"])
    wanted = as_number(limit)
    if charge.options.of:
        wanted *= quantity_of(case, charge.options.of)[0]
    if charge.options.per == "month":
        whole = replace(case, part=None, request=_of_tariff(case))
        above, below, _text = part_months(whole, charge.options.prorate)
        wanted = wanted * above / below
    base = sum_with_earlier_parts(case, charge)
    gap = wanted - base
    if (gap <= 0) if kind == "minimum" else (gap >= 0):
        return
    num = wording.num
    case.add(
        charge.code or kind.upper(),
        group=charge.options.group or "limit",
        formula=words.MINIMUM if kind == "minimum" else words.MAXIMUM,
        quantity=Decimal(1),
        unit="",
        unit_price=gap,
        parameters=(limit,),
        numbers=f"{num(wanted)} − {num(base)}",
        description=words.name_of(charge, kind),
    )


def _of_tariff(case: Case) -> RatingRequest:
    """Return the request as if the whole stretch at this class were one part."""
    days = case.tariff_period
    end = days.end or case.request.period_end
    return replace(case.request, period_start=days.start, period_end=end)


def tax(case: Case, charge: Charge) -> None:
    """Write tax on the lines named, or explain how much of them is tax that they contain."""
    rate = case.law.read(charge.uses["percent"])
    base = sum_of(case, charge)
    share = as_number(rate) / HUNDRED
    num = wording.num
    if charge.options.included:
        inside = round_money(base * share / (1 + share), str(case.law.rounding.value))
        case.explain(
            "TAX_INCLUDED",
            description=words.name_of(charge, "tax"),
            formula=words.TAX_INCLUDED,
            numbers=f"{num(base)} × {num(as_number(rate))} % ÷ "
            f"(1 + {num(as_number(rate))} %) = {wording.money(inside)}",
            value=inside,
            unit="yuan",
            parameters=(rate,),
        )
        return
    case.add(
        charge.code or "TAX",
        group="tax",
        formula=words.TAX,
        quantity=base,
        unit="yuan",
        unit_price=share,
        parameters=(rate,),
        numbers=f"{num(base)} {{unit}} × {num(as_number(rate))} %",
        description=words.name_of(charge, "tax"),
    )
