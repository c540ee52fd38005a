"""Rounding as a case names it, and numbers without useless tails."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Literal

from pydantic import Field, field_validator

from gridhall.rating.quotes.fields import Amount, Form, wrong

MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
FINEST = Decimal("1e-10")


class Rounding(Form):
    """How numbers are rounded: to which step, and what happens to a half."""

    mode: Literal["half_up", "half_even", "down", "up", "none"] = Field(
        default="half_up",
        description="half_up: a half goes away from zero; down: cut off; none: not rounded.",
    )
    to: Amount = Field(default=Decimal("0.01"), description="The step: 0.01, 0.1, 1, 10 …")

    @field_validator("to")
    @classmethod
    def _is_a_step(cls, value: Decimal) -> Decimal:
        if value <= 0:
            raise wrong("step", "取整单位须大于零，例如 0.01", "the step must be above zero: 0.01")
        return value

    def apply(self, value: Decimal) -> Decimal:
        """Return the number rounded."""
        if self.mode == "none":
            return value
        steps = (value / self.to).quantize(Decimal(1), rounding=MODES[self.mode])
        return steps * self.to


FEN = Rounding()
EXACTLY = Rounding(mode="none")


def tidy(value: Decimal) -> Decimal:
    """Return a number with at most ten decimals and without trailing zeros or exponent."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -10:
        value = value.quantize(FINEST, rounding=ROUND_HALF_UP)
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else value
