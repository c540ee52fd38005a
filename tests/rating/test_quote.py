"""A quote is the engine on imagined reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridhall.kernel.errors import InvalidCode, InvalidNumber
from gridhall.rating.quote import quote
from gridhall.rating.result import Rated, Refusal
from tests.rating.support import library

JAN = date(2026, 1, 15)


@pytest.mark.requirement("R39")
def test_a_home_can_compare_tiers_with_time_of_use() -> None:
    plain = quote("ZJ-RES-TIER", "300", library=library(), on=JAN)
    by_time = quote("ZJ-RES-TIER-TOU", "300", periods={"valley": "150"}, library=library(), on=JAN)
    assert isinstance(plain, Rated)
    assert isinstance(by_time, Rated)
    assert (plain.total, by_time.total) == (Decimal("161.40"), Decimal("128.40"))


def test_a_quote_without_a_price_is_refused() -> None:
    answer = quote("HB-AGR", 10, library=library(), on=JAN)
    assert isinstance(answer, Refusal)
    assert answer.code == "NO_VALID_PRICE"
    assert "HB-AGR" in answer.reason.zh


def test_a_float_is_refused() -> None:
    with pytest.raises(InvalidNumber):
        quote("ZJ-RES-TIER", 10.5, library=library(), on=JAN)  # type: ignore[arg-type]


def test_a_price_that_ends_inside_the_period_holds_the_bill() -> None:
    from dataclasses import replace

    from gridhall.rating.engine import rate
    from tests.rating.builders import meter, request
    from tests.rating.test_quantities import point

    asked = request(point(meter({"total": ("0", "9")})), price_class="HB-1P-LV")
    answer = rate(replace(asked, period_end=date(2026, 2, 10)), library())
    assert isinstance(answer, Refusal)
    assert answer.code == "PRICE_CHANGES_IN_PERIOD"


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InvalidCode, match="sharp, peak, flat, valley"):
        quote("ZJ-RES-TIER-TOU", 10, periods={"night": 5}, library=library(), on=JAN)
