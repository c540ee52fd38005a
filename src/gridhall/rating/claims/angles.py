"""Cosines and sines in decimal arithmetic: exact at multiples of 30°, else to forty digits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
PRECISION = 60
HALF = Decimal("0.5")


def cos(degrees: Decimal) -> Decimal:
    """Return the cosine of an angle in degrees."""
    with localcontext() as context:
        context.prec = PRECISION
        angle = abs(degrees) % 360
        if angle > 180:
            angle = 360 - angle
        sign = -1 if angle > 90 else 1
        if angle > 90:
            angle = 180 - angle
        exact = {0: Decimal(1), 60: HALF, 90: Decimal(0)}.get(_whole(angle))
        if exact is None:
            exact = root(Decimal(3)) / 2 if angle == 30 else _series(angle * PI / 180)
        return sign * exact


def sin(degrees: Decimal) -> Decimal:
    """Return the sine of an angle in degrees."""
    return cos(degrees - 90)


def root(value: Decimal) -> Decimal:
    """Return the square root, to the digits of the context; raises below zero."""
    return value.sqrt()


@dataclass(frozen=True, slots=True)
class Angle:
    """Hold an angle by its cosine and sine: a power factor needs no arc cosine."""

    cosine: Decimal
    sine: Decimal

    def shifted(self, degrees: Decimal) -> Decimal:
        """Return the cosine of (degrees + this angle)."""
        return cos(degrees) * self.cosine - sin(degrees) * self.sine


def of_degrees(degrees: Decimal) -> Angle:
    """Return the angle of so many degrees."""
    return Angle(cos(degrees), sin(degrees))


def of_power_factor(factor: Decimal, *, leading: bool = False) -> Angle:
    """Return the angle between voltage and current: lagging (inductive) is positive."""
    sine = root(1 - factor * factor)
    return Angle(factor, -sine if leading else sine)


def of_tangent(tangent: Decimal) -> Angle:
    """Return the angle of reactive ÷ active power; negative means leading."""
    cosine = 1 / root(1 + tangent * tangent)
    return Angle(cosine, cosine * tangent)


def _whole(angle: Decimal) -> int:
    return int(angle) if angle == angle.to_integral_value() else -1


def _series(x: Decimal) -> Decimal:
    """Return the cosine of radians within [0, π/2] by its power series."""
    term, total, step, square = Decimal(1), Decimal(1), 0, x * x
    while abs(term) > Decimal(10) ** -PRECISION:
        step += 2
        term = -term * square / (step * (step - 1))
        total += term
    return total
