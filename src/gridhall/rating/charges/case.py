"""The desk a charge method works at: the request, the quantities, the law, and the lines so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.kernel.periods import DatePeriod, count_billing_months
from gridhall.rating import wording
from gridhall.rating.law import Law
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import (
    BilledQuantities,
    Factor,
    LaterText,
    Line,
    Notice,
    ParameterRead,
    Step,
    Text,
    Trace,
)

ONE = Decimal(1)


@dataclass(slots=True)
class Case:
    """Hold one bill while the charge methods of its price class write their lines.

    Where the period has parts there is one case for each: ``request`` and ``quantities`` are
    those of the part, ``whole`` the quantities of all parts of the same owner (what the law
    counts by the month), ``earlier`` the cases of his earlier parts, already priced.
    """

    request: RatingRequest
    quantities: BilledQuantities
    law: Law
    lines: list[Line] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    whole: BilledQuantities | None = None
    earlier: tuple[Case, ...] = ()
    part: DatePeriod | None = None  # the part's days; None = the only part
    billed: DatePeriod | None = None  # the whole period where it has parts
    terms_from: date | None = None  # the day for which the agreement states the capacity
    tariff_days: DatePeriod | None = None  # see ``tariff_period``

    @property
    def month(self) -> BilledQuantities:
        """Return the quantities of the whole period, whatever its parts."""
        return self.whole or self.quantities

    @property
    def period(self) -> DatePeriod:
        """Return the days this case prices."""
        return DatePeriod(self.request.period_start, self.request.period_end)

    @property
    def whole_period(self) -> DatePeriod:
        """Return the days of the whole bill."""
        return self.billed or self.period

    @property
    def tariff_period(self) -> DatePeriod:
        """Return the days in a row that this price class is billed, this part and its neighbours.

        What is charged by the bill or the month is charged once for them, not in every part.
        """
        return self.tariff_days or self.period

    @property
    def opens_tariff(self) -> bool:
        """Tell whether no earlier part was billed at this class (for one without parts: yes)."""
        return self.period.start == self.tariff_period.start

    @property
    def closes_tariff(self) -> bool:
        """Tell whether no later part is billed at this class (for one without parts: yes)."""
        return self.period.end == self.tariff_period.end

    @property
    def before(self) -> tuple[Case, ...]:
        """Return the earlier parts that were billed at this class."""
        start = self.tariff_period.start
        return tuple(c for c in self.earlier if c.request.period_start >= start)

    @property
    def months(self) -> int:
        """Return how many months the whole bill has; a part month counts as a whole one."""
        return count_billing_months(self.whole_period)

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
        numbers: wording.Arithmetic | None = None,
        description: Text | None = None,
        in_pf_base: bool = False,
        days: DatePeriod | None = None,
        rounding_rule: str = "",
        raw: Decimal | None = None,
    ) -> Line:
        """Append the line quantity × price × factors, rounded once by the book's rule.

        ``days`` are the days the line covers if not the whole period; a part's own otherwise.
        ``raw`` is the amount before rounding where ``unit_price`` is only the average of many.
        ``rounding_rule`` is that of a charge which rounds otherwise than its book.
        """
        rounding = self.law.rounding
        days = days or self.part
        description = description or wording.LINES[code]
        if raw is None:
            raw = quantity * unit_price
        if factors:
            raw = _times(raw, factors)
        amount = round_money(raw, rounding_rule or str(rounding.value))
        line = Line(
            code=code,
            group=group,
            description=description if days is None else dated(description, days),
            quantity=plain(quantity),
            unit=unit,
            unit_price=unit_price,
            factors=factors,
            amount=amount,
            in_pf_base=in_pf_base,
            from_date=days.start if days else None,
            to_date=days.end if days else None,
            trace=Trace(
                words=formula if isinstance(formula, Text) else wording.FORMULAS[formula],
                numbers=LaterText(_numbers, quantity, unit, unit_price, factors, amount, numbers),
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
        numbers: wording.Arithmetic,
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


def dated(text: Text, days: DatePeriod) -> Text:
    """Return the name of a line that covers only these days."""
    return Text(
        f"{text.zh}（{days.start:%m-%d} 起 {days.days} 天）",
        f"{text.en} ({days.days} days, {days.start} to {days.end} exclusive)",
    )


def _times(raw: Decimal, factors: tuple[Factor, ...]) -> Decimal:
    """Return the amount times the factors; what divides comes last, so that it divides once."""
    for factor in factors:
        raw *= factor.numerator
    for factor in factors:
        if factor.denominator != 1:
            raw /= factor.denominator
    return raw


def plain(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(ONE) if value == whole else value.normalize()


def _numbers(
    quantity: Decimal,
    unit: str,
    unit_price: Decimal,
    factors: tuple[Factor, ...],
    amount: Decimal,
    text: wording.Arithmetic | None,
) -> tuple[str, str]:
    """Return the arithmetic with its numbers; a method may give its own left-hand side."""
    left = text if isinstance(text, str) else text() if text else None
    left = left or _product(quantity, unit_price, factors)
    right = wording.money(amount)
    zh = left.replace("{unit}", wording.UNITS_ZH.get(unit, unit))
    return f"{zh} = {right} 元", f"{left.replace('{unit}', unit)} = {right} yuan"


def _product(quantity: Decimal, unit_price: Decimal, factors: tuple[Factor, ...]) -> str:
    num = wording.num
    middle = "".join(
        f" × {num(f.numerator)}" + (f" ÷ {num(f.denominator)}" if f.denominator != 1 else "")
        for f in factors
    )
    return f"{num(quantity)} {{unit}} × {num(unit_price)}{middle}"
