"""Where a fact or a rule is missing the engine refuses and says which; it never guesses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rating.quotes.published import answer_to

PERIODS = {"energy": {"prices": {"peak": "0.6", "valley": "0.3"}}}


def case(inline: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    tariff = {"inline": inline} if inline is not None else {"ref": "ZJ-RES-TIER"}
    return {"period": "2026-01", "tariff": tariff, "usage": {"kwh": "100"}, **more}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (case(usage=None), "USE_MISSING"),
        (case(PERIODS), "READING_MISSING"),  # a total alone, and prices by period
        (case(PERIODS, usage={"periods": {"night": "5"}}), "UNKNOWN_PERIOD"),
        (case({"capacity": "28"}), "AGREEMENT_INCOMPLETE"),
        (case({"capacity": "28", "demand": "38"}), "AGREEMENT_INCOMPLETE"),
        (case({"demand": "38"}, agreement={"capacity_kva": "100", "contract_demand_kw": "50"}),
         "READING_MISSING"),
        (case({"energy": "0.5", "power_factor": {}}), "AGREEMENT_INCOMPLETE"),
        (case({"energy": "0.5", "power_factor": {}}, agreement={"pf_standard": "0.90"}),
         "READING_MISSING"),
        (case({"energy": "0.5", "power_factor": {}}, agreement={"pf_standard": "0.95"},
              usage={"kwh": 10, "kvarh": 1}), "NO_VALID_PRICE"),
        (case({"energy": "0.5", "charges": [{"name": "lamps", "fixed": "1", "of": "fact:lamps"}]}),
         "AGREEMENT_INCOMPLETE"),
        (case({"tiers": {"bounds": [{"kwh_per_kw": "200"}], "prices": ["0.2", "0.1"]}}),
         "AGREEMENT_INCOMPLETE"),
        (case({"energy": "0.5"}, usage={"kwh": 5, "power_factor": "1.2"}),
         "POWER_FACTOR_OUT_OF_RANGE"),
        (case(tariff={"ref": "NO-SUCH-CLASS"}), "UNKNOWN_PRICE_CLASS"),
        (case(period="1999-01"), "NO_VALID_PRICE"),
        (case({"energy": "0.5"}, usage={"readings": {"total": ["500", "300"]}}),
         "NEGATIVE_CONSUMPTION"),
        (case({"market": True}), "AGREEMENT_INCOMPLETE"),
    ],
)  # fmt: skip
def test_refused(asked: dict[str, Any], code: str) -> None:
    answer = answer_to(asked)

    assert answer["outcome"] == "refused", answer.get("errors", answer.get("lines"))
    assert answer["refusal"]["code"] == code, answer["refusal"]
    assert answer["refusal"]["reason"]["zh"] != answer["refusal"]["reason"]["en"]


def test_the_standard_follows_from_use_and_capacity() -> None:
    inline = {"energy": "0.6", "capacity": "28", "power_factor": {}}

    def percent(kva: str) -> str:
        answer = answer_to(
            case(
                inline,
                agreement={"capacity_kva": kva, "pf_use": "industry_hv"},
                usage={"kwh": "100000", "kvarh": "60000"},
            )
        )
        return str(answer["figures"]["pf_percent"]["value"])

    assert (percent("315"), percent("125")) == ("2", "-0.1")


def test_nothing_used_is_nothing_in_every_period() -> None:
    answer = answer_to(case(PERIODS, usage={"kwh": 0}))

    assert (answer["outcome"], answer["total"]) == ("rated", "0.00")


def test_a_true_read_below_an_estimated_one_gives_back() -> None:
    readings = {"readings": {"total": ["1000", "990"]}}
    inline = {"energy": "0.5"}

    refused = answer_to(case(inline, usage=readings))
    given_back = answer_to(case(inline, usage={**readings, "opening_estimated": True}))

    assert refused["refusal"]["code"] == "NEGATIVE_CONSUMPTION"
    assert given_back["total"] == "-5.00"


def test_intervals_of_a_class_with_periods_are_billed_by_period() -> None:
    asked = case(
        tariff={"ref": "HB-1P-10KV"}, agreement={"billing_method": "single"},
        usage={"intervals": {"start": "2026-01-01T00:00", "minutes": 60, "kwh": ["1"] * 744}},
    )  # fmt: skip

    by_time = answer_to(asked)
    flat = answer_to({**asked, "agreement": {"billing_method": "single", "tou": False}})

    assert "ENERGY_VALLEY" in {line["code"] for line in by_time["lines"]}
    assert {line["code"] for line in flat["lines"]} == {"ENERGY_NON_TOU", "FUNDS"}
