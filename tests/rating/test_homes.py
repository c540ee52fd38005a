"""Homes: annual tiers over moves and reliefs, energy given back, surcharges by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.charges.tiers import Allowances, months_in_year, split
from gridhall.rating.request import Household, MonthUse
from tests.rating.asking import agreement, amounts, ask, bill, meter, point, used
from tests.rating.own_books import TOU, own_library

ALLOWANCES = Allowances(Decimal(230), Decimal(170), Decimal(100))
YEAR = {"allowance_1": "230", "allowance_2": "170", "large_household_extra": "100"}
PRICES = {"tier_1": "0.538", "tier_2": "0.588", "tier_3": "0.838"}
FEBRUARY = ("2026-02-01", "2026-03-01")


def day(text: str) -> date:
    return date.fromisoformat(text)


def uses(*kwh: str) -> tuple[MonthUse, ...]:
    return tuple(MonthUse(month=date(2026, n, 1), kwh=Decimal(k)) for n, k in enumerate(kwh, 1))


def parts(home: Household, month: int, kwh: str) -> list[int]:
    found = split(home, month=date(2026, month, 1), kwh=Decimal(kwh), allowances=ALLOWANCES)
    return [int(part) for part in found.kwh]


def home_books(**others: str) -> Any:
    charge = {"method": "annual_tiers", "values": {**YEAR, **PRICES, **others}}
    free = {"method": "free_allowance", "values": {"allowance": "15", "price": "0.538"}}
    return own_library({"A": [charge, free]}, shipped=False)


@pytest.mark.requirement("R40")
def test_relief_counts_from_its_month_and_what_was_billed_stays() -> None:
    before = ask(
        "2026-01-01", "2026-02-01", used("2026-01-01", "2026-02-01", "2800"), terms=agreement()
    )
    assert str(bill(before, home_books()).total) == "1508.40"
    home = Household(large_household_from=day("2026-02-15"), used_before=uses("2800"))
    after = ask(*FEBRUARY, used(*FEBRUARY, "1200"), terms=agreement(), household=home)
    assert amounts(bill(after, home_books())) == [("TIER_1", "591.80"), ("TIER_2", "58.80")]


@pytest.mark.parametrize(
    ("facts", "months"),
    [
        ({}, 12),
        ({"move_in_date": day("2026-11-19")}, 2),
        ({"move_in_date": day("2025-11-19")}, 12),
        ({"move_out_date": day("2026-03-05")}, 3),
        ({"move_in_date": day("2026-02-27"), "move_out_date": day("2026-03-05")}, 2),
    ],
)
def test_only_the_months_lived_in_count_a_part_month_as_a_whole(
    facts: dict[str, date], months: int
) -> None:
    assert months_in_year(Household(**facts), 2026) == months  # type: ignore[arg-type]


def test_relief_that_ends_within_the_year_counts_until_then() -> None:
    home = Household(large_household_from=day("2026-01-01"), large_household_to=day("2026-04-01"))
    assert parts(home, 1, "9999")[0] == 2760 + 300
    ended = Household(large_household_from=day("2025-01-01"), large_household_to=day("2026-01-01"))
    assert parts(ended, 1, "9999")[0] == 2760


def test_energy_given_back_comes_from_the_dearest_tier_first() -> None:
    home = Household(used_before=uses("5000"))  # 2760 + 2040 + 200
    assert parts(home, 2, "-150") == [0, 0, -150]
    assert parts(home, 2, "-1000") == [0, -800, -200]
    assert parts(home, 2, "-5000") == [-2760, -2040, -200]


def test_giving_back_and_using_again_ends_where_it_began() -> None:
    home = Household(used_before=uses("5000", "-3000"))
    assert parts(home, 3, "3000") == [760, 2040, 200]


def test_seven_persons_may_choose_the_shared_price() -> None:
    home = Household(persons=7, shared_price=True, used_before=uses("2800"))
    asked = ask(*FEBRUARY, used(*FEBRUARY, "1000"), terms=agreement(), household=home)
    assert amounts(bill(asked, home_books(shared_price="0.558"))) == [("ENERGY_SHARED", "558.00")]
    assert amounts(bill(asked, home_books()))[0][0] == "TIER_2"  # a book without such a choice


def test_the_free_allowance_of_two_months_is_twice_that_of_one() -> None:
    start, end = "2026-01-10", "2026-03-10"
    asked = ask(
        start, end, used(start, end, "800"), terms=agreement(), household=Household(low_income=True)
    )
    line = bill(asked, home_books()).lines[-1]
    assert (line.code, line.quantity) == ("LOW_INCOME", -30)


def test_parts_of_a_month_share_one_free_allowance() -> None:
    values = {**YEAR, **PRICES, "tier_1": [("1990-01-01", "0.5"), ("2026-02-11", "0.6")]}
    free = {"method": "free_allowance", "values": {"allowance": "15", "price": "0.5"}}
    books = own_library({"A": [{"method": "annual_tiers", "values": values}, free]}, shipped=False)
    reads = {"total": {FEBRUARY[0]: "0", "2026-02-11": "10", FEBRUARY[1]: "110"}}
    home = Household(low_income=True)
    answer = bill(ask(*FEBRUARY, point(meter(reads)), terms=agreement(), household=home), books)
    assert [str(x.quantity) for x in answer.lines if x.code == "LOW_INCOME"] == ["-10", "-5"]


def shanghai() -> Any:
    values = {
        "peak": "0.617",
        "valley": "0.307",
        "allowance_1": "260",
        "allowance_2": "140",
        "adder_2_peak": "0.06",
        "adder_2_valley": "0.03",
        "adder_3_peak": "0.36",
        "adder_3_valley": "0.18",
    }
    charge = {"method": "tou_annual_tiers_by_period", "values": values}
    return own_library({"A": [charge]}, tou=TOU, shipped=False)


def test_surcharges_that_differ_by_period_follow_the_use_of_the_month() -> None:
    home = Household(used_before=uses("3120"))
    asked = ask(*FEBRUARY, used(*FEBRUARY, "380", valley="100"), terms=agreement(), household=home)
    answer = bill(asked, shanghai())
    assert [(x.code, str(x.quantity), str(x.amount)) for x in answer.lines] == [
        ("ENERGY_PEAK", "280", "172.76"),
        ("ENERGY_VALLEY", "100", "30.70"),
        ("TIER_2_ADDER", "280", "16.80"),
        ("TIER_2_ADDER", "100", "3.00"),
    ]
    # all of it is tier 2: 0.677 × 280 + 0.337 × 100
    assert str(answer.total) == "223.26"


def test_a_tier_is_divided_over_the_periods_in_whole_units_and_nothing_is_lost() -> None:
    home = Household(used_before=uses("3000"))  # 120 kWh of tier 1 are left
    asked = ask(*FEBRUARY, used(*FEBRUARY, "377", valley="100"), terms=agreement(), household=home)
    adders = [x for x in bill(asked, shanghai()).lines if x.code == "TIER_2_ADDER"]
    assert [int(x.quantity) for x in adders] == [189, 68]  # 257 × 277 ÷ 377 = 188.8…
    assert "低谷" in adders[1].description.zh


def test_the_book_may_count_the_whole_period_to_the_year_of_its_first_day() -> None:
    start, end = "2025-12-16", "2026-01-16"
    before = Household(used_before=(MonthUse(month=date(2025, 11, 1), kwh=Decimal(2700)),))
    asked = ask(start, end, used(start, end, "700"), terms=agreement(), household=before)
    answer = bill(asked, home_books(year_rule="by_reading"))
    assert [str(x.quantity) for x in answer.lines] == ["60", "640"]
