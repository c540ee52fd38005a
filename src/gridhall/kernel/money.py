"""Money in yuan as exact ``Decimal``; never a float.

An amount is rounded once, at the bill line, by a rule that the tariff book names
(``round_money(amount, "half_up_fen")``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    InvalidOperation,
)
from functools import cache
from types import MappingProxyType

from gridhall.kernel.errors import InvalidNumber, UnknownRoundingRule

FEN = Decimal("0.01")
ZERO = Decimal(0)
ZERO_YUAN = Decimal("0.00")


def exact(value: str | int | Decimal) -> Decimal:
    """Return ``value`` as an exact finite ``Decimal``.

    Raises ``InvalidNumber`` for floats, booleans, NaN, infinities and text that is no number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InvalidNumber(value=value, reason=f"type {type(value).__name__} is refused")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise InvalidNumber(value=value, reason="not a number") from None
    if not number.is_finite():
        raise InvalidNumber(value=value, reason="not finite")
    return number


def yuan(value: str | int | Decimal) -> Decimal:
    """Return an amount in yuan. Raises ``InvalidNumber`` for a float or nonsense."""
    return exact(value)


def fen(amount: Decimal) -> int:
    """Return whole fen of an amount that has at most two decimals; raises ``InvalidNumber``."""
    scaled = exact(amount) * 100
    if scaled != scaled.to_integral_value():
        raise InvalidNumber(value=amount, reason="more than two decimals")
    return int(scaled)


def from_fen(amount: int) -> Decimal:
    """Return yuan (two decimals) of whole fen."""
    return (Decimal(amount) / 100).quantize(FEN)


def _half_up_fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def _down_fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, rounding=ROUND_DOWN)


def _half_up_yuan(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP).quantize(FEN)


#: Rules a tariff book may name. Half-up means away from zero, also for negative amounts.
ROUNDING_RULES: Mapping[str, Callable[[Decimal], Decimal]] = MappingProxyType(
    {"half_up_fen": _half_up_fen, "down_fen": _down_fen, "half_up_yuan": _half_up_yuan}
)


def round_money(amount: Decimal, rule: str = "half_up_fen") -> Decimal:
    """Return ``amount`` rounded by the named rule.

    ``half_up_fen`` is 0.01 yuan, half away from zero; any other step is named like ``down:0.1``
    (see ``ROUNDING_WAYS``), and ``none`` rounds nothing. Raises ``UnknownRoundingRule``.
    """
    try:
        return ROUNDING_RULES[rule](amount)
    except KeyError:
        return _step_rule(rule)(amount)


#: How a rule named ``<way>:<step>`` treats what lies between two steps; half is away from zero
#: (``half_up``) or to the even neighbour, ``down`` towards zero, ``up`` away from it.
ROUNDING_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "half_up": ROUND_HALF_UP,
        "half_even": ROUND_HALF_EVEN,
        "down": ROUND_DOWN,
        "up": ROUND_UP,
    }
)


@cache
def _step_rule(rule: str) -> Callable[[Decimal], Decimal]:
    """Return the rounding of a rule such as ``half_up:0.01``, ``down:1``, ``up:0.1`` or ``none``.

    The step is 1 or a power of ten below it. Raises ``UnknownRoundingRule``.
    """
    if rule == "none":
        return _unrounded
    way, _, text = rule.partition(":")
    if way not in ROUNDING_WAYS or not re.fullmatch(r"1|0\.0{0,11}1", text):
        raise UnknownRoundingRule(rule=rule)
    step, how = Decimal(text), ROUNDING_WAYS[way]
    return lambda amount: amount.quantize(step, rounding=how)


def _unrounded(amount: Decimal) -> Decimal:
    return amount
