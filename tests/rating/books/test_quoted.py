"""Books asked through a quote: given values, published holidays, old law."""

from __future__ import annotations

import json
from typing import Any

from gridhall.rating.quotes import document
from tests.rating.support import library

VALUES = {
    "JX.agency.purchase": "0.4",
    "JX.agency.line_loss": "0.02",
    "JX.agency.td": "0.2",
    "JX.agency.system_operation": "0.05",
    "JX.agency.funds": "0.03",
}


def ask(**case: Any) -> dict[str, Any]:
    """Return the answer to one case of the kind bill."""
    text = json.dumps({"format": document.FORMAT, "cases": [{"id": "1", "kind": "bill", **case}]})
    answer: dict[str, Any] = document.answer_text(text, library())["cases"][0]
    return answer


def lines(answer: dict[str, Any]) -> dict[str, str]:
    assert answer["outcome"] == "rated", answer
    return {line["code"]: line["quantity"] for line in answer["lines"]}


def day_of_intervals(day: str) -> dict[str, Any]:
    start = f"{day}T00:00"
    return {"intervals": {"start": start, "minutes": 60, "kwh": ["1"] * 24}}


def test_open_keys_are_given_with_the_question() -> None:
    case = {"period": "2026-05", "usage": {"kwh": "650"}}
    given = ask(tariff={"ref": "GD-RES-TIER", "values": {"GD.residential.base": "0.64"}}, **case)
    assert given["total"] == "448.00"
    refused = ask(tariff={"ref": "GD-RES-TIER"}, **case)
    assert refused["refusal"]["code"] == "NO_VALID_PRICE"
    assert "GD.residential.base" in refused["refusal"]["reason"]["en"]
    unknown = ask(tariff={"ref": "GD-RES-TIER", "values": {"GD.base": "0.64"}}, **case)
    assert unknown["refusal"]["code"] == "VALUE_NOT_KNOWN"
    inline = ask(tariff={"inline": {"energy": {"price": "1"}}, "values": {"a": "1"}}, **case)
    assert inline["outcome"] == "invalid"


def test_published_holidays_tell_the_kind_of_a_day_where_none_is_listed() -> None:
    tariff = {"ref": "JX-1P-TOU", "values": VALUES}
    holiday = ask(
        tariff=tariff,
        period={"from": "2026-02-16", "to": "2026-02-17"},
        agreement={"tou": True},
        usage=day_of_intervals("2026-02-16"),
    )
    assert lines(holiday)["ENERGY_DEEP"] == "2"
    workday = ask(
        tariff=tariff,
        period={"from": "2026-02-10", "to": "2026-02-11"},
        agreement={"tou": True},
        usage=day_of_intervals("2026-02-10"),
    )
    assert lines(workday).get("ENERGY_DEEP", "0") == "0"


def test_a_year_without_published_holidays_is_refused() -> None:
    answer = ask(
        tariff={"ref": "JX-1P-TOU", "values": VALUES},
        period={"from": "2027-02-16", "to": "2027-02-17"},
        agreement={"tou": True},
        usage=day_of_intervals("2027-02-16"),
    )
    assert answer["refusal"]["code"] == "DAY_FACT_MISSING"
    assert "day.kind" in answer["refusal"]["reason"]["en"]


def test_a_bill_over_the_end_of_a_season_is_split_at_the_multiple() -> None:
    values = {key.replace("JX", "NM.west"): value for key, value in VALUES.items()}
    answer = ask(
        tariff={"ref": "NM-WEST-1P-TOU", "values": values},
        period={"from": "2026-05-31", "to": "2026-06-02"},
        agreement={"tou": True},
        usage={"intervals": {"start": "2026-05-31T00:00", "minutes": 60, "kwh": ["1"] * 48}},
    )
    assert answer["outcome"] == "rated", answer
    peaks = [line["unit_price"] for line in answer["lines"] if line["code"] == "ENERGY_PEAK"]
    assert peaks == ["0.942", "0.886"]  # 0.4 × 1.68 + 0.27, then 0.4 × 1.54 + 0.27
