"""The demand charge: strategies by name, the floor, several lines, part months, 260 kWh per kVA."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.charges.demand_strategies import STRATEGIES, DemandFacts
from gridhall.rating.request import CapacityChange, CapacityChangeKind, IncomingLine, Segment
from gridhall.rating.result import Rated
from tests.rating.asking import agreement, amounts, ask, bill, held, meter, point, used
from tests.rating.own_books import own_library

MONTH = ("2026-01-01", "2026-02-01")
EXCESS = {"threshold": "1.05", "multiple": "2"}


def books(**values: str) -> Any:
    return own_library(
        {"A": [{"method": "demand", "values": {"price": "40", **values}}]}, shipped=False
    )


def charged(library: Any, kw: str, *, kwh: str = "0", **facts: Any) -> Rated:
    terms = agreement(method="two_demand", **facts)
    return bill(ask(*MONTH, used(*MONTH, kwh, demand=kw), terms=terms), library)


@pytest.mark.requirement("R40")
@pytest.mark.parametrize(
    ("strategy", "kw", "rows"),
    [
        ("double_above_threshold", "105", ["100"]),
        ("double_above_threshold", "120", ["105.00", "15.00"]),
        ("contract_and_double_above_threshold", "120", ["100", "15.00"]),
        ("contract_and_double_above_threshold", "104", ["100"]),
        ("contract_and_double_excess", "120", ["100", "20"]),
        ("greater_of_actual_and_contract", "104", ["104"]),
        ("greater_of_actual_and_contract", "90", ["100"]),
        ("actual", "90", ["90"]),
    ],
)
def test_strategy(strategy: str, kw: str, rows: list[str]) -> None:
    facts = DemandFacts(Decimal(kw), Decimal(100), Decimal("1.05"), Decimal(2))
    assert [str(row.kw) for row in STRATEGIES[strategy](facts)] == rows


@pytest.mark.parametrize(
    ("strategy", "total"),
    [
        ("double_above_threshold", "5400.00"),
        ("contract_and_double_above_threshold", "5200.00"),
        ("contract_and_double_excess", "5600.00"),
        ("actual", "4800.00"),
    ],
)
def test_the_book_names_the_strategy_and_the_agreement_may_name_another(
    strategy: str, total: str
) -> None:
    facts = {"contract_demand_kw": "100", "contracted_capacity_kva": "200"}
    named = charged(books(strategy=strategy, **EXCESS), "120", **facts)
    chosen = charged(books(**EXCESS), "120", demand_strategy=strategy, **facts)
    assert str(named.total) == str(chosen.total) == total


def test_the_floor_holds_for_actual_demand_with_floor() -> None:
    # register 0.152 × 1500 = 228 kW, below 40 % of 800 kVA
    reads = {"total": {MONTH[0]: "0", MONTH[1]: "1"}, "demand": {MONTH[1]: "0.152"}}
    terms = agreement(method="two_demand", contracted_capacity_kva="800")
    library = own_library(
        {
            "A": [
                {
                    "method": "demand",
                    "values": {
                        "price": "39",
                        "strategy": "actual_with_floor",
                        "floor_share": "0.40",
                    },
                }
            ]
        },
        shipped=False,
    )
    answer = bill(ask(*MONTH, point(meter(reads, multiplier="1500")), terms=terms), library)
    assert answer.quantities.demand_kw == Decimal("228.000")
    assert amounts(answer) == [("DEMAND", "12480.00")]


def test_actual_demand_has_no_floor_and_needs_no_contract() -> None:
    answer = charged(books(strategy="actual", floor_share="0.40"), "228")
    assert str(answer.total) == "9120.00"


def test_high_voltage_motors_raise_the_floor() -> None:
    facts = {"contracted_capacity_kva": "800", "hv_motor_kw": "200", "contract_demand_kw": "100"}
    assert charged(books(floor_share="0.40"), "1", **facts).lines[0].quantity == 400


@pytest.mark.parametrize(("base", "kw"), [("", 400), ("contracted", 400), ("less_suspended", 252)])
def test_the_floor_may_leave_out_what_is_suspended(base: str, kw: int) -> None:
    away = CapacityChange(
        kind=CapacityChangeKind.SUSPENSION, kva_change=Decimal(-370), from_date=date(2025, 12, 1)
    )
    facts = {
        "contracted_capacity_kva": "1000",
        "contract_demand_kw": "100",
        "capacity_changes": (away,),
    }
    chosen = charged(books(floor_share="0.40"), "1", demand_floor_base=base, **facts)
    assert chosen.lines[0].quantity == kw


def test_lines_of_supply_are_measured_and_billed_apart_and_added() -> None:
    lines = (
        IncomingLine(line="I", contract_demand_kw=Decimal(100), capacity_kva=Decimal(200)),
        IncomingLine(line="II", contract_demand_kw=Decimal(100), capacity_kva=Decimal(500)),
    )
    points = [
        point(
            meter(
                {"total": {MONTH[0]: "0", MONTH[1]: "9"}, "demand": {MONTH[1]: kw}}, asset_no=name
            ),
            mp_no=name,
            incoming_line=name,
        )
        for name, kw in (("I", "120"), ("II", "150"))
    ]
    terms = agreement(method="two_demand", incoming_lines=lines)
    answer = bill(ask(*MONTH, *points, terms=terms), books(floor_share="0.40", **EXCESS))
    assert [(x.code, str(x.quantity)) for x in answer.lines] == [
        ("DEMAND", "105"),
        ("DEMAND_OVER", "15"),
        ("DEMAND", "200"),  # the floor of line II
    ]
    assert answer.quantities.demand_kw == 270
    assert "II" in answer.lines[2].description.zh
    unknown = agreement(method="two_demand", incoming_lines=(*lines, IncomingLine(line="III")))
    assert held(ask(*MONTH, *points, terms=unknown), books()).code == "AGREEMENT_INCOMPLETE"


def test_after_an_exchange_the_larger_maximum_of_both_meters_counts() -> None:
    old = meter({"total": {MONTH[0]: "0", "2026-01-11": "5"}, "demand": {"2026-01-11": "80"}})
    new = meter(
        {"total": {"2026-01-11": "0", MONTH[1]: "5"}, "demand": {MONTH[1]: "70"}}, asset_no="N"
    )
    terms = agreement(method="two_demand", contract_demand_kw="10")
    answer = bill(
        ask(*MONTH, point(old, new), terms=terms), books(strategy="greater_of_actual_and_contract")
    )
    assert answer.lines[0].quantity == 80


@pytest.mark.parametrize(("kwh", "price"), [("25999", "40"), ("26000", "36.0")])
def test_much_energy_per_kva_makes_the_demand_cheaper(kwh: str, price: str) -> None:
    library = books(strategy="actual", discount_from="260", discount_factor="0.9")
    answer = charged(library, "10", kwh=kwh, contracted_capacity_kva="100")
    assert str(answer.lines[0].unit_price) == price


def test_a_part_month_bears_its_days() -> None:
    start, end = "2026-01-17", "2026-02-01"
    terms = agreement(method="two_demand", contract_demand_kw="100")
    asked = ask(start, end, used(start, end, "0", demand="90"), terms=terms)
    by_thirty = bill(asked, books(divisor="thirty_days"))
    assert str(by_thirty.total) == "2000.00"
    unnamed = bill(asked, books())
    assert str(unnamed.total) == "1935.48"  # 4000 × 15 ÷ 31
    assert [w.code for w in unnamed.warnings] == ["PART_MONTH_BY_CALENDAR_DAYS"]


def test_a_new_contract_demand_within_the_month_is_charged_for_its_days() -> None:
    reads = {"total": {MONTH[0]: "0", "2026-01-11": "5", MONTH[1]: "9"}, "demand": {MONTH[1]: "50"}}
    before = agreement(method="two_demand", contract_demand_kw="100")
    after = agreement(method="two_demand", contract_demand_kw="200")
    change = Segment(from_date=date(2026, 1, 11), agreement=after)
    asked = ask(*MONTH, point(meter(reads)), terms=before, segments=(change,))
    answer = bill(asked, books(divisor="calendar_days"))
    assert amounts(answer) == [("DEMAND", "1290.32"), ("DEMAND", "5419.35")]


def test_an_unknown_strategy_or_a_missing_contract_is_refused() -> None:
    terms = agreement(method="two_demand", demand_strategy="guess")
    answer = held(ask(*MONTH, used(*MONTH, "0", demand="1"), terms=terms), books())
    assert answer.code == "AGREEMENT_INCOMPLETE"
    terms = agreement(method="two_demand")
    answer = held(ask(*MONTH, used(*MONTH, "0", demand="1"), terms=terms), books())
    assert answer.params["field"] == "contract_demand_kw"


def test_without_a_capacity_the_floor_may_be_left_out_with_a_warning() -> None:
    library = books(floor_share="0.40", **EXCESS)
    facts = {"contract_demand_kw": "1000"}
    answer = charged(library, "1200", demand_floor_base="none", **facts)
    assert amounts(answer) == [("DEMAND", "42000.00"), ("DEMAND_OVER", "12000.00")]
    assert [w.code for w in answer.warnings] == ["DEMAND_FLOOR_NOT_CHECKED"]
    terms = agreement(method="two_demand", **facts)
    refused = held(ask(*MONTH, used(*MONTH, "0", demand="1200"), terms=terms), library)
    assert refused.params["field"] == "contracted_capacity_kva"
