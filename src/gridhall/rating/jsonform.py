"""Requests and answers as JSON: decimals are text, dates are ISO 8601; floats are refused."""

from __future__ import annotations

from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from gridhall.kernel.errors import GridHallError
from gridhall.rating.request import RatingRequest
from gridhall.rating.result import Rated, Refusal


class InvalidRatingRequest(GridHallError):
    """The JSON of a rating request is malformed."""

    code = "INVALID_RATING_REQUEST"
    template = "The rating request is not valid: {problem}"


_REQUEST = TypeAdapter(RatingRequest)
_RATED = TypeAdapter(Rated)
_REFUSAL = TypeAdapter(Refusal)


def request_to_json(request: RatingRequest) -> dict[str, Any]:
    """Return the request as plain JSON values."""
    return cast(dict[str, Any], _REQUEST.dump_python(request, mode="json"))


def request_from_json(data: dict[str, Any]) -> RatingRequest:
    """Return the request; raises ``InvalidRatingRequest`` naming the place that is wrong."""
    _refuse_floats(data, "request")
    try:
        return _REQUEST.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InvalidRatingRequest(problem=f"{place}: {first['msg']}") from None


def request_schema() -> dict[str, Any]:
    """Return the JSON Schema of a request."""
    return _REQUEST.json_schema()


def answer_to_json(answer: Rated | Refusal) -> dict[str, Any]:
    """Return a bill or a refusal as plain JSON values, with ``outcome`` rated or refused."""
    if isinstance(answer, Rated):
        return {"outcome": "rated", **_RATED.dump_python(answer, mode="json")}
    return {"outcome": "refused", **_REFUSAL.dump_python(answer, mode="json")}


def answer_from_json(data: dict[str, Any]) -> Rated | Refusal:
    """Return the bill or refusal that ``answer_to_json`` wrote."""
    rest = {key: value for key, value in data.items() if key != "outcome"}
    if data["outcome"] == "rated":
        return _RATED.validate_python(rest)
    return _REFUSAL.validate_python(rest)


def _refuse_floats(value: object, place: str) -> None:
    if isinstance(value, float):
        problem = f"{place}: write {value} in quotes, a float is not exact"
        raise InvalidRatingRequest(problem=problem)
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_floats(item, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _refuse_floats(item, f"{place}[{index}]")
