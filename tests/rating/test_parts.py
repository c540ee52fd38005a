"""A period with parts: another class, owner, meter or price inside it; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.request import (
    CapacityChange,
    CapacityChangeKind,
    Correction,
    CorrectionKind,
    Household,
    MonthUse,
    PowerFactorUse,
    RatingRequest,
    Segment,
)
from gridhall.rating.result import Rated
from tests.rating.asking import agreement, amounts, ask, bill, held, meter, point, used
from tests.rating.own_books import own_library

FLAT = {"method": "flat_energy", "values": {"price": "0.5"}}
PF = {"method": "power_factor", "uses": {"table": "CN.power_factor.adjustment"}}
CHANGES = {
    "method": "flat_energy",
    "values": {"price": [("1990-01-01", "0.5"), ("2026-01-11", "0.6")]},
}
JAN = ("2026-01-01", "2026-02-01")


def read_inside(kwh: tuple[str, str]) -> Any:
    reads = {"total": {JAN[0]: "0", "2026-01-11": kwh[0], JAN[1]: kwh[1]}}
    return point(meter(reads))


def segments(*changes: tuple[str, Any], **facts: Any) -> tuple[Segment, ...]:
    return tuple(
        Segment(from_date=date.fromisoformat(day), agreement=terms, **facts)
        for day, terms in changes
    )


def light_machinery() -> RatingRequest:
    """Two-part until 30 July 2000, single-part after it; the reading day is the 24th."""
    reads = {
        "total": {"2000-07-24": "0", "2000-07-30": "20000", "2000-08-24": "50000"},
        "reactive": {"2000-07-24": "0", "2000-07-30": "12000", "2000-08-24": "32000"},
    }
    before = agreement(
        "TWO", method="two_capacity", contracted_capacity_kva="320", pf_standard="0.90"
    )
    after = agreement("ONE", contracted_capacity_kva="160", pf_standard="0.85")
    return ask(
        "2000-07-24",
        "2000-08-24",
        point(meter(reads)),
        terms=before,
        segments=segments(("2000-07-30", after)),
    )


def works() -> Any:
    capacity = {
        "method": "capacity",
        "billing_methods": ["two_capacity"],
        "values": {"price": "16", "divisor": "thirty_days"},
    }
    funds = {"method": "funds", "values": {"price": "0.035"}}
    two = {"method": "flat_energy", "values": {"price": "0.34"}}
    one = {"method": "flat_energy", "values": {"price": "0.464"}}
    return own_library({"TWO": [capacity, two, PF, funds], "ONE": [one, PF, funds]})


@pytest.mark.requirement("R40", "R41")
def test_from_two_part_to_single_part_with_one_power_factor_for_the_month() -> None:
    answer = bill(light_machinery(), works())
    assert amounts(answer) == [
        ("CAPACITY", "1024.00"),
        ("ENERGY_SHARED", "6800.00"),
        ("PF_ADJUSTMENT", "234.72"),
        ("FUNDS", "700.00"),
        ("ENERGY_SHARED", "13920.00"),
        ("PF_ADJUSTMENT", "69.60"),
        ("FUNDS", "1050.00"),
    ]
    assert str(answer.total) == "23798.32"
    assert [str(s.value) for s in answer.quantities.steps if s.code == "POWER_FACTOR"] == [
        "0.84"
    ] * 2


def test_the_lines_of_a_part_say_their_days() -> None:
    lines = bill(light_machinery(), works()).lines
    assert (lines[1].from_date, lines[1].to_date) == (date(2000, 7, 24), date(2000, 7, 30))
    assert "07-24 起 6 天" in lines[1].description.zh
    assert "25 days, 2000-07-30 to 2000-08-24 exclusive" in lines[4].description.en


def test_a_bill_without_parts_says_no_days() -> None:
    answer = bill(ask(*JAN, used(*JAN, "10"), terms=agreement()), own_library({"A": [FLAT]}))
    assert answer.lines[0].from_date is None


def test_a_price_that_changes_is_divided_by_the_read_of_that_day() -> None:
    answer = bill(
        ask(*JAN, read_inside(("40", "100")), terms=agreement()), own_library({"A": [CHANGES]})
    )
    assert amounts(answer) == [("ENERGY_SHARED", "20.00"), ("ENERGY_SHARED", "36.00")]
    assert answer.warnings == ()


def test_without_a_read_the_book_may_divide_by_days_with_a_warning() -> None:
    books = own_library({"A": [CHANGES]}, conventions={"price_change_split": "by_days"})
    answer = bill(ask(*JAN, used(*JAN, "100"), terms=agreement()), books)
    # 100 × 10 ÷ 31 = 32.26 → 32 whole kWh, the rest in the second part
    assert [str(line.quantity) for line in answer.lines] == ["32", "68"]
    assert [w.code for w in answer.warnings] == ["SPLIT_BY_DAYS"]


def test_without_a_read_and_without_a_convention_the_bill_is_held() -> None:
    answer = held(ask(*JAN, used(*JAN, "100"), terms=agreement()), own_library({"A": [CHANGES]}))
    assert answer.code == "PRICE_CHANGES_IN_PERIOD"
    assert answer.params["on"] == "2026-01-11"


def test_two_prices_may_change_on_two_days() -> None:
    twice = {
        "method": "flat_energy",
        "values": {"price": [("1990-01-01", "1"), ("2026-01-11", "2"), ("2026-01-21", "3")]},
    }
    reads = {"total": {JAN[0]: "0", "2026-01-11": "10", "2026-01-21": "20", JAN[1]: "30"}}
    answer = bill(ask(*JAN, point(meter(reads)), terms=agreement()), own_library({"A": [twice]}))
    assert amounts(answer) == [("ENERGY_SHARED", f"{n}.00") for n in (10, 20, 30)]


def test_a_change_of_meter_on_the_day_of_the_change_needs_no_extra_read() -> None:
    old = meter({"total": {JAN[0]: "900", "2026-01-11": "940"}}, asset_no="OLD")
    new = meter({"total": {"2026-01-11": "5", JAN[1]: "65"}}, asset_no="NEW")
    answer = bill(ask(*JAN, point(old, new), terms=agreement()), own_library({"A": [CHANGES]}))
    assert [str(line.quantity) for line in answer.lines] == ["40", "60"]


def test_a_read_late_in_the_evening_opens_the_next_day() -> None:
    books = own_library({"A": [CHANGES]})
    found = read_inside(("40", "100"))
    use = found.meters[0].registers[0]
    late = use.between[0]
    assert late.read_at.hour == 0
    answer = bill(ask(*JAN, found, terms=agreement()), books)
    assert answer.quantities.billed_kwh == 100


def test_a_segment_without_a_read_is_held() -> None:
    books = own_library({"A": [FLAT], "B": [FLAT]})
    change = segments(("2026-01-11", agreement("B")))
    asked = ask(*JAN, used(*JAN, "100"), terms=agreement(), segments=change)
    assert held(asked, books).code == "READING_MISSING"


def test_a_new_owner_has_a_power_factor_of_his_own() -> None:
    reads = {
        "total": {JAN[0]: "0", "2026-01-11": "1000", JAN[1]: "2000"},
        "reactive": {JAN[0]: "0", "2026-01-11": "0", JAN[1]: "1000"},
    }
    terms = agreement(pf_standard="0.90")
    change = segments(("2026-01-11", terms), account_no="A2")
    asked = ask(*JAN, point(meter(reads)), terms=terms, segments=change)
    found = bill(asked, own_library({"A": [FLAT, PF]}))
    factors = [str(s.value) for s in found.quantities.steps if s.code == "POWER_FACTOR"]
    assert factors == ["1.00", "0.71"]


def test_a_new_owner_of_a_home_starts_the_tiers_anew() -> None:
    reads = {"total": {JAN[0]: "0", "2026-01-11": "2760", JAN[1]: "2770"}}
    home = agreement("ZJ-RES-TIER")
    used_up = Household(used_before=(MonthUse(month=date(2025, 12, 1), kwh=Decimal(9)),))
    change = segments(("2026-01-11", home), account_no="A2", household=Household())
    asked = ask(*JAN, point(meter(reads)), terms=home, household=used_up, segments=change)
    answer = bill(asked, own_library({}))
    assert [line.code for line in answer.lines] == ["TIER_1", "TIER_1"]
    same = ask(*JAN, point(meter(reads)), terms=home, segments=segments(("2026-01-11", home)))
    assert [line.code for line in bill(same, own_library({})).lines] == ["TIER_1", "TIER_2"]


def test_the_year_ends_inside_the_period_and_the_tiers_begin_anew() -> None:
    reads = {"total": {"2025-12-16": "0", "2026-01-01": "300", "2026-01-16": "700"}}
    before = Household(used_before=(MonthUse(month=date(2025, 11, 1), kwh=Decimal(2700)),))
    asked = ask(
        "2025-12-16",
        "2026-01-16",
        point(meter(reads)),
        terms=agreement("ZJ-RES-TIER"),
        household=before,
    )
    found = bill(asked, own_library({}))
    assert [(x.code, str(x.quantity)) for x in found.lines] == [
        ("TIER_1", "60"),
        ("TIER_2", "240"),
        ("TIER_1", "400"),
    ]


def test_a_year_end_without_a_read_is_held_and_says_the_day() -> None:
    start, end = "2025-12-16", "2026-01-16"
    answer = held(
        ask(start, end, used(start, end, "1"), terms=agreement("ZJ-RES-TIER")), own_library({})
    )
    assert (answer.code, answer.params["on"]) == ("PRICE_CHANGES_IN_PERIOD", "2026-01-01")


def test_a_price_change_takes_the_tiers_of_the_month_in_order() -> None:
    home = {
        "method": "annual_tiers",
        "values": {
            "tier_1": [("1990-01-01", "1"), ("2026-01-11", "2")],
            "tier_2": "3",
            "tier_3": "4",
            "allowance_1": "5",
            "allowance_2": "5",
        },
    }
    answer = bill(
        ask(*JAN, read_inside(("40", "100")), terms=agreement()), own_library({"A": [home]})
    )
    assert [(x.code, str(x.amount)) for x in answer.lines] == [
        ("TIER_1", "40.00"),
        ("TIER_1", "40.00"),
        ("TIER_2", "120.00"),
    ]


def test_capacity_given_up_for_good_brings_another_power_factor_standard() -> None:
    derived = {
        **PF,
        "values": {
            "min_kva": "100",
            "high_kva": "160",
            "standard_high": "0.90",
            "standard_ordinary": "0.85",
        },
    }
    books = own_library({"A": [FLAT, derived]})
    reads = {
        "total": {JAN[0]: "0", "2026-01-11": "500", JAN[1]: "1000"},
        "reactive": {JAN[0]: "0", "2026-01-11": "500", JAN[1]: "620"},
    }

    def standards(kva_change: str) -> list[str]:
        change = CapacityChange(
            kind=CapacityChangeKind.REDUCTION,
            kva_change=Decimal(kva_change),
            from_date=date(2026, 1, 11),
        )
        terms = agreement(
            contracted_capacity_kva="320",
            capacity_changes=(change,),
            pf_use=PowerFactorUse.INDUSTRY_HV,
        )
        answer = bill(ask(*JAN, point(meter(reads)), terms=terms), books)
        return [
            x.description.en.split("standard ")[1][:4]
            for x in answer.lines
            if x.code == "PF_ADJUSTMENT"
        ]

    assert standards("-160") == ["0.90", "0.85"]
    assert standards("-260") == ["0.90"]  # 60 kVA are not assessed
    assert standards("-20") == ["0.90"]  # nothing changes: one part


def test_the_energy_of_the_parts_is_the_energy_of_the_whole() -> None:
    books = own_library({"A": [CHANGES]}, conventions={"price_change_split": "by_days"})
    roll = meter({"total": {JAN[0]: "99990", JAN[1]: "57"}}, digits=5, multiplier="30")
    answer = bill(ask(*JAN, point(roll), terms=agreement()), books)
    assert isinstance(answer, Rated)
    assert sum(line.quantity for line in answer.lines) == 67 * 30
    assert all(line.quantity == line.quantity.to_integral_value() for line in answer.lines)


def test_a_segment_may_carry_on_the_capacity_of_the_first_day_with_its_changes() -> None:
    capacity = {"method": "capacity", "values": {"price": "31", "divisor": "calendar_days"}}
    less = CapacityChange(
        kind=CapacityChangeKind.REDUCTION, kva_change=Decimal(-160), from_date=date(2026, 1, 11)
    )
    terms = agreement(
        "A", method="two_capacity", contracted_capacity_kva="320", capacity_changes=(less,)
    )
    books = own_library({"A": [capacity], "B": [capacity]}, shipped=False)

    def kva(**facts: Any) -> list[str]:
        other = agreement(
            "B", method="two_capacity", contracted_capacity_kva="320", capacity_changes=(less,)
        )
        change = segments(("2026-01-11", other), **facts)
        asked = ask(*JAN, read_inside(("1", "2")), terms=terms, segments=change)
        return [str(line.quantity) for line in bill(asked, books).lines]

    assert kva(terms_from=date(2026, 1, 1)) == ["320", "160"]
    assert kva() == ["320", "320"]  # stated anew on the day: what changed is part of it


def test_a_correction_enters_once_in_the_part_where_it_was_found() -> None:
    library = own_library({"CLASS": [CHANGES]})
    credit = Correction(kind=CorrectionKind.METER_ERROR, kwh=Decimal("-30"), period="total")
    found = replace(read_inside(("100", "300")), corrections=(credit,))

    answer = bill(ask(*JAN, found, terms=agreement("CLASS")), library)

    assert amounts(answer) == [("ENERGY_SHARED", "50.00"), ("ENERGY_SHARED", "102.00")]
