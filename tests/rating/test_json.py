"""Requests and answers survive JSON unchanged; floats and nonsense are refused by place."""

from __future__ import annotations

import json

import pytest

from gridhall.rating import jsonform
from gridhall.rating.engine import rate
from tests.rating.support import library
from tests.rating.town import town_requests


def test_round_trip_of_the_town() -> None:
    for asked in town_requests()[::7]:
        answer = rate(asked, library())
        as_json = json.loads(json.dumps(jsonform.request_to_json(asked)))
        assert jsonform.request_from_json(as_json) == asked
        as_json = json.loads(json.dumps(jsonform.answer_to_json(answer)))
        assert jsonform.answer_from_json(as_json) == answer


def test_a_float_is_refused_with_its_place() -> None:
    data = jsonform.request_to_json(town_requests()[0])
    data["points"][0]["meters"][0]["multiplier"] = 1.5
    with pytest.raises(jsonform.InvalidRatingRequest, match=r"meters\[0\].multiplier"):
        jsonform.request_from_json(data)


def test_a_missing_field_is_named() -> None:
    data = jsonform.request_to_json(town_requests()[0])
    del data["agreement"]["price_class"]
    with pytest.raises(jsonform.InvalidRatingRequest, match=r"agreement\.price_class"):
        jsonform.request_from_json(data)


def test_the_schema_is_published() -> None:
    assert "period_start" in jsonform.request_schema()["properties"]


@pytest.mark.parametrize(
    ("field", "value"), [("register_int_digits", 10**9), ("multiplier", "1e999999")]
)
def test_absurd_numbers_are_refused(field: str, value: object) -> None:
    data = jsonform.request_to_json(town_requests()[0])
    data["points"][0]["meters"][0][field] = value
    with pytest.raises(jsonform.InvalidRatingRequest, match=field):
        jsonform.request_from_json(data)
