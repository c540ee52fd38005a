"""Rule 14: the price of demand, cheaper where much energy is used for the capacity."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.installed import transformers_on
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, Text


def demand_price(case: Case, charge: Charge) -> tuple[Decimal, tuple[ParameterRead, ...]]:
    """Return the demand price, × 0.9 if read kWh ÷ kVA reaches 260 a month (rule 14)."""
    listed = case.law.read(charge.uses["price"])
    if "discount_from" not in charge.uses or "discount_factor" not in charge.uses:
        return as_number(listed), (listed,)
    start = case.law.read(charge.uses["discount_from"])
    factor = case.law.read(charge.uses["discount_factor"])
    kva, read = _contracted(case), case.month.read_kwh
    reached = kva > 0 and read >= as_number(start) * kva * case.months
    price = as_number(listed) * as_number(factor) if reached else as_number(listed)
    _explain_discount(case, (listed, start, factor), kva * case.months, price, reached=reached)
    return price, (listed, start, factor) if reached else (listed,)


def _contracted(case: Case) -> Decimal:
    """Return the contracted transformer capacity, for the energy per kVA."""
    agreement = case.request.agreement
    if agreement.contracted_capacity_kva is not None:
        return agreement.contracted_capacity_kva
    return transformers_on(agreement.transformers, case.request.period_start)


def _explain_discount(
    case: Case,
    reads: tuple[ParameterRead, ParameterRead, ParameterRead],
    kva: Decimal,
    price: Decimal,
    *,
    reached: bool,
) -> None:
    listed, start, factor = reads
    num, read = wording.num, case.month.read_kwh
    ratio = f"{read / kva:.2f}" if kva > 0 else "–"
    sign = "≥" if reached else "<"
    tail = f"; {num(as_number(listed))} × {num(as_number(factor))} = {num(price)}"
    case.explain(
        "LOAD_FACTOR_DISCOUNT",
        description=Text("需量电价", "Demand price"),
        formula="discount",
        numbers=f"{num(read)} ÷ {num(kva)} ≈ {ratio} {sign} {num(as_number(start))}"
        + (tail if reached else ""),
        value=price,
        unit="yuan/kW/month",
        parameters=(listed, start, factor),
        inputs=case.month.active_inputs,
    )
