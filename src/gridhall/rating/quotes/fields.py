"""What forms of quotes are made of: exact numbers, days, and mistakes told in two languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
PATTERN = r"^-?\d{1,18}(\.\d{1,18})?$"
MONTH = re.compile(r"\d{4}-\d{2}")
EARLIEST, LATEST = date(1949, 10, 1), date(2200, 1, 1)


class Inexact(str):
    """Be a number of a JSON text that is no exact decimal: ``1.5``, ``1e3``, ``NaN``."""

    __slots__ = ()


class Twice(str):
    """Be the name of a field that an object has more than once."""

    __slots__ = ()


def wrong(code: str, zh: str, en: str, **params: Any) -> PydanticCustomError:
    """Return the error of a validator: both sentences with ``{placeholders}``; raise it."""
    sentence = {"zh": zh.format(**params), "en": en.format(**params)}
    return PydanticCustomError("quote_" + code, "{en}", sentence)


def _number(value: Any) -> Decimal:
    """Return the exact number that a text or whole number stands for."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, float | Inexact):
        raise wrong(
            "inexact",
            '{value} 是浮点数，不精确；请加引号写成文本，例如 "{value}"',
            'the float {value} is not exact; write it in quotes: "{value}"',
            value=str(value),
        )
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return Decimal(value)
    raise wrong(
        "number",
        '不是数字；只写数字本身，不带单位、逗号和百分号，例如 "12.5"',
        'is not a number; write the bare number without unit, comma or per cent, such as "12.5"',
    )


def _day(value: Any) -> date:
    """Return the day that an ISO text stands for."""
    found = value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
    if type(found) is date and EARLIEST <= found <= LATEST:
        return found
    raise wrong(
        "day",
        "不是日期；按“年-月-日”写，例如 2026-01-31",
        "is not a day; write year-month-day, such as 2026-01-31",
    )


_NUMBER_SCHEMA = {
    "anyOf": [{"type": "string", "pattern": PATTERN}, {"type": "integer"}],
    "examples": ["0.538"],
}
_DAY_SCHEMA = {"type": "string", "format": "date", "examples": ["2026-01-31"]}

#: An exact decimal: text such as ``"0.538"`` or a whole number; a float is refused.
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
#: The same, not below zero.
Amount = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0),
    WithJsonSchema({**_NUMBER_SCHEMA, "description": "not negative"}),
]
#: A calendar day, ``2026-01-31``.
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
#: A short text such as a number of a meter.
Name = Annotated[str, Field(min_length=1, max_length=60)]


class Form(BaseModel):
    """Be strict and frozen: an unknown field is a mistake, told with the fields there are."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class CaseForm(Form):
    """Hold what every case has, whatever its kind."""

    id: str = Field(default="", max_length=80, description="Your own name of the case.")
    law_on: Day | None = Field(
        default=None,
        description=(
            "The day whose law applies, where it is not that of the period: rules and published "
            "prices are read as of this day."
        ),
    )
    note: str = Field(default="", max_length=2000, description="A remark; nothing reads it.")
