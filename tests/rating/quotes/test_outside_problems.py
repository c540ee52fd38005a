"""Problems as an outsider writes them: what is usual may be left out, nonsense is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rating.quotes.published import answer_to

HALF_HOURS = {"start": "2026-01-05T00:00", "minutes": 30, "kwh": ["2.5"] * 48}
USE = {"kwh": "1000", "demand_kw": "300"}


def bill(inline: dict[str, Any], period: Any = "2025-06", **more: Any) -> dict[str, Any]:
    return {"period": period, "tariff": {"inline": inline}, **more}


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        # 16 of 30 days under the rules of 1996, 16 of 31 since 2024: nothing stood there before
        (bill({"capacity": "32"}, "2010-03",
              events=[{"kind": "new", "kva": "1000", "from": "2010-03-16"}]), "17066.67"),
        (bill({"capacity": "32"}, "2025-03",
              events=[{"kind": "new", "kva": "1000", "from": "2025-03-16"}]), "16516.13"),
        # the contract's capacity restated beside the new connection is no second one
        (bill({"capacity": "32"}, "2025-03", agreement={"capacity_kva": "1000"},
              events=[{"kind": "new", "kva": "1000", "from": "2025-03-16"}]), "16516.13"),
        # a swap tells what was there: 315 × 10 × 17/30 + 400 × 10 × 14/30
        (bill({"capacity": "10"}, "2013-05", events=[
            {"kind": "swap", "from_kva": "315", "to_kva": "400", "from": "2013-05-18"}]),
         "3651.67"),
        # a reduction of the first day counts from it: 100 kVA × 20
        (bill({"capacity": "20"}, agreement={"capacity_kva": "630"},
              events=[{"kind": "reduction", "kva": "530", "from": "2025-06-01"}]), "2000.00"),
        # six months of the calendar year are used up on 1 July
        (bill({"capacity": "30"}, "2025-07", agreement={"capacity_kva": "1000"}, events=[
            {"kind": "suspension", "kva": "500", "from": "2025-01-01", "to": "2025-12-01"}]),
         "30000.00"),
        # contract demand from 11 June: 600 × 40 × 20/30
        (bill({"demand": "40"}, agreement={"contract_demand_kw": "600"},
              usage={"kwh": "1000", "demand_kw": "580"},
              events=[{"kind": "new", "kva": "1000", "from": "2025-06-11"}]), "16000.00"),
        # closed on 11 June: 10 days
        (bill({"demand": "40"}, usage=USE,
              agreement={"capacity_kva": "1000", "contract_demand_kw": "600"},
              events=[{"kind": "close", "from": "2025-06-11"}]), "8000.00"),
        # the floor of 40 % looks at 500 kVA, not at what is sealed: contract demand 350
        (bill({"demand": "40"}, usage=USE,
              agreement={"capacity_kva": "1000", "contract_demand_kw": "350"},
              events=[{"kind": "suspension", "kva": "500", "from": "2025-05-01",
                       "to": "2025-08-01"}]), "14000.00"),
        # before 2016: contract demand and twice the excess, 600 × 40 + 100 × 40 × 2
        (bill({"demand": "40"}, "2010-06", usage={"kwh": "1000", "demand_kw": "700"},
              agreement={"capacity_kva": "1000", "contract_demand_kw": "600"}), "32000.00"),
        # hours that no row names are flat: 20 × 0.9 + 40 × 0.24 + 60 × 0.6
        (bill({"hours": [{"period": "peak", "from": "07:30", "to": "11:30"},
                         {"period": "valley", "from": "23:30", "to": "07:30"}],
               "energy": {"price": "0.6", "multipliers": {"peak": "1.5", "valley": "0.4"}}},
              {"from": "2026-01-05", "to": "2026-01-06"}, usage={"intervals": HALF_HOURS}),
         "63.60"),
        # reads of the meter × the multiplier they were billed with: 24,000 × (40 ÷ 30 − 1) × 0.5
        ({"kind": "meter_error", "cause": "multiplier", "multiplier_right": "40",
          "multiplier_used": "30", "price": "0.5", "registered": {"readings": ["100", "900"]}},
         "4000.00"),
    ],
)  # fmt: skip
def test_worked_by_hand(asked: dict[str, Any], total: str) -> None:
    answer = answer_to(asked)

    assert answer["outcome"] == "rated", answer.get("refusal", answer.get("errors"))
    assert answer["total"] == total, [(x["code"], x["amount"]) for x in answer["lines"]]


@pytest.mark.parametrize(
    ("asked", "outcome", "words"),
    [
        (bill({"tiers": {"bounds": ["400", "240"], "prices": ["0.4", "0.5", "0.6"]}},
              usage={"kwh": "1"}), "invalid", "240 lies below"),
        (bill({"energy": {"prices": {"peak": "1", "valley": "2"}}, "residual": "flat"},
              usage={"periods": {"peak": "1", "valley": "1"}}), "invalid", "no period flat"),
        (bill({"hours": [{"period": "peak", "from": "08:00", "to": "22:00"}],
               "energy": {"prices": {"peak": "1", "valley": "2"}}},
              {"from": "2026-01-05", "to": "2026-01-06"}, usage={"intervals": HALF_HOURS}),
         "invalid", "no row covers 00:00"),
        (bill({"energy": "1", "conventions": {"nonsense": "x"}}, usage={"kwh": "1"}),
         "invalid", "nonsense"),
        (bill({"energy": "1"}, points=[{"mp_no": "a", "kwh": "1"}, {"mp_no": "a", "kwh": "1"}]),
         "invalid", "a is given twice"),
        (bill({"energy": "1"}, tariffs={"C": {"energy": "2"}},
              points=[{"mp_no": "a", "kwh": "1"}, {"mp_no": "b", "kwh": "1", "tariff": "C"}]),
         "invalid", "b has a price of its own"),
        (bill({"energy": {"prices": {"peak": "0.8", "valley": "0.3"}}},
              usage={"periods": {"peak": "10", "valley": "10", "flat": "5"}}),
         "refused", "the period flat"),
        ({"kind": "generation", "generation_kwh": "1000", "self_use_kwh": "1200",
          "feed_in_price": "0.4"}, "refused", "1,200"),
        ({"kind": "breach", "law_on": "2012-01-01", "acts": [
            {"act": "wrong_price", "price_paid": "0.95", "price_due": "0.90",
             "items": [{"kwh": "3000"}]}]}, "refused", "0.9 lies below the price paid 0.95"),
    ],
)  # fmt: skip
def test_nonsense_is_told(asked: dict[str, Any], outcome: str, words: str) -> None:
    answer = answer_to(asked)

    assert answer["outcome"] == outcome, answer.get("lines")
    told = answer["refusal"]["reason"] if outcome == "refused" else answer["errors"][0]["message"]
    assert words in told["en"]
    assert told["zh"] != told["en"]
