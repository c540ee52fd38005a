"""Errors of meters, losses, unmetered use, fees, outages, capacity or demand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rating.claims.asking import ask, codes, figure, refusal, total

pytestmark = pytest.mark.requirement("R42")
KWH = st.integers(1, 10**6).map(str)


@settings(max_examples=20, deadline=None)
@given(KWH, st.integers(-50, 100))
def test_error_corrects_to_the_true_energy(kwh: str, error: int) -> None:
    case = {"law_on": "2010-01-01", "error_pct": str(error), "registered": {"kwh": kwh}}
    whole = ask("meter_error", **case, share="1")
    true = Decimal(kwh) / (1 + Decimal(error) / 100)
    assert abs(figure(whole, "correct_kwh") - true) < Decimal("1e-9")
    half = figure(ask("meter_error", **case), "back_kwh")
    assert abs(half * 2 - figure(whole, "back_kwh")) < Decimal("1e-9")


def test_within_tolerance_nothing() -> None:
    case = {"error_pct": "1.9", "tolerance_pct": "2", "registered": {"kwh": "100"}, "price": "1"}
    answer = ask("meter_error", law_on="2010-01-01", **case)
    assert total(answer) == 0
    assert "WITHIN_TOLERANCE" in codes(answer)


def test_voltage_drop_is_given_back_since_2024_only() -> None:
    case: dict[str, Any] = {"cause": "voltage_drop", "drop_pct": "0.2", "permitted_pct": "0.5"}
    case |= {"registered": {"kwh": "1000"}}
    assert figure(ask("meter_error", **case, law_on="2024-05-31"), "back_kwh") == 0
    assert figure(ask("meter_error", **case, law_on="2024-06-01"), "back_kwh") == -3


def test_missing_fact_is_named() -> None:
    assert refusal("meter_error", registered={"kwh": "1"}) == "FACT_MISSING"
    assert refusal("transformer_loss", load_factor="0.5") == "FACT_MISSING"


def test_transformers_in_parallel() -> None:
    base = {"kva": "100", "no_load_kw": "0.2", "load_loss_kw": "1.5", "load_kva": "120"}
    one = ask("transformer_loss", **base)
    two = ask("transformer_loss", **base, count=2)
    assert figure(one, "active_kw") == Decimal("2.36")
    assert figure(two, "active_kw") == Decimal("1.48")


def test_energy_method_agrees_with_the_load_factor() -> None:
    base = {"kva": "315", "no_load_kw": "0.48", "load_loss_kw": "3.65", "hours": "720"}
    base |= {"kwh": "90000", "kvarh": "40000"}
    energies = ask("transformer_loss", method="energy", **base)
    factor = ask("transformer_loss", **base)
    assert abs(figure(energies, "loss_kwh") - figure(factor, "loss_kwh")) < Decimal("1e-8")


@pytest.mark.parametrize("name", ["shape_factor", "shifts"])
def test_shape_raises_the_load_loss_only(name: str) -> None:
    base = {"method": "energy", "kva": "100", "no_load_kw": "1", "load_loss_kw": "2"}
    base |= {"kwh": "10000", "hours": "100"}
    value = "1.5" if name == "shape_factor" else 2
    assert figure(ask("transformer_loss", **base), "copper_kwh") == 200
    assert figure(ask("transformer_loss", **base, **{name: value}), "copper_kwh") == 300


@settings(max_examples=20, deadline=None)
@given(KWH, st.lists(st.integers(1, 99), min_size=1, max_size=6))
def test_shares_of_a_loss_add_up(kwh: str, shares: list[int]) -> None:
    parts = [{"owner": f"o{n}", "share": str(share)} for n, share in enumerate(shares)]
    answer = ask("line_loss", method="known", loss_kwh=kwh, parts=parts, kwh_rounding={"to": "1"})
    found = sum(figure(answer, f"share_{n}_kwh") for n in range(1, len(shares) + 1))
    assert found == Decimal(kwh)


def test_negative_loss_is_told() -> None:
    answer = ask("line_loss", supplies=[{"kwh": "100"}], sales=[{"kwh": "110"}])
    assert figure(answer, "loss_rate_pct") == -10
    assert "NEGATIVE_LOSS" in codes(answer)


@pytest.mark.parametrize(("used", "due"), [(44, "50"), (45, "100"), (46, "100"), (90, "100")])
def test_half_of_the_term(used: int, due: str) -> None:
    devices = [{"kw": "1", "hours_per_day": "1"}]
    case = {"devices": devices, "days_agreed": 90, "price": "1.1111111111", "law_on": "2000-01-01"}
    answer = ask("unmetered", **case, days_used=used, money_rounding={"to": "1"})
    assert total(answer) == Decimal(due)


def test_fee_of_a_test() -> None:
    def fee(error: str) -> Decimal:
        item = {"name": "test", "amount": "30", "test": {"error_pct": error}}
        return total(ask("fees", law_on="2020-01-01", items=[item]))

    assert (fee("2"), fee("2.1"), fee("-2.1")) == (30, 0, 0)
    assert refusal("fees", items=[{"name": "x"}]) == "FEE_MISSING"


def test_cheaper_of_capacity_and_demand() -> None:
    base = {"law_on": "2026-01-01", "capacity_kva": "1000", "capacity_price": "20"}
    base |= {"demand_price": "40"}
    low = ask("break_even", **base, demand_kw=["450"], contract_kw=["450"])
    high = ask("break_even", **base, demand_kw=["550"], contract_kw=["550"])
    floor = ask("break_even", **base, demand_kw=["100"], contract_kw=["100"])
    assert low["figures"]["cheaper"]["value"] == "demand"
    assert high["figures"]["cheaper"]["value"] == "capacity"
    assert figure(floor, "demand_cost") == 400 * 40
