"""The market: what must hold for any numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rating.claims.asking import ask, codes, figure, refusal, total

pytestmark = pytest.mark.requirement("R38")
MW = st.integers(0, 500)
OFFERS = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 9)), min_size=1, max_size=6)
PRICE = st.integers(-100, 900).map(str)


def offers(found: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"name": f"p{n}", "mw": str(m), "price": str(p)} for n, (m, p) in enumerate(found)]


@settings(max_examples=40, deadline=None)
@given(OFFERS, st.integers(1, 900), st.randoms())
def test_clearing_meets_demand_at_the_least_cost(
    found: list[tuple[int, int]], demand: int, random: Any
) -> None:
    items = offers(found)
    answer = ask("clearing", offers=items, demand_mw=demand)
    random.shuffle(items)
    other = ask("clearing", offers=items, demand_mw=demand)
    whole = sum(mw for mw, _ in found)
    assert figure(answer, "supplied") == min(demand, whole)
    assert figure(answer, "unmet") == max(0, demand - whole)
    price = figure(answer, "price")
    assert price == figure(other, "price")
    for number, (mw, own) in enumerate(found):
        taken = figure(answer, f"dispatch_p{number}")
        assert taken == figure(other, f"dispatch_p{number}")
        if own < price:
            assert taken == mw
        if own > price:
            assert taken == 0


@settings(max_examples=40, deadline=None)
@given(OFFERS, OFFERS)
def test_bids_buy_only_what_pays(
    sold: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    bids = [{**bid, "name": f"b{n}"} for n, bid in enumerate(offers(wanted))]
    answer = ask("clearing", offers=offers(sold), bids=bids)
    assert figure(answer, "supplied") == figure(answer, "demand")
    for number, (_, own) in enumerate(wanted):
        if figure(answer, f"bought_b{number}") > 0:
            assert own >= figure(answer, "price")


@settings(max_examples=30, deadline=None)
@given(OFFERS, OFFERS)
def test_pairs_trade_between_both_prices(
    sold: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    bids = [{**bid, "name": f"b{n}"} for n, bid in enumerate(offers(wanted))]
    answer = ask("clearing", offers=offers(sold), bids=bids, matching="pairs")
    pairs = [name for name in answer["figures"] if name.endswith("_price") and "pair" in name]
    prices = [figure(answer, name) for name in pairs]
    low, high = min(p for _, p in sold), max(p for _, p in wanted)
    assert all(low <= price <= high for price in prices)
    uniform = ask("clearing", offers=offers(sold), bids=bids)
    assert figure(answer, "traded") == figure(uniform, "supplied")


def test_order_of_ties_by_choice() -> None:
    items = offers([(100, 5), (200, 5)])
    answer = ask("clearing", offers=items, demand_mw=150, ties="order")
    assert (figure(answer, "dispatch_p0"), figure(answer, "dispatch_p1")) == (100, 50)
    whole = ask("clearing", offers=items, demand_mw=100, mw_rounding={"to": "1"})
    assert (figure(whole, "dispatch_p0"), figure(whole, "dispatch_p1")) == (33, 67)


def test_must_run_does_not_set_the_price() -> None:
    items = [{"name": "m", "mw": "50", "price": "900", "must_run_mw": "50"}]
    items.append({"name": "g", "mw": "100", "price": "300"})
    answer = ask("clearing", offers=items, demand_mw=100)
    assert (figure(answer, "price"), figure(answer, "dispatch_m")) == (300, 50)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(MW, PRICE, MW, PRICE, MW, PRICE), min_size=1, max_size=5))
def test_both_forms_of_spot_settlement_agree(found: list[tuple[Any, ...]]) -> None:
    names = ("contract", "contract_price", "day_ahead", "day_ahead_price", "real_time")
    intervals = [dict(zip((*names, "real_time_price"), row, strict=True)) for row in found]
    one = ask("spot_settlement", intervals=intervals)
    other = ask("spot_settlement", intervals=intervals, form="difference")
    assert total(one) == total(other)


def test_energy_without_a_price_is_refused() -> None:
    interval = {"contract": "1", "contract_price": "400", "day_ahead": "2"}
    assert refusal("spot_settlement", intervals=[interval]) == "PRICE_MISSING"
    linked = {"type": "linked"}
    assert refusal("retail", use=[{"kwh": "1"}], package=[linked]) == "PRICE_MISSING"


@settings(max_examples=30, deadline=None)
@given(PRICE, PRICE, st.integers(0, 100))
def test_profit_sharing_lies_between_both_prices(average: str, own: str, share: int) -> None:
    part = {"type": "profit_share", "average": average, "own": own}
    part["customer_share"] = str(Decimal(share) / 100)
    answer = ask("retail", use=[{"kwh": "1"}], package=[part])
    price = figure(answer, "average_price")
    low, high = sorted((Decimal(average), Decimal(own)))
    assert low <= price <= high


def test_loss_shared_otherwise_than_gain() -> None:
    part = {"type": "profit_share", "average": "0.40", "own": "0.50", "customer_share": "0.8"}
    whole = ask("retail", use=[{"kwh": "100"}], package=[part])
    none = ask("retail", use=[{"kwh": "100"}], package=[{**part, "loss_share": "0"}])
    assert (total(whole), total(none)) == (48, 40)


def test_shares_of_a_mixed_package_make_one() -> None:
    from tests.rating.quotes.published import answer_to

    parts = [{"type": "fixed", "price": "1", "share": "0.6"}]
    answer = answer_to({"kind": "retail", "use": [{"kwh": "1"}], "package": parts})
    assert answer["outcome"] == "invalid"


@pytest.mark.parametrize(
    ("actual", "assessed"), [("1000", "0"), ("1030", "0"), ("1031", "1"), ("950", "20")]
)
def test_band_is_free_up_to_its_edge(actual: str, assessed: str) -> None:
    steps = [{"beyond_pct": "3", "price": "1"}]
    rule = {"method": "band", "contract": "1000", "actual": actual, "over": steps, "under": steps}
    assert figure(ask("deviation", rule=rule), "assessment") == Decimal(assessed)


def test_recovery_only_of_gains() -> None:
    def recovered(contract: str, price: str) -> Decimal:
        interval = {"contract": contract, "actual": "100", "contract_price": price}
        interval["market_price"] = "380"
        rule = {"method": "contract_ratio", "least_ratio": "0.9", "most_ratio": "1.1"}
        return total(ask("deviation", rule={**rule, "intervals": [interval]}))

    assert recovered("80", "400") == 200
    assert recovered("80", "350") == 0
    assert recovered("120", "350") == 300
    assert recovered("120", "400") == 0
    assert recovered("100", "400") == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_spared_tiers_add_up_to_own_use(own: int, rest: int) -> None:
    tiers = [{"up_to": "2000", "price": "1"}, {"up_to": "4000", "price": "1"}, {"price": "1"}]
    avoided = {"consumption_kwh": str(own + rest), "tiers": tiers}
    case = {"generation_kwh": str(own), "self_use_kwh": str(own), "avoided": avoided}
    assert figure(ask("generation", **case), "avoided") == own


def test_lowest_tier_is_a_convention_that_is_told() -> None:
    avoided = {"tiers": [{"price": "0.5"}]}
    answer = ask("generation", mode="self_use", generation_kwh="10", avoided=avoided)
    assert "AVOIDED_FROM_LOWEST_TIER" in codes(answer)


def test_certificates_carry_over() -> None:
    answer = ask("green_power", stretches=[{"settled": "1999"}], carried_kwh="1", green_value="0")
    assert (figure(answer, "certificates"), figure(answer, "carried_kwh")) == (2, 0)
