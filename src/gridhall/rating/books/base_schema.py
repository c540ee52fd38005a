"""What every part of a tariff book is made of: exact numbers, names, sources, dated entries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gridhall.kernel.errors import InvalidNumber
from gridhall.kernel.money import exact

Grade = Literal["A", "B", "C"]


def _no_float(value: Any) -> Any:
    """Return the value; decimals are written as quoted text so that no binary float creeps in."""
    if isinstance(value, float | bool):
        raise ValueError(f"write {value} in quotes: a float is not exact")
    return exact(value) if isinstance(value, int) else value


def _number_or_rule(value: Any) -> Any:
    """Return a decimal for a number in quotes and the text itself for the name of a rule."""
    value = _no_float(value)
    try:
        return exact(value)
    except InvalidNumber:
        return value


Number = Annotated[Decimal, BeforeValidator(_no_float)]
Value = Annotated[Decimal | str, BeforeValidator(_number_or_rule)]


class Model(BaseModel):
    """Be strict and frozen: an unknown key in a book is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(Model):
    """Hold a name in both languages."""

    zh: str
    en: str


class Source(Model):
    """Name a public document. ``published_on`` may be null only with a note that says why."""

    title: str = Field(min_length=1)
    number: str | None = None
    href: str | None = None
    published_on: date | None
    note: str | None = None

    @model_validator(mode="after")
    def _explain_missing_date(self) -> Self:
        if self.published_on is None and not self.note:
            raise ValueError("published_on is null: say why in a note")
        return self


class Dated(Model):
    """Hold when something is in force, who says so, and how sure we are.

    ``grade``: A = text of the rule or the utility's notice seen; B = quoted by a good source;
    C = one weak page or an assumption. ``retroactive`` must be set if it was published later
    than it took effect; ``corrected`` tells what a misprint was corrected to and why.
    """

    effective_from: date
    effective_to: date | None = None
    source: str = Field(min_length=1)
    article: str | None = None
    grade: Grade
    verified: bool
    retroactive: bool = False
    corrected: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.effective_to is not None and self.effective_to <= self.effective_from:
            raise ValueError("effective_to must lie after effective_from (half-open)")
        return self
