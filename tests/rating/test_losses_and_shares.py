"""Losses, fixed and ratio shares, sub-meters, corrections, estimates: quantities rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.rating.request import (
    Correction,
    CorrectionKind,
    CurveLoss,
    GivenLoss,
    LossRow,
    MeteringPoint,
    PointRole,
    Segment,
    TableLoss,
)
from gridhall.rating.result import Rated
from tests.rating.asking import agreement, amounts, ask, bill, held, meter, point, used
from tests.rating.own_books import TOU, own_library

JUNE = ("2013-06-01", "2013-07-01")
FLAT = {"method": "flat_energy", "values": {"price": "1"}}
SHARES = {"method": "ratio_share"}
PERIODS = {"method": "energy", "values": {"price.peak": "1", "price.valley": "0.5"}}


def flat(price: str = "1", **conventions: str) -> Any:
    charge = {"method": "flat_energy", "values": {"price": price}}
    home = {"method": "flat_energy", "values": {"price": "0.41"}}
    return own_library(
        {"A": [charge, SHARES], "HOME": [home]}, conventions=conventions, shipped=False
    )


def by_time(**conventions: str) -> Any:
    home = {"method": "energy", "values": {"price.peak": "2", "price.valley": "3"}}
    return own_library(
        {"A": [PERIODS, SHARES], "HOME": [home]}, tou=TOU, conventions=conventions, shipped=False
    )


def child(role: PointRole, **facts: Any) -> MeteringPoint:
    return MeteringPoint(mp_no="C1", role=role, parent_mp_no="P1", price_class="HOME", **facts)


def energy(answer: Rated) -> dict[str, int]:
    return {p.period: int(p.kwh) for p in answer.quantities.periods}


def test_an_agreed_loss_is_borne_in_full_by_a_month_and_by_days_in_a_part() -> None:
    loss = GivenLoss(month_kwh=Decimal(304))
    whole = replace(used(*JUNE, "100"), loss=loss)
    assert bill(ask(*JUNE, whole, terms=agreement()), flat()).quantities.billed_kwh == 404
    part = ("2013-06-01", "2013-06-21")
    some = replace(used(*part, "6000"), loss=loss)
    answer = bill(ask(*part, some, terms=agreement()), flat("0.5"))
    assert str(answer.total) == "3101.50"  # 304 × 20 ÷ 30 = 202.67 → 203 kWh
    calendar = flat("0.5", loss_divisor="calendar_days")
    july = ("2013-07-01", "2013-07-21")
    asked = ask(*july, replace(used(*july, "0"), loss=loss), terms=agreement())
    assert bill(asked, calendar).quantities.billed_kwh == 196  # 304 × 20 ÷ 31


@pytest.mark.requirement("R40")
def test_from_low_side_to_high_side_metering_within_the_month() -> None:
    """Loss for 20 days with the old transformer, then another meter, price, and power factor."""
    low = MeteringPoint(
        mp_no="LOW",
        meters=(meter({"total": {"2013-06-01": "1500", "2013-06-21": "1800"}}, multiplier="20"),),
        loss=GivenLoss(month_kwh=Decimal(304)),
        to_date=date(2013, 6, 21),
    )
    reads = {"total": "180", "valley": "30", "reactive": "81"}
    high = MeteringPoint(
        mp_no="HIGH",
        meters=(
            meter(
                {n: {"2013-06-21": "0", "2013-07-01": v} for n, v in reads.items()},
                multiplier="200",
            ),
        ),
        from_date=date(2013, 6, 21),
    )
    pf = {"method": "power_factor", "uses": {"table": "CN.power_factor.adjustment"}}
    books = own_library(
        {"OLD": [{"method": "flat_energy", "values": {"price": "0.5"}}], "NEW": [PERIODS, pf]},
        tou=TOU,
        with_tou=frozenset({"NEW"}),
    )
    change = Segment(
        from_date=date(2013, 6, 21),
        agreement=agreement("NEW", tou=True, pf_standard="0.90"),
        account_no="A1-new",
    )
    asked = ask(*JUNE, low, high, terms=agreement("OLD"), segments=(change,))
    answer = bill(asked, books)
    assert amounts(answer)[0] == ("ENERGY_SHARED", "3101.50")
    assert [str(s.value) for s in answer.quantities.steps if s.code == "POWER_FACTOR"] == ["0.91"]
    assert answer.quantities.billed_kwh == 6203 + 36000


def test_a_loss_table_is_read_by_the_energy_of_a_month() -> None:
    rows = (
        LossRow(up_to_kwh=Decimal(1000), loss_kwh=Decimal(50)),
        LossRow(up_to_kwh=Decimal(3000), loss_kwh=Decimal(80), loss_kvarh=Decimal(90)),
    )
    for kwh, billed in (("1000", 1050), ("1001", 1081)):
        asked = ask(*JUNE, replace(used(*JUNE, kwh), loss=TableLoss(rows=rows)), terms=agreement())
        assert bill(asked, flat()).quantities.billed_kwh == billed
    asked = ask(*JUNE, replace(used(*JUNE, "3001"), loss=TableLoss(rows=rows)), terms=agreement())
    assert held(asked, flat()).code == "INCONSISTENT_POINTS"
    half = ("2013-06-01", "2013-06-16")
    asked = ask(*half, replace(used(*half, "600"), loss=TableLoss(rows=rows)), terms=agreement())
    assert bill(asked, flat()).quantities.billed_kwh == 640  # 1,200 a month: 80 × 15 ÷ 30


def test_the_quadratic_formula_of_the_nameplate() -> None:
    curve = CurveLoss(
        kva=Decimal(100),
        p0_kw=Decimal("0.2"),
        pk_kw=Decimal("1.5"),
        i0_pct=Decimal("1"),
        uk_pct=Decimal("4"),
        shape=Decimal("1.5"),
    )
    found = replace(used(*JUNE, "30000", reactive="10000"), loss=curve)
    answer = bill(ask(*JUNE, found, terms=agreement(pf_standard="0.90")), flat())
    # 0.2 × 720 + 1.5 × 1.5 × (30000² + 10000²) ÷ (100² × 720) = 144 + 312.5 → 457 (half up)
    assert answer.quantities.active_kwh == 30457
    # 1 % × 100 × 720 + 1.5 × 4 % × 10⁹ ÷ (100 × 720) = 720 + 833.33 → 1553
    assert answer.quantities.reactive_kvarh == 11553


def test_line_loss_is_spread_over_the_periods_as_they_were_used() -> None:
    found = replace(used(*JUNE, "1000", valley="250"), line_loss_pct=Decimal("3.3"))
    answer = bill(ask(*JUNE, found, terms=agreement(tou=True)), by_time())
    assert energy(answer) == {"peak": 775, "valley": 258}  # 8.25 → 8 in the valley, the rest peak


def test_a_sub_meter_of_the_same_account_is_billed_at_its_own_class() -> None:
    main = used(*JUNE, "5000")
    home = MeteringPoint(
        mp_no="S1",
        role=PointRole.SUB,
        parent_mp_no="P1",
        price_class="HOME",
        meters=(meter({"total": {JUNE[0]: "0", JUNE[1]: "817"}}, asset_no="S"),),
    )
    answer = bill(ask(*JUNE, main, home, terms=agreement()), flat("0.395"))
    assert [str(x.quantity) for x in answer.lines] == ["4183", "817"]
    # the published working adds before rounding: 1987.255; here each line is rounded
    assert str(answer.total) == "1987.26"
    assert answer.quantities.active_kwh == 5000


def test_a_fixed_quantity_comes_off_before_a_ratio_and_both_are_of_the_whole() -> None:
    fixed = child(PointRole.FIXED, fixed_kwh=Decimal(300))
    ratio = replace(child(PointRole.RATIO, ratio_pct=Decimal(10)), mp_no="C2")
    answer = bill(ask(*JUNE, used(*JUNE, "1000"), ratio, fixed, terms=agreement()), flat())
    assert answer.quantities.billed_kwh == 600
    assert sorted(int(s.kwh) for s in answer.quantities.shares) == [100, 300]


def test_a_fixed_quantity_is_never_more_than_the_meter_has() -> None:
    fixed = child(PointRole.FIXED, fixed_kwh=Decimal(300))
    answer = bill(ask(*JUNE, used(*JUNE, "120"), fixed, terms=agreement()), flat())
    assert (answer.quantities.billed_kwh, answer.quantities.shares[0].kwh) == (0, 120)
    assert [w.code for w in answer.warnings] == ["FIXED_QUANTITY_EXCEEDS_METER"]


def test_a_fixed_quantity_of_a_part_month_bears_its_days() -> None:
    half = ("2013-06-01", "2013-06-16")
    fixed = child(PointRole.FIXED, fixed_kwh=Decimal(300))
    answer = bill(ask(*half, used(*half, "1000"), fixed, terms=agreement()), flat())
    assert answer.quantities.shares[0].kwh == 150


@pytest.mark.parametrize(
    ("rule", "peak", "valley"),
    [("proportional", 225, 75), ("residual", 300, 0), ("by_hours", 150, 150)],
)
def test_a_fixed_quantity_over_the_periods(rule: str, peak: int, valley: int) -> None:
    fixed = child(PointRole.FIXED, fixed_kwh=Decimal(300))
    found = used(*JUNE, "1000", valley="250")
    answer = bill(ask(*JUNE, found, fixed, terms=agreement(tou=True)), by_time(fixed_split=rule))
    assert {p.period: int(p.kwh) for p in answer.quantities.shares[0].periods} == {
        "peak": peak,
        "valley": valley,
    }
    # the share's class has the same periods at its own prices
    lines = [line for line in answer.lines if "HOME" in line.description.en]
    assert sum(line.amount for line in lines) == 2 * peak + 3 * valley
    assert not any(line.in_pf_base for line in lines)


def test_a_fixed_quantity_that_a_period_cannot_give_comes_from_another() -> None:
    fixed = child(PointRole.FIXED, fixed_kwh=Decimal(800))
    found = used(*JUNE, "1000", valley="250")
    answer = bill(
        ask(*JUNE, found, fixed, terms=agreement(tou=True)), by_time(fixed_split="by_hours")
    )
    assert energy(answer) == {"peak": 200, "valley": 0}


def correction(kwh: str, period: str = "total") -> Correction:
    return Correction(
        kind=CorrectionKind.METER_ERROR,
        kwh=Decimal(kwh),
        period=period,
        numbers="(1000000 − 900000) × ½",
        reference="W-17",
    )


def test_corrections_enter_with_their_own_arithmetic() -> None:
    found = replace(used(*JUNE, "1000", valley="250"), corrections=(correction("100"),))
    answer = bill(ask(*JUNE, found, terms=agreement(tou=True)), by_time())
    assert energy(answer) == {"peak": 825, "valley": 275}
    step = next(s for s in answer.quantities.steps if s.code == "CORRECTION")
    assert step.trace.numbers.en == "(1000000 − 900000) × ½"
    assert step.trace.inputs == ("W-17",)
    assert answer.quantities.read_kwh == 1000


def test_a_correction_may_name_its_period_and_be_negative() -> None:
    found = replace(used(*JUNE, "1000", valley="250"), corrections=(correction("-50", "valley"),))
    answer = bill(ask(*JUNE, found, terms=agreement(tou=True)), by_time())
    assert energy(answer) == {"peak": 750, "valley": 200}
    wrong = replace(used(*JUNE, "1000"), corrections=(correction("1", "sharp"),))
    assert held(ask(*JUNE, wrong, terms=agreement()), flat()).code == "INCONSISTENT_POINTS"


def test_another_multiplier_from_a_day_on_is_another_use_of_the_same_meter() -> None:
    before = meter({"total": {JUNE[0]: "100", "2013-06-11": "110"}}, multiplier="20")
    after = meter({"total": {"2013-06-11": "110", JUNE[1]: "120"}}, multiplier="30")
    answer = bill(ask(*JUNE, point(before, after), terms=agreement()), flat())
    assert answer.quantities.billed_kwh == 500


def test_a_true_read_below_an_estimate_is_a_true_up_and_no_fault() -> None:
    found = used(*JUNE, "1000")
    use = found.meters[0].registers[0]
    assert use.opening is not None
    guess = replace(use.opening, value=Decimal(1200), estimated=True)
    settled = replace(
        found, meters=(replace(found.meters[0], registers=(replace(use, opening=guess),)),)
    )
    answer = bill(ask(*JUNE, settled, terms=agreement()), flat())
    assert str(answer.total) == "-200.00"
    assert (
        held(
            ask(
                *JUNE,
                replace(
                    settled,
                    meters=(
                        replace(
                            found.meters[0],
                            registers=(replace(use, opening=replace(guess, estimated=False)),),
                        ),
                    ),
                ),
                terms=agreement(),
            ),
            flat(),
        ).code
        == "NEGATIVE_CONSUMPTION"
    )


def test_an_estimated_closing_read_is_warned_about() -> None:
    found = used(*JUNE, "1000")
    use = found.meters[0].registers[0]
    assert use.closing is not None
    guess = replace(use, closing=replace(use.closing, estimated=True))
    asked = ask(
        *JUNE,
        replace(found, meters=(replace(found.meters[0], registers=(guess,)),)),
        terms=agreement(),
    )
    assert [w.code for w in bill(asked, flat()).warnings] == ["ESTIMATED_READ"]


def test_a_meter_without_a_total_register_is_read_by_its_periods() -> None:
    only = meter({"peak": {JUNE[0]: "0", JUNE[1]: "70"}, "valley": {JUNE[0]: "0", JUNE[1]: "30"}})
    answer = bill(ask(*JUNE, point(only), terms=agreement(tou=True)), by_time())
    assert energy(answer) == {"peak": 70, "valley": 30}
    assert bill(ask(*JUNE, point(only), terms=agreement()), flat()).quantities.billed_kwh == 100


def test_reactive_energy_fed_in_is_added_in_absolute_value() -> None:
    pf = {"method": "power_factor", "uses": {"table": "CN.power_factor.adjustment"}}
    books = own_library({"A": [FLAT, pf]})
    found = used(*JUNE, "100000", reactive="35000", reverse_reactive="25000")
    answer = bill(ask(*JUNE, found, terms=agreement(pf_standard="0.90")), books)
    assert answer.quantities.reactive_kvarh == 60000
    assert amounts(answer)[1] == ("PF_ADJUSTMENT", "2000.00")


@pytest.mark.parametrize(("rule", "lines"), [("none", 1), ("as_zero", 2), ("refuse", 0)])
def test_reactive_energy_without_active_energy_is_a_rule_of_the_book(rule: str, lines: int) -> None:
    pf = {
        "method": "power_factor",
        "uses": {"table": "CN.power_factor.adjustment"},
        "values": {"zero_active": rule},
    }
    books = own_library({"A": [FLAT, pf]})
    asked = ask(*JUNE, used(*JUNE, "0", reactive="10"), terms=agreement(pf_standard="0.90"))
    if lines:
        assert len(bill(asked, books).lines) == lines
    else:
        assert held(asked, books).params["field"] == "active_energy"
