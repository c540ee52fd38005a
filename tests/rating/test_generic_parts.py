"""Generic charges in a period with parts: what is of the bill or the month is charged once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.request import Household, MonthUse, Segment
from tests.rating.asking import agreement, amounts, ask, bill, meter, point
from tests.rating.own_books import own_library

JAN = ("2026-01-01", "2026-02-01")
READS = {"total": {JAN[0]: "0", "2026-01-11": "150", JAN[1]: "300"}}
TIERS: dict[str, Any] = {
    "method": "tiers",
    "values": {
        "bound_1": "200",
        "price_1": [("1990-01-01", "1"), ("2026-01-11", "2")],
        "price_2": "10",
    },
}


def charged(*charges: dict[str, Any], **facts: Any) -> list[tuple[str, str]]:
    books = own_library({"A": [TIERS, *charges]}, shipped=False)
    return amounts(bill(ask(*JAN, point(meter(READS)), terms=agreement(), **facts), books))[3:]


@pytest.mark.parametrize("basis", ["period", "month"])
def test_the_parts_of_a_month_fill_one_set_of_tiers_in_order(basis: str) -> None:
    charge = {**TIERS, "options": {"basis": basis}}
    books = own_library({"A": [charge]}, shipped=False)
    answer = bill(ask(*JAN, point(meter(READS)), terms=agreement()), books)
    assert amounts(answer) == [("TIER_1", "150.00"), ("TIER_1", "100.00"), ("TIER_2", "1000.00")]
    assert answer.warnings == ()


def test_a_year_of_tiers_begins_anew_on_new_years_day() -> None:
    charge = {
        "method": "tiers",
        "values": {"bound_1": "1200", "price_1": "1", "price_2": "2"},
        "options": {"basis": "year"},
    }
    reads = {"total": {"2025-12-16": "0", "2026-01-01": "300", "2026-01-16": "700"}}
    home = Household(used_before=(MonthUse(month=date(2025, 11, 1), kwh=Decimal(1100)),))
    asked = ask("2025-12-16", "2026-01-16", point(meter(reads)), terms=agreement(), household=home)
    answer = bill(asked, own_library({"A": [charge]}, shipped=False))
    assert [str(line.quantity) for line in answer.lines] == ["100", "200", "400"]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ({"per": "bill"}, []),
        ({"per": "month"}, []),
        ({"per": "month", "prorate": "calendar_days"}, ["10.00", "21.00"]),
        ({"per": "month", "prorate": "thirty_days"}, ["10.33", "21.70"]),
        ({"per": "day"}, ["310.00", "651.00"]),
    ],
)
def test_a_fixed_charge_is_not_charged_twice(options: dict[str, str], lines: list[str]) -> None:
    charge = {"method": "fixed", "values": {"price": "31"}, "options": options}
    books = own_library({"A": [TIERS, charge]}, shipped=False)
    answer = bill(ask(*JAN, point(meter(READS)), terms=agreement()), books)
    fixed = [str(line.amount) for line in answer.lines if line.code == "FIXED"]
    assert fixed == (lines or ["31.00"])


def test_another_class_has_its_own_fixed_charge_and_its_own_tiers() -> None:
    fixed = {"method": "fixed", "values": {"price": "7"}}
    price = {"bound_1": "200", "price_1": "1", "price_2": "10"}
    charge = {"method": "tiers", "values": price}
    books = own_library({"A": [charge, fixed], "B": [charge, fixed]}, shipped=False)
    change = Segment(from_date=date(2026, 1, 11), agreement=agreement("B"))
    asked = ask(*JAN, point(meter(READS)), terms=agreement(), segments=(change,))
    assert amounts(bill(asked, books)) == [
        ("TIER_1", "150.00"),
        ("FIXED", "7.00"),
        ("TIER_1", "150.00"),
        ("FIXED", "7.00"),
    ]


@pytest.mark.parametrize(("least", "missing"), [("1300", "50.00"), ("1250", None)])
def test_a_minimum_is_of_the_whole_bill(least: str, missing: str | None) -> None:
    found = charged({"method": "minimum", "values": {"amount": least}})
    assert found == ([("MINIMUM", missing)] if missing else [])


def test_what_is_charged_for_power_bears_its_days_in_each_part() -> None:
    charge = {
        "method": "per_unit",
        "values": {"price": "31"},
        "options": {"of": "capacity"},
    }
    books = own_library({"A": [TIERS, charge]}, shipped=False)
    terms = agreement(contracted_capacity_kva="2")
    answer = bill(ask(*JAN, point(meter(READS)), terms=terms), books)
    assert [str(x.amount) for x in answer.lines if x.code == "PER_UNIT"] == ["20.00", "42.00"]


def test_a_free_allowance_is_given_once() -> None:
    charge = {"method": "free_energy", "values": {"allowance": "160", "price": "1"}}
    books = own_library({"A": [TIERS, charge]}, shipped=False)
    answer = bill(ask(*JAN, point(meter(READS)), terms=agreement()), books)
    free = [str(line.quantity) for line in answer.lines if line.code == "FREE_ENERGY"]
    assert free == ["-150", "-10"]


def test_energy_given_back_in_a_year_comes_from_the_dearest_tier() -> None:
    charge = {
        "method": "tiers",
        "values": {"bound_1": "1200", "price_1": "1", "price_2": "2"},
        "options": {"basis": "year"},
    }
    reads = {"total": {"2026-02-01": "900", "2026-03-01": "500"}}
    found = meter(reads)
    use = found.registers[0]

    assert use.opening is not None
    guess = replace(use, opening=replace(use.opening, estimated=True))
    home = Household(used_before=(MonthUse(month=date(2026, 1, 1), kwh=Decimal(1500)),))
    asked = ask(
        "2026-02-01",
        "2026-03-01",
        point(replace(found, registers=(guess,))),
        terms=agreement(),
        household=home,
    )
    answer = bill(asked, own_library({"A": [charge]}, shipped=False))
    assert amounts(answer) == [("TIER_1", "-100.00"), ("TIER_2", "-600.00")]
