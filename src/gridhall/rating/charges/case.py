"""The desk a charge method works at: the request, the quantities, the law, and the lines so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.rating import wording
from gridhall.rating.law import Law
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import (
    BilledQuantities,
    Factor,
    Line,
    Notice,
    ParameterRead,
    Step,
    Text,
    Trace,
)


@dataclass(slots=True)
class Case:
    """Hold one bill while the charge methods of its price class write their lines."""

    request: RatingRequest
    quantities: BilledQuantities
    law: Law
    lines: list[Line] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        group: str,
        formula: str | Text,
        quantity: Decimal,
        unit: str,
        unit_price: Decimal,
        parameters: tuple[ParameterRead, ...],
        inputs: tuple[str, ...] = (),
        factors: tuple[Factor, ...] = (),
        numbers: str | None = None,
        description: Text | None = None,
        in_pf_base: bool = False,
    ) -> Line:
        """Append the line quantity × price × factors, rounded once by the book's rule."""
        rounding = self.law.rounding
        raw = quantity * unit_price
        for factor in factors:
            raw *= factor.numerator
        for factor in factors:
            if factor.denominator != 1:
                raw /= factor.denominator
        amount = round_money(raw, str(rounding.value))
        line = Line(
            code=code,
            group=group,
            description=description or wording.LINES[code],
            quantity=plain(quantity),
            unit=unit,
            unit_price=unit_price,
            factors=factors,
            amount=amount,
            in_pf_base=in_pf_base,
            trace=Trace(
                words=formula if isinstance(formula, Text) else wording.FORMULAS[formula],
                numbers=_numbers(quantity, unit, unit_price, factors, amount, numbers),
                inputs=inputs,
                parameters=(*parameters, rounding),
            ),
        )
        self.lines.append(line)
        return line

    def explain(
        self,
        code: str,
        *,
        description: Text,
        formula: str | Text,
        numbers: str,
        value: Decimal,
        unit: str,
        parameters: tuple[ParameterRead, ...] = (),
        inputs: tuple[str, ...] = (),
    ) -> None:
        """Append a step that leads to a line (a threshold, an allowance, a power factor)."""
        trace = Trace(
            words=formula if isinstance(formula, Text) else wording.FORMULAS[formula],
            numbers=wording.both(numbers),
            inputs=inputs,
            parameters=parameters,
        )
        self.steps.append(
            Step(code=code, description=description, value=value, unit=unit, trace=trace)
        )

    def warn(self, code: str, zh: str, en: str) -> None:
        """Append a warning; the bill stands."""
        self.warnings.append(Notice(code=code, text=Text(zh, en)))


def plain(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _numbers(
    quantity: Decimal,
    unit: str,
    unit_price: Decimal,
    factors: tuple[Factor, ...],
    amount: Decimal,
    text: str | None,
) -> Text:
    """Return the arithmetic with its numbers; a method may give its own left-hand side."""
    num = wording.num
    left = text
    if left is None:
        middle = "".join(
            f" × {num(f.numerator)}" + (f" ÷ {num(f.denominator)}" if f.denominator != 1 else "")
            for f in factors
        )
        left = f"{num(quantity)} {{unit}} × {num(unit_price)}{middle}"
    right = wording.money(amount)
    zh = left.replace("{unit}", wording.UNITS_ZH.get(unit, unit))
    en = left.replace("{unit}", unit)
    return Text(f"{zh} = {right} 元", f"{en} = {right} yuan")
