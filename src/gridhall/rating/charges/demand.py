"""Rules 13 and 14: the demand charge by contract demand."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.result import Factor, ParameterRead, Text

OVER = Text("超需量倍数", "multiple for the excess")


def demand(case: Case, charge: Charge) -> None:
    """Write the demand lines.

    C = max(contract demand, 40 % × (transformers + high-voltage motors)). Up to 1.05 C the
    charge is C × price; above it is 1.05 C × price and the excess × price × 2.
    """
    measured = case.quantities.demand_kw
    if measured is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="max_demand")
    contract, floor = _contract_demand(case, charge)
    price, parameters = _price(case, charge)
    threshold = case.law.read(charge.uses["threshold"])
    limit = as_number(threshold) * contract
    over = measured > limit
    case.add(
        "DEMAND",
        group="demand",
        formula="demand",
        quantity=limit if over else contract,
        unit="kW",
        unit_price=price,
        parameters=(*parameters, floor, threshold),
        inputs=case.quantities.demand_inputs,
        in_pf_base=True,
    )
    if over:
        multiple = case.law.read(charge.uses["multiple"])
        case.add(
            "DEMAND_OVER",
            group="demand",
            formula="demand_over",
            quantity=measured - limit,
            unit="kW",
            unit_price=price,
            parameters=(*parameters, threshold, multiple),
            factors=(Factor(name=OVER, numerator=as_number(multiple)),),
            inputs=case.quantities.demand_inputs,
            in_pf_base=True,
        )


def _contract_demand(case: Case, charge: Charge) -> tuple[Decimal, ParameterRead]:
    """Return C and the floor share that was read; holds the bill if the agreement lacks facts."""
    agreement = case.request.agreement
    share = case.law.read(charge.uses["floor_share"])
    if agreement.contracted_capacity_kva is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="contracted_capacity_kva")
    if agreement.contract_demand_kw is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="contract_demand_kw")
    motors = agreement.hv_motor_kw or Decimal(0)
    floor = as_number(share) * (agreement.contracted_capacity_kva + motors)
    contract = plain(max(agreement.contract_demand_kw, floor))
    num = wording.num
    case.explain(
        "CONTRACT_DEMAND",
        description=Text("计费合同需量", "Contract demand for billing"),
        formula="contract_demand",
        numbers=(
            f"max({num(agreement.contract_demand_kw)}, {num(as_number(share))} × "
            f"({num(agreement.contracted_capacity_kva)} + {num(motors)})) = {num(contract)}"
        ),
        value=contract,
        unit="kW",
        parameters=(share,),
    )
    return contract, share


def _price(case: Case, charge: Charge) -> tuple[Decimal, tuple[ParameterRead, ...]]:
    """Return the demand price, × 0.9 if read kWh ÷ contracted kVA reaches 260 (rule 14)."""
    listed = case.law.read(charge.uses["price"])
    start = case.law.read(charge.uses["discount_from"])
    kva = case.request.agreement.contracted_capacity_kva or Decimal(0)
    read = case.quantities.read_kwh
    reached = kva > 0 and read >= as_number(start) * kva
    factor = case.law.read(charge.uses["discount_factor"])
    price = as_number(listed) * as_number(factor) if reached else as_number(listed)
    num = wording.num
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
        inputs=case.quantities.active_inputs,
    )
    return price, (listed, start, factor) if reached else (listed,)
