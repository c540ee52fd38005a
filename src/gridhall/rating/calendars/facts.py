"""What a calendar may need to know about a day and a customer; ``None`` means "nobody said"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

#: Names by which a public holiday may be given; books and answers use the code.
HOLIDAYS: dict[str, str] = {
    "new_year": "元旦",
    "spring_festival": "春节",
    "qingming": "清明节",
    "labour_day": "劳动节",
    "dragon_boat": "端午节",
    "mid_autumn": "中秋节",
    "national_day": "国庆节",
}
_ALIASES = {
    **{name: code for code, name in HOLIDAYS.items()},
    "清明": "qingming",
    "端午": "dragon_boat",
    "中秋": "mid_autumn",
    "国庆": "national_day",
    "五一": "labour_day",
    "new year's day": "new_year",
    "tomb sweeping": "qingming",
    "labor day": "labour_day",
}
_REST_DAYS = (6, 7)  # ISO weekdays


class DayKind(StrEnum):
    """Name what kind of day it is; a make-up day (调休上班) is a working day on a weekend."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerFacts:
    """Hold what a calendar may ask about the customer."""

    two_part: bool | None = None
    large_industry: bool | None = None
    opted_in: bool | None = None  # chose time of use where it is not compulsory
    capacity_kva: Decimal | None = None
    sub_region: str | None = None  # city or prefecture, as the book writes it


@dataclass(frozen=True, kw_only=True, slots=True)
class DayFacts:
    """Hold what a calendar may ask about a day.

    ``holiday`` is the name of the public holiday, ``holiday_days`` how many days off it has.
    Temperatures are daily maxima in °C as the book's own source reports or forecasts them;
    ``earlier_max_temperatures_c`` begins with yesterday.
    """

    kind: DayKind | None = None
    holiday: str = ""
    holiday_days: int | None = None
    max_temperature_c: Decimal | None = None
    earlier_max_temperatures_c: tuple[Decimal, ...] = ()
    customer: CustomerFacts = CustomerFacts()


NO_FACTS = DayFacts()


def holiday_code(name: str) -> str:
    """Return the code of a holiday given by code, Chinese or English name (lower case, ``_``)."""
    plain = name.strip().lower().replace("-", " ").replace("_", " ")
    return _ALIASES.get(name.strip(), _ALIASES.get(plain, plain.replace(" ", "_")))


def is_make_up(kind: DayKind, day: date) -> bool:
    """Tell whether people work on that day although it is a Saturday or Sunday."""
    if kind == DayKind.MAKE_UP:
        return True
    return kind == DayKind.WORKDAY and day.isoweekday() in _REST_DAYS
