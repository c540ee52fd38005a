"""Homes in five places: tiers, time of use, shared meters, relief — as the published tables say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.books import given_book
from gridhall.rating.quote import quote
from gridhall.rating.request import Household, MonthUse
from gridhall.rating.result import Rated
from tests.rating.support import library

MAY, NOVEMBER = date(2026, 5, 1), date(2026, 11, 1)


def total(
    code: str,
    kwh: str,
    *,
    on: date = MAY,
    base: str = "",
    periods: dict[str, str] | None = None,
    **household: Any,
) -> str:
    """Return the month's total; ``base`` is the city's price where the book leaves it open."""
    books = library()
    if base:
        given = {"GD.residential.base": base}
        end = date(on.year, on.month + 1, 1)
        books = books.with_book(given_book(given, library=books, start=on, end=end))
    home = Household(**household)
    answer = quote(code, kwh, library=books, on=on, periods=periods, household=home)
    assert isinstance(answer, Rated), answer
    return str(answer.total)


def used(kwh: str) -> tuple[MonthUse, ...]:
    return (MonthUse(month=date(2026, 1, 1), kwh=Decimal(kwh)),)


@pytest.mark.requirement("R38")
@pytest.mark.parametrize(
    ("code", "kwh", "expected"),
    [
        ("ZJ-RES-COMB-LV", "100", "55.80"),
        ("ZJ-RES-COMB-10KV", "100", "53.80"),
        ("ZJ-RES-COMB-10KV-RURAL", "100", "50.80"),
        ("JS-RES-COMB-LV", "100", "54.83"),
        ("JS-RES-COMB-10KV", "100", "53.83"),
        ("BJ-RES-COMB-LV", "100", "51.03"),
        ("BJ-RES-COMB-1KV", "100", "50.03"),
        ("BJ-RES-TIER", "240", "117.19"),
        ("BJ-RES-TIER", "500", "282.15"),  # 117.19 + 160 × 0.5383 + 100 × 0.7883
        ("SH-RES-TIER", "3200", "1978.40"),  # 3120 × 0.617 + 80 × 0.667
        ("JS-RES-TIER", "5000", "2803.50"),  # 1458.11 + 1179.73 + 165.66, each line rounded
        ("JS-RES-TIER-10KV", "100", "51.83"),
    ],
)
def test_without_time_of_use(code: str, kwh: str, expected: str) -> None:
    assert total(code, kwh) == expected


def test_shanghai_surcharges_differ_by_period() -> None:
    first = total("SH-RES-TIER-TOU", "3120", periods={"peak": "2120", "valley": "1000"})
    assert first == "1615.04"
    second = total(
        "SH-RES-TIER-TOU", "380", periods={"peak": "280", "valley": "100"}, used_before=used("3120")
    )
    assert second == "223.26"  # the year: 1,838.30
    third = total(
        "SH-RES-TIER-TOU", "100", periods={"peak": "60", "valley": "40"}, used_before=used("4800")
    )
    assert third == "78.10"


def test_jiangsu_prices_time_of_use_first_and_tiers_then() -> None:
    found = total(
        "JS-RES-TIER-TOU", "300", periods={"peak": "200", "valley": "100"}, used_before=used("2660")
    )
    assert found == "157.49"  # 111.66 + 35.83 + 200 × 0.05
    assert total("JS-RES-TIER", "100", low_income=True) == "44.91"  # 15 kWh free


@pytest.mark.parametrize(
    ("on", "kwh", "expected"),
    [
        (MAY, "260", "166.40"),
        (MAY, "650", "448.00"),
        (NOVEMBER, "200", "128.00"),
        (NOVEMBER, "450", "313.00"),  # 200 × 0.64 + 200 × 0.69 + 50 × 0.94
    ],
)
def test_guangdong_has_seasons(on: date, kwh: str, expected: str) -> None:
    assert total("GD-RES-TIER", kwh, on=on, base="0.64") == expected


def test_guangdong_relief_widens_tier_one_and_shifts_the_others() -> None:
    found = total("GD-RES-TIER", "720", base="0.64", large_household_from=date(2026, 1, 1))
    assert found == "483.80"  # 360 × 0.64 + 340 × 0.69 + 20 × 0.94
    shared = total("GD-RES-COMB", "770", base="0.62")
    assert shared == "505.89"
