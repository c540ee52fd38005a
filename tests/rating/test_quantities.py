"""From readings to billed quantities: rules 2–5, 10 and 11, edge by edge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gridhall.rating.engine import rate
from gridhall.rating.request import (
    BillingMethod,
    MeteringPoint,
    MeterUse,
    PointRole,
    RatingRequest,
    TransformerLoss,
)
from gridhall.rating.result import BilledQuantities, Rated, Refusal
from tests.rating.builders import meter, request
from tests.rating.support import library

HB = {"price_class": "HB-1P-LV", "tou": True}
ZERO_TO = {
    "total": ("0", "1000"),
    "sharp": ("0", "100"),
    "peak": ("0", "300"),
    "flat": ("0", "400"),
    "valley": ("0", "200"),
    "reactive": ("0", "500"),
}


def measured(asked: RatingRequest) -> BilledQuantities:
    answer = rate(asked, library())
    assert isinstance(answer, Rated), answer
    return answer.quantities


def refused(asked: RatingRequest) -> Refusal:
    answer = rate(asked, library())
    assert isinstance(answer, Refusal)
    return answer


def point(*meters: MeterUse, **facts: object) -> MeteringPoint:
    return MeteringPoint(mp_no=str(facts.pop("mp_no", "P1")), meters=meters, **facts)  # type: ignore[arg-type]


def by_period(found: BilledQuantities) -> dict[str, Decimal]:
    return {p.period: p.kwh for p in found.periods}


def test_multiplier_is_applied_exactly() -> None:
    found = measured(request(point(meter({"total": ("10.01", "12.34")}, multiplier="150"))))
    assert found.billed_kwh == Decimal("349.50")


def test_five_digit_register_rolls_over() -> None:
    found = measured(request(point(meter({"total": ("99794.59", "332.96")}, digits=5))))
    assert found.billed_kwh == Decimal("538.37")
    assert found.steps[0].code == "ROLLOVER"
    assert {p.key for p in found.steps[0].trace.parameters} == {
        "demo.rollover_high",
        "demo.rollover_low",
    }


@pytest.mark.parametrize(
    ("opening", "closing"), [("89999.99", "10"), ("90000.00", "10000.00"), ("500", "499.99")]
)
def test_any_other_fall_holds_the_bill(opening: str, closing: str) -> None:
    answer = refused(request(point(meter({"total": (opening, closing)}, digits=5))))
    assert answer.code == "NEGATIVE_CONSUMPTION"
    assert opening in answer.reason.en
    assert "翻转" in answer.reason.zh


def test_roll_over_at_the_very_edge() -> None:
    edge = request(point(meter({"total": ("90000.00", "9999.99")}, digits=5)))
    assert measured(edge).billed_kwh == Decimal("19999.99")


@pytest.mark.parametrize(("which", "reads"), [("closing", ("5", None)), ("opening", (None, "5"))])
def test_missing_read_holds_the_bill(which: str, reads: tuple[str | None, str | None]) -> None:
    answer = refused(request(point(meter({"total": reads}))))
    assert answer.code == "READING_MISSING"
    assert answer.params["which"] == which


def test_point_without_any_meter_is_held() -> None:
    assert refused(request(point())).code == "READING_MISSING"
    assert refused(request()).code == "INCONSISTENT_POINTS"


def test_meter_exchange_sums_old_and_new() -> None:
    old = meter({"total": ("20000.00", "20206.35")}, asset_no="OLD")
    new = meter({"total": ("0.00", "150.15")}, asset_no="NEW", multiplier="2")
    found = measured(request(point(old, new)))
    assert found.billed_kwh == Decimal("506.65")
    assert found.active_inputs == ("OLD-total-a", "OLD-total-b", "NEW-total-a", "NEW-total-b")


def test_total_is_authoritative_for_the_flat_period() -> None:
    reads = {**ZERO_TO, "total": ("0", "999.95")}
    found = measured(request(point(meter(reads)), **HB))  # type: ignore[arg-type]
    assert by_period(found)["flat"] == Decimal("399.95")
    assert found.billed_kwh == Decimal("999.95")


def test_sub_meter_is_subtracted_per_period_and_reactive() -> None:
    sub = meter({k: ("0", str(int(b) // 10)) for k, (_, b) in ZERO_TO.items()}, asset_no="S")
    answer = measured(
        request(
            point(meter(ZERO_TO), role=PointRole.MASTER),
            point(sub, mp_no="P2", role=PointRole.SUB, account_no="A2", parent_mp_no="P1"),
            **HB,  # type: ignore[arg-type]
            pf_standard="0.85",
        )
    )
    assert by_period(answer) == {"sharp": 90, "peak": 270, "flat": 360, "valley": 180}
    assert answer.reactive_kvarh == 450
    assert answer.read_kwh == 1000


def test_sub_meter_above_its_master_holds_the_bill() -> None:
    sub = meter({"total": ("0", "1000.01")}, asset_no="S")
    asked = request(
        point(meter({"total": ("0", "1000")}), role=PointRole.MASTER),
        point(sub, mp_no="P2", role=PointRole.SUB, account_no="A2", parent_mp_no="P1"),
    )
    assert refused(asked).code == "NEGATIVE_CONSUMPTION"


def test_sub_point_is_ordinary_in_its_own_request() -> None:
    sub = meter({"total": ("0", "7")}, asset_no="S")
    own = point(sub, role=PointRole.SUB, account_no="A1", parent_mp_no="ELSEWHERE")
    assert measured(request(own)).billed_kwh == 7


def test_transformer_loss_is_whole_and_the_remainder_goes_to_flat() -> None:
    loss = TransformerLoss(
        p0_kw=Decimal("0.57"),
        q0_kvar=Decimal("3.20"),
        load_active_pct=Decimal("2.00"),
        load_reactive_pct=Decimal("4.00"),
    )
    asked = request(point(meter(ZERO_TO), loss=loss), **HB, pf_standard="0.85")  # type: ignore[arg-type]
    found = measured(asked)
    # 0.57 × 24 × 31 + 20 = 444.08 → 444; 3.2 × 24 × 31 + 40 = 2 420.8 → 2 421
    assert found.active_kwh == 1444
    assert found.reactive_kvarh == 2921
    # 44.4 → 44, 133.2 → 133, 88.8 → 89, the rest 178 to flat
    assert by_period(found) == {"sharp": 144, "peak": 433, "flat": 578, "valley": 289}


def test_loss_behind_a_master_is_spread_by_what_was_read_not_by_what_is_left() -> None:
    loss = TransformerLoss(
        p0_kw=Decimal(1),
        q0_kvar=Decimal(1),
        load_active_pct=Decimal(0),
        load_reactive_pct=Decimal(0),
    )
    sub = meter({**ZERO_TO, "flat": ("0", "0"), "total": ("0", "600")}, asset_no="S")
    found = measured(
        request(
            point(meter(ZERO_TO), role=PointRole.MASTER, loss=loss),
            point(sub, mp_no="P2", role=PointRole.SUB, account_no="A2", parent_mp_no="P1"),
            **HB,  # type: ignore[arg-type]
        )
    )
    # 744 kWh by the read 100 : 300 : 400 : 200, though only flat is left after the sub-meter
    assert by_period(found) == {"sharp": 74, "peak": 223, "flat": 698, "valley": 149}


def test_ratio_share_is_rounded_per_period_and_leaves_the_power_factor_alone() -> None:
    share = MeteringPoint(
        mp_no="R",
        role=PointRole.RATIO,
        parent_mp_no="P1",
        ratio_pct=Decimal("15"),
        price_class="HB-RES-COMB",
    )
    reads = {**ZERO_TO, "sharp": ("0", "103.33"), "flat": ("0", "396.67")}
    asked = request(point(meter(reads)), share, **HB, pf_standard="0.85")  # type: ignore[arg-type]
    answer = rate(asked, library())
    assert isinstance(answer, Rated)
    # 15.4995 → 15, 45, 30; flat 59.5005 → 60
    assert answer.quantities.shares[0].kwh == 150
    assert answer.quantities.active_kwh == 1000
    lines = {line.code: line for line in answer.lines}
    assert str(lines["RES_SHARE"].amount) == "83.70"
    assert lines["FUNDS"].quantity == 850
    base = sum(line.amount for line in answer.lines if line.code.startswith("ENERGY_"))
    assert lines["PF_ADJUSTMENT"].quantity == base


def test_two_ratio_points_take_their_shares_of_the_same_energy() -> None:
    shares = [
        MeteringPoint(
            mp_no=name, role=PointRole.RATIO, parent_mp_no="P1", ratio_pct=Decimal(percent),
            price_class="HB-RES-COMB",
        )
        for name, percent in (("R1", 10), ("R2", 20))
    ]  # fmt: skip
    found = measured(request(point(meter(ZERO_TO)), *shares, **HB))  # type: ignore[arg-type]
    assert [share.kwh for share in found.shares] == [100, 200]
    assert by_period(found) == {"sharp": 70, "peak": 210, "flat": 280, "valley": 140}


def test_ratio_points_beyond_the_whole_hold_the_bill() -> None:
    shares = [
        MeteringPoint(
            mp_no=name, role=PointRole.RATIO, parent_mp_no="P1", ratio_pct=Decimal(60),
            price_class="HB-RES-COMB",
        )
        for name in ("R1", "R2")
    ]  # fmt: skip
    assert refused(request(point(meter(ZERO_TO)), *shares, **HB)).code == "INCONSISTENT_POINTS"  # type: ignore[arg-type]


def test_demand_of_two_lines_is_added_and_two_meters_of_one_line_are_not() -> None:
    first = meter({"total": ("0", "1"), "demand": (None, "0.2")}, asset_no="X", multiplier="100")
    second = meter({"total": ("0", "1"), "demand": (None, "0.3")}, asset_no="Y", multiplier="100")
    facts = {
        "price_class": "HB-2P-10KV",
        "method": BillingMethod.TWO_DEMAND,
        "capacity": "100",
    }
    exchanged = request(point(first, second), **facts)  # type: ignore[arg-type]
    two_lines = request(point(first), point(second, mp_no="P2"), **facts)  # type: ignore[arg-type]
    assert refused(exchanged).params["field"] == "contract_demand_kw"
    assert _demand_of(exchanged) == 30
    assert _demand_of(two_lines) == 50


def _demand_of(asked: RatingRequest) -> Decimal | None:
    from dataclasses import replace

    terms = replace(asked.agreement, contract_demand_kw=Decimal(40))
    return measured(replace(asked, agreement=terms)).demand_kw
