"""Rule 15: the power-factor adjustment (力调电费)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.cuts import lasting_terms
from gridhall.rating.charges.installed import Limits, capacity_runs
from gridhall.rating.charges.pf_standard import standard_of
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.result import Text

HUNDREDTH = Decimal("0.01")
ZERO = Decimal(0)


def power_factor_of(active_kwh: Decimal, reactive_kvarh: Decimal) -> Decimal:
    """Return W ÷ √(W² + Q²) rounded half-up to two decimals; not both may be nought."""
    apparent = (active_kwh * active_kwh + reactive_kvarh * reactive_kvarh).sqrt()
    return (active_kwh / apparent).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def power_factor(case: Case, charge: Charge) -> None:
    """Write per cent × base, if a standard holds and energy was used.

    The base is the sum of the *rounded* energy and capacity or demand lines, without government
    funds and without the residential share. W and Q are those of the whole period, even where it
    has parts with standards of their own; they include sub-meter subtraction and transformer
    loss, but not the ratio share.
    """
    standard = _standard(case, charge)
    if standard is None:
        return
    pf = _factor(case, charge)
    if pf is None:
        return
    cell = case.law.table_cell(charge.uses["table"], standard=standard, pf=pf)
    percent = as_number(cell)
    base = sum((line.amount for line in case.lines if line.in_pf_base), ZERO)
    num = wording.num
    case.add(
        "PF_ADJUSTMENT",
        group="adjustment",
        formula="power_factor",
        quantity=base,
        unit="yuan",
        unit_price=percent / 100,
        parameters=(cell,),
        inputs=case.month.active_inputs + case.month.reactive_inputs,
        numbers=f"{num(base)} {{unit}} × {num(percent)} %",
        description=Text(
            f"功率因数调整电费（实际 {pf}，标准 {standard}）",
            f"Power-factor adjustment (actual {pf}, standard {standard})",
        ),
    )


def _standard(case: Case, charge: Charge) -> Decimal | None:
    agreement = case.request.agreement
    if agreement.pf_standard is not None or agreement.pf_use is None:
        return agreement.pf_standard

    def read(role: str) -> Decimal | None:
        key = charge.uses.get(role)
        return None if key is None else as_number(case.law.read(key))

    runs = capacity_runs(
        lasting_terms(agreement), case.period, limits=Limits(), terms_from=case.terms_from
    )
    return standard_of(agreement, runs[0].kva, read)


def _factor(case: Case, charge: Charge) -> Decimal | None:
    """Return the power factor of the whole period, explained; ``None`` if there is none."""
    active, reactive = case.month.active_kwh, case.month.reactive_kvarh
    if reactive is None:
        if active <= 0:
            return None
        raise Hold(AGREEMENT_INCOMPLETE, field="reactive")
    if active <= 0 and not _counts_as_zero(case, charge, reactive):
        return None
    pf = power_factor_of(max(active, ZERO), reactive)
    num = wording.num
    case.explain(
        "POWER_FACTOR",
        description=Text("功率因数", "Power factor"),
        formula="pf",
        numbers=f"{num(active)} ÷ √({num(active)}² + {num(reactive)}²) ≈ {pf}",
        value=pf,
        unit="",
        inputs=case.month.active_inputs + case.month.reactive_inputs,
    )
    return pf


def _counts_as_zero(case: Case, charge: Charge, reactive: Decimal) -> bool:
    """Tell whether reactive energy without active energy is a power factor of nought.

    The book's rule ``zero_active`` says so (``as_zero``), refuses such a bill (``refuse``), or
    leaves the adjustment out with a step that says so (``none``, also without a rule).
    """
    rule = "none"
    if "zero_active" in charge.uses:
        rule = str(case.law.read(charge.uses["zero_active"]).value)
    if reactive == 0:
        return False
    if rule == "refuse":
        raise Hold(AGREEMENT_INCOMPLETE, field="active_energy")
    if rule == "none":
        case.explain(
            "POWER_FACTOR_NONE",
            description=Text("功率因数", "Power factor"),
            formula=Text("有功电量不为正，不作力率调整", "no active energy, no adjustment"),
            numbers=f"W ≤ 0, Q = {wording.num(reactive)}",
            value=ZERO,
            unit="",
            inputs=case.month.reactive_inputs,
        )
    return rule == "as_zero"
