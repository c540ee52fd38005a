"""Rule 15: the power-factor adjustment (力调电费)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.result import Text

HUNDREDTH = Decimal("0.01")


def power_factor_of(active_kwh: Decimal, reactive_kvarh: Decimal) -> Decimal:
    """Return W ÷ √(W² + Q²) rounded half-up to two decimals; ``active_kwh`` must be positive."""
    apparent = (active_kwh * active_kwh + reactive_kvarh * reactive_kvarh).sqrt()
    return (active_kwh / apparent).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def power_factor(case: Case, charge: Charge) -> None:
    """Write percent × base, if the agreement has a standard and energy was used.

    The base is the sum of the *rounded* energy and capacity or demand lines, without government
    funds and without the residential share. W and Q include sub-meter subtraction and
    transformer loss, but not the ratio share.
    """
    standard = case.request.agreement.pf_standard
    active, reactive = case.quantities.active_kwh, case.quantities.reactive_kvarh
    if standard is None or active <= 0:
        return
    if reactive is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="reactive")
    pf = power_factor_of(active, reactive)
    cell = case.law.table_cell(charge.uses["table"], standard=standard, pf=pf)
    percent = as_number(cell)
    base = sum((line.amount for line in case.lines if line.in_pf_base), Decimal(0))
    num = wording.num
    inputs = case.quantities.active_inputs + case.quantities.reactive_inputs
    case.explain(
        "POWER_FACTOR",
        description=Text("功率因数", "Power factor"),
        formula="pf",
        numbers=f"{num(active)} ÷ √({num(active)}² + {num(reactive)}²) ≈ {pf}",
        value=pf,
        unit="",
        inputs=inputs,
    )
    case.add(
        "PF_ADJUSTMENT",
        group="adjustment",
        formula="power_factor",
        quantity=base,
        unit="yuan",
        unit_price=percent / 100,
        parameters=(cell,),
        inputs=inputs,
        numbers=f"{num(base)} {{unit}} × {num(percent)} %",
        description=Text(
            f"功率因数调整电费（实际 {pf}，标准 {standard}）",
            f"Power-factor adjustment (actual {pf}, standard {standard})",
        ),
    )
