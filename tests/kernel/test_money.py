"""Money is exact, refuses floats, and rounds by a named rule, half away from zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridhall.kernel import money
from gridhall.kernel.errors import InvalidNumber, UnknownRoundingRule


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0.004999999999", "0.00"),
        ("2.675", "2.68"),
        ("-2.675", "-2.68"),
        ("1.015", "1.02"),
    ],
)
def test_half_up_fen_goes_away_from_zero(amount: str, expected: str) -> None:
    assert money.round_money(Decimal(amount), "half_up_fen") == Decimal(expected)


@pytest.mark.parametrize("nonsense", [0.1, True, "", "1,5", "NaN", "Infinity", None])
def test_refuses_what_is_not_exact(nonsense: object) -> None:
    with pytest.raises(InvalidNumber) as caught:
        money.yuan(nonsense)  # type: ignore[arg-type]
    assert caught.value.code == "INVALID_NUMBER"


def test_refuses_an_unknown_rule() -> None:
    with pytest.raises(UnknownRoundingRule, match="bankers"):
        money.round_money(Decimal(1), "bankers")


@given(st.decimals(-(10**9), 10**9, places=6))
def test_rounding_moves_by_at_most_half_a_fen(amount: Decimal) -> None:
    rounded = money.round_money(amount)
    assert abs(rounded - amount) <= Decimal("0.005")
    assert money.round_money(-amount) == -rounded


@given(st.integers(-(10**15), 10**15))
def test_fen_round_trip(amount: int) -> None:
    assert money.fen(money.from_fen(amount)) == amount


def test_fen_refuses_parts_of_a_fen() -> None:
    with pytest.raises(InvalidNumber):
        money.fen(Decimal("0.001"))
