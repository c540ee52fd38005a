"""How a grid makes its time-of-use prices: which components float, and by what multiples.

The price of a period is ``(sum of the floating components) × multiple + the fixed ones``, rounded
as the book says. Provinces differ in what floats: only the purchase price, purchase and line
loss, transmission and distribution too, everything but the funds, or a list of items.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from gridhall.kernel.errors import UnknownRoundingRule
from gridhall.kernel.money import round_money
from gridhall.rating.books.base_schema import Dated, Model, Name, Number
from gridhall.rating.books.calendar_schema import EVERY_MONTH, PERIOD

ROLE = r"^[a-z][a-z0-9_]*$"


class Multiple(Model):
    """Hold the multiple of one period: of the flat price, or of another period's.

    ``of: peak`` with factor 1.25 means 1.25 times the peak price of the same month.
    """

    period: str = Field(pattern=PERIOD)
    factor: Number
    of: str = Field(default="flat", pattern=PERIOD)
    months: tuple[int, ...] = EVERY_MONTH


class DatedStructure(Dated):
    """Hold one version of a structure.

    ``floats`` is ``null`` where the document seen does not say what floats: a bill is then
    refused. ``basis`` says who sets the periods' prices: the ``government`` by these multiples,
    or the customer's ``contract`` or the ``spot`` market (then there are no multiples to use).
    """

    floats: tuple[str, ...] | None
    fixed: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()  # on lines of their own, outside the power-factor base: funds
    multiples: tuple[Multiple, ...] = ()
    rounding: str = "none"  # of a period's price, such as half_up:0.0001
    basis: Literal["government", "contract", "spot"] = "government"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        roles = (*(self.floats or ()), *self.fixed, *self.apart)
        if len(set(roles)) != len(roles):
            raise ValueError("a component is named twice")
        for month in EVERY_MONTH:
            for item in self.multiples:
                same = [m for m in self.multiples if m.period == item.period and month in m.months]
                if len(same) > 1:
                    raise ValueError(f"two multiples of {item.period} in month {month}")
                self.multiple(item.period, month)
        try:
            round_money(Decimal(1), self.rounding)
        except UnknownRoundingRule as error:
            raise ValueError(str(error)) from None
        return self

    def multiple(self, period: str, month: int) -> Decimal | None:
        """Return the multiple of the flat price, or ``None`` if the period has none that month."""
        return self._chained(period, month, ())

    def _chained(self, period: str, month: int, seen: tuple[str, ...]) -> Decimal | None:
        if period in seen:
            raise ValueError(f"the multiples of {', '.join(seen)} refer to each other")
        for item in self.multiples:
            if item.period == period and month in item.months:
                if item.of in ("flat", period):
                    return item.factor
                base = self._chained(item.of, month, (*seen, period))
                return None if base is None else base * item.factor
        return Decimal(1) if period == "flat" else None

    def price(self, values: dict[str, Decimal], period: str, month: int) -> Decimal | None:
        """Return the price of a period without what is ``apart``, or ``None`` if not known.

        ``values`` holds the components by role. A bill without time of use has ``total`` as its
        period and pays the flat price.
        """
        factor = Decimal(1) if period == "total" else self.multiple(period, month)
        if factor is None or self.floats is None:
            return None
        floating = sum((values[role] for role in self.floats), Decimal(0))
        fixed = sum((values[role] for role in self.fixed), Decimal(0))
        return round_money(floating * factor + fixed, self.rounding)


class Structure(Model):
    """Hold a grid's structure of time-of-use prices over time."""

    key: str
    name: Name
    values: tuple[DatedStructure, ...] = Field(min_length=1)


class PublishedCells(Model):
    """Hold which published cells must follow from which components; loading checks them.

    ``uses`` names the components by role, the ``apart`` ones too (published cells contain them).
    ``cells`` are keys by period, ``total`` being the price without time of use.
    """

    structure: str
    uses: dict[str, str]
    cells: dict[str, str]
    tolerance: Number = Decimal("0.000001")
