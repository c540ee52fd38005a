"""Correction of a wrongly wired meter: what it should have shown ÷ what it showed (更正系数).

With phase voltage 1 and current 1 an element registers |U|·|I|·cos(angle between them). For a
balanced load of angle φ that is A·cos φ − B·sin φ, so K = right ÷ (A − B·tan φ): no arc cosine is
needed, and where B is zero the power factor does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.registered import back_bill
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, refused
from gridhall.rating.claims.wiring_form import (
    ElementForm,
    LoadForm,
    PhiForm,
    WiringCase,
    WiringForm,
)
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num

PHASES = {"a": Decimal(0), "b": Decimal(-120), "c": Decimal(120)}
RIGHT: dict[str, tuple[tuple[str | None, str | None], ...]] = {
    "four_wire": (("a", "a"), ("b", "b"), ("c", "c")),
    "three_wire": (("ab", "a"), ("cb", "c")),
    "single_phase": (("a", "a"),),
}
UVW = str.maketrans("uvw", "abc")
TINY = Decimal("1e-30")


def correct_wiring(form: WiringCase, library: Library) -> Outcome:
    """Return factor, energy and money of a wiring correction (art. 81 of the rules of 1996).

    Raises ``Refused`` if the angle of the load is needed and missing, or nothing was registered.
    """
    sheet = Sheet(library, on=form.law_on, region=form.region)
    rate = correction_rate(sheet, form)
    error = form.meter_error_pct / 100
    share = 1 - error if form.meter_error_rule == "times_one_minus" else 1 / (1 + error)
    ratio = (rate + 1) * share - 1 if error else rate
    formula = Text("抄见电量 ×（更正系数 − 1）", "registered energy × (factor − 1)")
    if error:
        formula = Text(
            "抄见电量 ×〔更正系数 × 表计误差修正 − 1〕",
            "registered energy × (factor × allowance for the meter's error − 1)",
        )
    kwh, _ = back_bill(sheet, form, ratio, code="CORRECTION", formula=formula)
    registered = sheet.figures["registered_kwh"].value
    if isinstance(registered, Decimal):
        words = Text("正确电量", "true energy")
        sheet.figure("correct_kwh", registered + kwh, "kWh", words)
    return sheet.outcome()


def correction_rate(sheet: Sheet, form: WiringForm) -> Decimal:
    """Return K − 1 and show how it was found as figures."""
    if form.rate is not None:
        rate = form.rate
        factor = rate + 1
    else:
        factor = form.factor_rounding.apply(_factor(sheet, form))
        rate = form.rate_rounding.apply(factor - 1)
    words = Text("更正系数 K", "correction factor K")
    sheet.figure("correction_factor", factor, "ratio", words)
    formula = Text("更正率 = K − 1", "correction rate = K − 1")
    numbers = f"{num(tidy(factor))} − 1 = {num(tidy(rate))}"
    words = Text("更正率", "correction rate")
    sheet.figure("correction_rate", rate, "ratio", words, formula=formula, numbers=numbers)
    sheet.figure("correction_rate_pct", rate * 100, "%", words)
    return rate


def _factor(sheet: Sheet, form: WiringForm) -> Decimal:
    if form.factor is not None:
        return form.factor
    if form.metered_share is not None:
        right, wrong = form.metered_share[1], form.metered_share[0]
    elif form.elements:
        right, wrong = _powers(sheet, form)
    else:
        right, wrong = form.right_power or ZERO, form.wrong_power or ZERO
    if abs(wrong) < TINY:
        raise refused(
            "NOTHING_REGISTERED",
            "这种接线下电能表不计量（功率为零），更正系数无意义：请按正常月份电量退补。",
            "Wired like this the meter registers nothing: correct by the energy of normal months.",
        )
    formula = Text("K = 正确功率 ÷ 错误功率", "K = right power ÷ wrong power")
    words = Text("计量到的比例", "share that was registered")
    numbers = f"{num(tidy(wrong))} ÷ {num(tidy(right))}"
    if right:
        share = wrong / right
        sheet.figure("metered_share", share, "ratio", words, formula=formula, numbers=numbers)
    return right / wrong


@dataclass(frozen=True, slots=True)
class _Power:
    """Hold A·cos φ − B·sin φ + constant, for a load angle that may still be unknown."""

    cosine: Decimal
    sine: Decimal = ZERO
    constant: Decimal = ZERO

    def plus(self, other: _Power) -> _Power:
        return _Power(
            self.cosine + other.cosine, self.sine + other.sine, self.constant + other.constant
        )


def _powers(sheet: Sheet, form: WiringForm) -> tuple[Decimal, Decimal]:
    """Return the right and the wrong power, in units of phase voltage × current."""
    load = _angle(form.phi) if form.phi else None
    wrong, right = _Power(ZERO), _Power(ZERO)
    for number, element in enumerate(form.elements, start=1):
        power = _element(element, form, number)
        wrong = wrong.plus(power)
        shown = tidy(_value(power, load)) if load or not (power.sine or power.constant) else None
        if shown is not None:
            words = Text(f"第{number}元件功率", f"power of element {number}")
            unit = "U·I" if load else "U·I·cos φ"
            sheet.figure(f"element_{number}_power", shown, unit, words)
    for phase in ("a",) if form.network == "single_phase" else PHASES:
        own = form.loads.get(phase, _NONE if form.loads else _BALANCED)  # type: ignore[call-overload]
        if own.phi:
            right = right.plus(_Power(ZERO, ZERO, own.current * _angle(own.phi).cosine))
        else:
            right = right.plus(_Power(own.current))
    if load is None and (wrong.sine or wrong.constant or right.constant):
        raise refused(
            "PHI_MISSING",
            "更正系数与负载功率因数有关：请填 phi（degrees、power_factor、tangent 或电量）。",
            "The factor depends on the angle of the load: state phi.",
        )
    return _value(right, load), _value(wrong, load)


_BALANCED = LoadForm()
_NONE = LoadForm(current=ZERO)


def _value(power: _Power, load: angles.Angle | None) -> Decimal:
    if load is None:
        return power.cosine
    return power.cosine * load.cosine - power.sine * load.sine + power.constant


def _element(item: ElementForm, form: WiringForm, number: int) -> _Power:
    size = item.voltage_factor * item.current_factor * _ratios(item)
    if item.angle is not None:
        line = angles.root(Decimal(3)) if form.network == "three_wire" else ONE
        return _Power(ZERO, ZERO, size * line * angles.cos(item.angle))
    wired = (item.voltage, item.current)
    if wired == (None, None):
        wired = RIGHT[form.network][min(number, len(RIGHT[form.network])) - 1]
    if wired[0] is None or wired[1] is None:
        raise refused(
            "ELEMENT_INCOMPLETE",
            "第 {number} 元件请填 voltage 与 current，或测得的 angle。",
            "Element {number}: state voltage and current, or the measured angle.",
            number=number,
        )
    if "none" in wired:
        return _Power(ZERO)
    length, direction = _voltage(wired[0].translate(UVW))
    current = wired[1].translate(UVW)
    phase = current.removeprefix("-")
    shift = direction - PHASES[phase] + (180 if current.startswith("-") else 0)
    load = form.loads.get(phase, _NONE if form.loads else _BALANCED)  # type: ignore[call-overload]
    size = size * length * load.current
    if load.phi is not None:
        return _Power(ZERO, ZERO, size * _angle(load.phi).shifted(shift))
    return _Power(size * angles.cos(shift), size * angles.sin(shift))


def _voltage(name: str) -> tuple[Decimal, Decimal]:
    """Return length and direction (degrees) of a voltage: a phase, or between two phases."""
    turn = Decimal(180 if name.startswith("-") else 0)
    name = name.removeprefix("-")
    if len(name) == 1:
        return ONE, PHASES[name] + turn
    lead = 30 if name in ("ab", "bc", "ca") else -30
    return angles.root(Decimal(3)), PHASES[name[0]] + lead + turn


def _ratios(item: ElementForm) -> Decimal:
    """Return the share of the full signal behind transformers of a wrong ratio."""
    share = ONE
    for ratio in (item.ct, item.pt):
        if ratio is not None:
            right, wrong = ratio.right, ratio.wrong
            share = share * (right[0] * wrong[1]) / (right[1] * wrong[0])
    return share


def _angle(phi: PhiForm) -> angles.Angle:
    if phi.degrees is not None:
        return angles.of_degrees(phi.degrees)
    if phi.power_factor is not None:
        return angles.of_power_factor(phi.power_factor, leading=phi.leading)
    if phi.tangent is not None:
        return angles.of_tangent(phi.tangent)
    tangent = (phi.reactive_kvarh or ZERO) / (phi.active_kwh or ONE)
    return angles.of_tangent(-tangent if phi.leading else tangent)
