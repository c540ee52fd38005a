"""Quantities with their unit: energy, reactive energy, power, apparent power.

Inside the engines a quantity is a plain ``Decimal`` whose unit the field name tells
(``read_kwh``, ``demand_kw``); at borders, where units could be confused, use ``Quantity``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gridhall.kernel.errors import UnitMismatch
from gridhall.kernel.money import exact


class Unit(StrEnum):
    """Name the unit of a quantity as it is printed."""

    KWH = "kWh"
    KVARH = "kvarh"
    KW = "kW"
    KVA = "kVA"
    YUAN = "yuan"


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold an exact number together with its unit; only like is added to like."""

    value: Decimal
    unit: Unit

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + self._same(other), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - self._same(other), self.unit)

    def __mul__(self, factor: int | Decimal) -> Quantity:
        return Quantity(self.value * exact(factor), self.unit)

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.unit)

    def __lt__(self, other: Quantity) -> bool:
        return self.value < self._same(other)

    def __le__(self, other: Quantity) -> bool:
        return self.value <= self._same(other)

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"

    def _same(self, other: Quantity) -> Decimal:
        if other.unit is not self.unit:
            raise UnitMismatch(left=str(self.unit), right=str(other.unit))
        return other.value


def kwh(value: str | int | Decimal) -> Quantity:
    """Return active energy; raises ``InvalidNumber`` for floats."""
    return Quantity(exact(value), Unit.KWH)


def kvarh(value: str | int | Decimal) -> Quantity:
    """Return reactive energy; raises ``InvalidNumber`` for floats."""
    return Quantity(exact(value), Unit.KVARH)


def kw(value: str | int | Decimal) -> Quantity:
    """Return active power; raises ``InvalidNumber`` for floats."""
    return Quantity(exact(value), Unit.KW)


def kva(value: str | int | Decimal) -> Quantity:
    """Return apparent power or transformer capacity; raises ``InvalidNumber`` for floats."""
    return Quantity(exact(value), Unit.KVA)


def whole_half_up(value: Decimal) -> Decimal:
    """Return ``value`` rounded to a whole unit, half away from zero."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
