"""Generic method ``energy``: energy by period, priced in any of the usual ways.

The price of a period is its own (``price.peak``), or made of the flat one: the flat price or the
sum of components, of which those that float are multiplied (``times.peak``, relative to flat or
to another period), plus an adder (``plus.peak``). ``funds`` is a part of the price that is
charged on a line of its own and stays out of the power-factor base.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.rating import wording
from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.generic import words
from gridhall.rating.charges.generic.amounts import applies, rounded_quantity
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, Text

ONE = Decimal(1)
BASE_PERIODS = ("flat", "total")


@dataclass(frozen=True, slots=True)
class Price:
    """Hold the price of a period with the arithmetic that led to it."""

    value: Decimal
    formula: Text
    numbers: str
    reads: tuple[ParameterRead, ...]


def energy(case: Case, charge: Charge) -> None:
    """Write one line per period that has energy; all of them if none has."""
    if not applies(case, charge):
        return
    used = [p for p in case.quantities.periods if p.kwh != 0] or case.quantities.periods
    name = words.name_of(charge, "energy")
    for period in used:
        price = price_of(case, charge, period.period)
        kwh = rounded_quantity(charge, period.kwh)
        suffix = "" if period.period == "total" else f"_{period.period.upper()}"
        case.add(
            (charge.code or "ENERGY") + suffix,
            group=charge.options.group or "energy",
            formula=price.formula,
            quantity=kwh,
            unit="kWh",
            unit_price=price.value,
            parameters=price.reads,
            inputs=period.inputs,
            numbers=f"{wording.num(kwh)} {{unit}} × {price.numbers}",
            description=words.with_period(name, period.period),
            in_pf_base=charge.options.in_pf_base is not False,
            rounding_rule=charge.options.rounding,
        )


def price_of(case: Case, charge: Charge, period: str) -> Price:
    """Return the price of a period; raises ``NoValidPrice`` where the charge has none for it."""
    uses = charge.uses
    if f"price.{period}" in uses:
        read = case.law.read(uses[f"price.{period}"])
        found = Price(as_number(read), words.ENERGY, wording.num(as_number(read)), (read,))
    else:
        found = _made(case, charge, period)
    if "funds" in uses:
        found = _less_funds(case, uses["funds"], found)
    return _rounded(charge, found)


def _made(case: Case, charge: Charge, period: str) -> Price:
    """Return a price that is made of the flat one."""
    uses = charge.uses
    own = f"times.{period}" in uses or f"plus.{period}" in uses
    if not own and period not in BASE_PERIODS:
        raise NoValidPrice(key=f"price.{period}", on=case.law.on)
    components = [role for role in uses if role.startswith("component.")]
    if not components and "price" not in uses:
        raise NoValidPrice(key=f"price.{period}", on=case.law.on)
    times, times_text, times_reads = _multiplier(case, charge, period)
    plus = case.law.read(uses[f"plus.{period}"]) if f"plus.{period}" in uses else None
    num = wording.num
    if components:
        value, text, reads = _components(case, charge, components, times, times_text)
        formula = words.COMPONENTS
    else:
        base = case.law.read(uses["price"])
        value, reads = as_number(base) * times, (base,)
        text = num(as_number(base)) + (f" × {times_text}" if times_reads else "")
        formula = words.FLOATED if times_reads else words.ENERGY
    reads = reads + times_reads
    if plus is not None:
        value += as_number(plus)
        sign = "−" if as_number(plus) < 0 else "+"
        text += f" {sign} {num(abs(as_number(plus)))}"
        formula, reads = words.SHIFTED, (*reads, plus)
    simple = text == num(value)
    return Price(value, formula, text if simple else f"({text} = {num(value)})", reads)


def _multiplier(
    case: Case, charge: Charge, period: str
) -> tuple[Decimal, str, tuple[ParameterRead, ...]]:
    """Return the multiplier of a period relative to flat, following those it is relative to."""
    value, parts, reads = ONE, list[str](), list[ParameterRead]()
    seen: set[str] = set()
    while f"times.{period}" in charge.uses and period not in seen:
        seen.add(period)
        read = case.law.read(charge.uses[f"times.{period}"])
        value *= as_number(read)
        parts.insert(0, wording.num(as_number(read)))
        reads.insert(0, read)
        period = charge.options.relative.get(period, "")
    return value, " × ".join(parts), tuple(reads)


def _components(
    case: Case, charge: Charge, roles: list[str], times: Decimal, times_text: str
) -> tuple[Decimal, str, tuple[ParameterRead, ...]]:
    """Return the sum of the components, those that float multiplied."""
    floating: list[ParameterRead] = []
    others: list[ParameterRead] = []
    for role in roles:
        read = case.law.read(charge.uses[role])
        floats = role.removeprefix("component.") in charge.options.floats
        (floating if floats else others).append(read)
    num = wording.num
    moved = sum((as_number(read) for read in floating), Decimal(0))
    still = sum((as_number(read) for read in others), Decimal(0))
    parts = []
    if floating:
        inner = " + ".join(num(as_number(read)) for read in floating)
        inner = f"({inner})" if len(floating) > 1 and times_text else inner
        parts.append(f"{inner} × {times_text}" if times_text else inner)
    parts += [num(as_number(read)) for read in others]
    return moved * times + still, " + ".join(parts), (*floating, *others)


def _less_funds(case: Case, key: str, price: Price) -> Price:
    funds = case.law.read(key)
    value = price.value - as_number(funds)
    text = f"({price.numbers} − {wording.num(as_number(funds))} = {wording.num(value)})"
    return Price(value, words.LESS_FUNDS, text, (*price.reads, funds))


def _rounded(charge: Charge, price: Price) -> Price:
    rule = charge.options.price_rounding
    if not rule:
        return price
    value = round_money(price.value, rule)
    if value == price.value:
        return Price(value, price.formula, price.numbers, price.reads)
    return Price(value, price.formula, f"{price.numbers} ≈ {wording.num(value)}", price.reads)
