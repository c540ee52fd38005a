"""The document: what may be asked, how mistakes are told, and that one never stops another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.rating.quotes import InvalidDocument, Limits, answer_document, answer_text
from tests.rating.support import library

GOOD = {"period": "2026-01", "tariff": {"ref": "ZJ-RES-TIER"}, "usage": {"kwh": "320"}}


def ask(content: Any, limits: Limits | None = None) -> list[dict[str, Any]]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return list(answer_text(text, library(), limits=limits)["cases"])


def changed(**change: Any) -> dict[str, Any]:
    return {**GOOD, **change}


@pytest.mark.parametrize(
    "document",
    [GOOD, [GOOD], {"cases": [GOOD]}, {"format": "gridhall-quote/1", "note": "x", "cases": [GOOD]}],
)
def test_one_case_a_list_or_a_document(document: Any) -> None:
    (answer,) = ask(document)

    assert (answer["outcome"], answer["total"], answer["id"]) == ("rated", "172.16", "1")


@pytest.mark.parametrize(
    ("case", "place", "told"),
    [
        (changed(usage={"kwh": 320.5}), "usage.kwh", "320.5"),
        (changed(usage={"kwh": "320 kWh"}), "usage.kwh", "without unit"),
        (changed(usage={"kwh": "1,000"}), "usage.kwh", "comma"),
        (changed(usage={"kwh": "NaN"}), "usage.kwh", "NaN"),
        (changed(usage={"kwh": True}), "usage.kwh", "true"),
        (changed(usage={"kwh": "1" * 40}), "usage.kwh", "not a number"),
        (changed(usage={"kwhs": "1"}), "usage.kwhs", "did you mean kwh"),
        (changed(period="2026-13"), "period", "object"),
        (changed(period={"from": "2026-02-30", "to": "2026-03-01"}), "period.from", "2026-01-31"),
        (changed(period={"from": "2026-03-01", "to": "2026-02-01"}), "period", "after"),
        (changed(tariff={}), "tariff", "one of ref and inline"),
        (changed(tariff={"inline": {"energy": "0.5", "capacity": "-3"}}), "capacity", "less than"),
        (changed(agreement={"billing_method": "two"}), "agreement.billing_method", "two_capacity"),
        (changed(kind="bil"), "kind", "bill"),
        (changed(points=[{"mp_no": "1", "kwh": 1}]), "", "one of usage and points"),
    ],
)
def test_a_mistake_is_told_with_place_value_and_remedy(
    case: dict[str, Any], place: str, told: str
) -> None:
    before, wrong, after = ask([GOOD, case, {**GOOD, "id": "last"}])

    assert (before["outcome"], after["outcome"]) == ("rated", "rated")
    assert wrong["outcome"] == "invalid"
    errors = wrong["errors"]
    assert any(place in e["place"] and e["place"].startswith("cases[1]") for e in errors), errors
    assert any(told in e["message"]["en"] for e in errors), errors
    for error in errors:
        assert any("\u4e00" <= char <= "\u9fff" for char in error["message"]["zh"])


def test_a_field_written_twice_is_a_mistake() -> None:
    text = '{"period": "2026-01", "tariff": {"ref": "ZJ-RES-TIER"}, "usage": {"kwh": 1, "kwh": 2}}'
    (answer,) = ask(text)

    assert answer["errors"][0]["place"] == "usage.kwh"


def test_two_cases_do_not_share_an_id() -> None:
    first, second = ask([changed(id="a"), changed(id="a")])

    assert (first["outcome"], second["outcome"]) == ("rated", "invalid")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"cases": []}', '{"format": "other/1", "cases": [{}]}', b"\xff",
        "[" * 100_000, '{"cases": [{}], "tariffs": {}}',
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_as_a_whole(text: str | bytes) -> None:
    with pytest.raises(InvalidDocument) as caught:
        ask(text)

    assert caught.value.text.zh
    assert caught.value.text.en


def test_limits_hold() -> None:
    with pytest.raises(InvalidDocument, match="Too many"):
        ask([GOOD] * 3, Limits(cases=2))
    with pytest.raises(InvalidDocument, match="too long"):
        ask([GOOD] * 3, Limits(characters=100))
    with pytest.raises(InvalidDocument, match="deeply"):
        ask([{**GOOD, "note": [[[[[[1]]]]]]}], Limits(depth=4))


def test_the_same_document_has_the_same_answer_byte_for_byte() -> None:
    case = changed(tariff={"inline": {"energy": {"price": "0.5", "multipliers": {"peak": "1.5"}}}},
                   usage={"periods": {"peak": "10", "flat": "20"}})  # fmt: skip
    first, second = (json.dumps(answer_document([case, GOOD], library())) for _ in range(2))

    assert first == second


FIELDS = (
    "period", "tariff", "usage", "agreement", "events", "points", "kind", "segments", "household",
    "facts", "law_on", "id",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kwh", "ref", "inline", "energy", "price", "from", "tiers", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(field=st.sampled_from(FIELDS), value=ANYTHING)
def test_nothing_that_is_written_breaks_the_door(field: str, value: Any) -> None:
    first, second = answer_document([{**GOOD, field: value}, changed(id="zz")], library())["cases"]

    assert first["outcome"] in {"rated", "refused", "invalid"}
    assert second["outcome"] == "rated"
