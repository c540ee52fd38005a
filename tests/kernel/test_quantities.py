"""Quantities carry their unit and never mix."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridhall.kernel.errors import InvalidNumber, UnitMismatch
from gridhall.kernel.quantities import kva, kvarh, kw, kwh, whole_half_up


def test_adds_like_to_like_exactly() -> None:
    assert kwh("0.1") + kwh("0.2") == kwh("0.3")
    assert kwh("1") - kwh("3") == -kwh(2)
    assert kwh("2") * 3 == kwh(6)
    assert kw(1) < kw(2)
    assert str(kva("1250")) == "1250 kVA"


def test_refuses_to_mix_units() -> None:
    with pytest.raises(UnitMismatch):
        kwh(1) + kvarh(1)


def test_refuses_floats() -> None:
    with pytest.raises(InvalidNumber):
        kwh(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "whole"), [("0.5", 1), ("-0.5", -1), ("2.4999", 2)])
def test_whole_half_up(value: str, whole: int) -> None:
    assert whole_half_up(Decimal(value)) == whole
