"""Rule 9: energy by period, flat energy, government funds."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead


def flat_energy(case: Case, charge: Charge) -> None:
    """Write one line for all energy at one all-in price (shared meters, 合表)."""
    write_shared(case, case.law.read(charge.uses["price"]), in_pf_base=True)


def write_shared(case: Case, price: ParameterRead, *, in_pf_base: bool) -> None:
    """Write all energy at the shared-meter price that was read."""
    case.add(
        "ENERGY_SHARED",
        group="energy",
        formula="energy",
        quantity=case.quantities.billed_kwh,
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price,),
        inputs=case.quantities.active_inputs,
        in_pf_base=in_pf_base,
    )


def period_energy(case: Case, charge: Charge) -> None:
    """Write the energy per period, or one line without time of use.

    The price is the published cell less the government funds it contains (rule 9); the funds
    are charged on their own line and stay out of the power-factor base.
    """
    funds = case.law.read(charge.uses["funds"])
    for period in case.quantities.periods:
        role = "non_tou" if period.period == "total" else period.period
        cell = case.law.read(charge.uses[role])
        price = as_number(cell) - as_number(funds)
        case.add(
            f"ENERGY_{role.upper()}",
            group="energy",
            formula="energy_less_funds",
            quantity=period.kwh,
            unit="kWh",
            unit_price=price,
            parameters=(cell, funds),
            inputs=period.inputs,
            numbers=partial(_less_funds, period.kwh, as_number(cell), as_number(funds), price),
            in_pf_base=True,
        )


def _less_funds(kwh: Decimal, cell: Decimal, funds: Decimal, price: Decimal) -> str:
    num = wording.num
    return f"{num(kwh)} {{unit}} × ({num(cell)} − {num(funds)} = {num(price)})"


def funds(case: Case, charge: Charge) -> None:
    """Write one line of government funds on all energy billed at the account's own class."""
    price = case.law.read(charge.uses["price"])
    case.add(
        "FUNDS",
        group="funds",
        formula="funds",
        quantity=case.quantities.billed_kwh,
        unit="kWh",
        unit_price=as_number(price),
        parameters=(price,),
        inputs=case.quantities.active_inputs,
    )
