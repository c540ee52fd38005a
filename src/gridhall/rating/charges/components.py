"""Energy priced by components: what floats is multiplied, what does not is added.

A book's *structure* says which components float with time of use and by what multiple
(``books.structure_schema``). Each period gets one line; the components and the multiple are in its
trace. Government funds are a charge of their own (``funds``), outside the power-factor base.
"""

from __future__ import annotations

from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.rating import wording
from gridhall.rating.books.entries import season_end
from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.references import TIMES
from gridhall.rating.books.schema import Charge, DatedStructure
from gridhall.rating.charges.case import Case
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, PeriodQuantity, Text

WORDS = Text(
    "电量 ×（参与浮动各项之和 × 浮动系数 + 不浮动各项）",
    "energy × (sum of what floats × multiple + what does not)",
)


def component_energy(case: Case, charge: Charge) -> None:
    """Write one energy line per period, at the price its components make.

    Raises ``NoValidPrice`` if a component has no value, the period no multiple on that day, or
    the structure does not say what floats.
    """
    key = charge.uses["structure"]
    structure = case.law.library.structure(key, on=case.law.on)
    if structure.floats is None:
        raise NoValidPrice(key=f"{key}.floats", on=case.law.on)
    parts = _Parts(case, charge, structure)
    for period in case.quantities.periods:
        factor = _multiple(case, key, period)
        if factor is None:
            continue
        price, shown = parts.price(as_number(factor))
        code = "NON_TOU" if period.period == "total" else period.period.upper()
        case.add(
            f"ENERGY_{code}",
            group="energy",
            formula=WORDS,
            quantity=period.kwh,
            unit="kWh",
            unit_price=price,
            parameters=(*parts.reads, factor),
            inputs=period.inputs,
            numbers=f"{wording.num(period.kwh)} {{unit}} × ({shown} = {wording.num(price)})",
            description=_name(period.period),
            in_pf_base=True,
        )


def _multiple(case: Case, key: str, period: PeriodQuantity) -> ParameterRead | None:
    """Return the period's multiple, or ``None`` if this season has no such period.

    If the season ends within the days priced here, they are divided there and priced again.
    """
    law = case.law
    try:
        return law.multiple(key, period.period)
    except NoValidPrice:
        ends = season_end(law.library.structure(key, on=law.on), period.period, law.on)
        days = case.part or case.period
        if ends is not None and ends != days.start and days.contains(ends):
            law.changes_on[f"{key}[{period.period}]"] = ends
        elif period.kwh != 0:
            raise
        return None


class _Parts:
    """Hold the components of one bill: their values, and how they are written."""

    def __init__(self, case: Case, charge: Charge, structure: DatedStructure) -> None:
        self.reads: tuple[ParameterRead, ...] = ()
        self.rounding = structure.rounding
        self._case, self._uses = case, charge.uses
        self.floating = [self._value(role) for role in structure.floats or ()]
        self.fixed = [self._value(role) for role in structure.fixed]

    def price(self, times: Decimal) -> tuple[Decimal, str]:
        """Return the price of a period and the arithmetic that leads to it."""
        num = wording.num
        raw = sum(self.floating, Decimal(0)) * times + sum(self.fixed, Decimal(0))
        shown = " + ".join(num(value) for value in self.floating)
        if times != 1:
            shown = f"({shown})" if len(self.floating) > 1 else shown
            shown += f" × {num(times)}"
        shown = " + ".join([shown, *(num(value) for value in self.fixed)])
        price = round_money(raw, self.rounding)
        return price, shown if price == raw else f"{shown} ≈ {num(raw)}"

    def _value(self, role: str) -> Decimal:
        """Return a component, times its own factor where the class has one (1.5 × purchase)."""
        read = self._case.law.read(self._uses[role])
        self.reads += (read,)
        value = as_number(read)
        if f"{TIMES}{role}" in self._uses:
            times = self._case.law.read(self._uses[f"{TIMES}{role}"])
            self.reads += (times,)
            value *= as_number(times)
        return value


def _name(period: str) -> Text:
    if period == "total":
        return wording.LINES["ENERGY_NON_TOU"]
    name = wording.PERIOD_NAMES.get(period, Text(period, period))
    return Text(f"{name.zh}电费", f"Energy, {name.en}")
