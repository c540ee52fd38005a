"""What the engine is asked: who is billed, for which period, and what the meters said.

Everything is a frozen dataclass of plain values, so a request can be stored as JSON (decimals
as text), sent to a customer, and rated again anywhere with the same result. Nothing here knows
a price: prices live in tariff books. New fields have defaults, so that old JSON stays valid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from gridhall.rating.calendars.facts import DayKind
from gridhall.rating.metered import (
    Correction,
    CorrectionKind,
    CurveLoss,
    Digits,
    GivenLoss,
    Intervals,
    Loss,
    LossRow,
    MeteringPoint,
    MeterUse,
    Number,
    PointRole,
    Reading,
    Register,
    RegisterUse,
    TableLoss,
    TransformerLoss,
)
from gridhall.rating.terms import (
    Agreement,
    BillingMethod,
    CapacityChange,
    CapacityChangeKind,
    Equipment,
    Household,
    IncomingLine,
    MonthUse,
    PowerFactorUse,
    Transformer,
    TransformerState,
)

__all__ = [
    "Agreement",
    "BillingMethod",
    "CapacityChange",
    "CapacityChangeKind",
    "Correction",
    "CorrectionKind",
    "CurveLoss",
    "DayFact",
    "DayKind",
    "Digits",
    "Equipment",
    "Fact",
    "GivenLoss",
    "Household",
    "IncomingLine",
    "Intervals",
    "Loss",
    "LossRow",
    "MeterUse",
    "MeteringPoint",
    "MonthUse",
    "Number",
    "PointRole",
    "PowerFactorUse",
    "PriceSeries",
    "RatingRequest",
    "Reading",
    "Register",
    "RegisterUse",
    "Segment",
    "TableLoss",
    "Transformer",
    "TransformerLoss",
    "TransformerState",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class DayFact:
    """Hold what a time-of-use calendar may ask about a day.

    Where any day is listed, the others are workdays or weekends by their weekday. Where none is,
    a calendar that asks for the kind of a day is refused. ``holiday_days`` is the length of the
    holiday the day belongs to (some rules need at least three). Days before the period may be
    listed: a rule may look at the temperatures of earlier days.
    """

    day: date
    kind: DayKind | None = None  # None = by its weekday
    holiday: str = ""  # name of the holiday, such as spring_festival
    holiday_days: int | None = None
    max_temperature_c: Number | None = None  # as forecast by the source the book names


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceSeries:
    """Hold a market price in yuan/kWh per interval, instead of multipliers.

    ``price[i]`` holds from ``start + i × minutes`` (local time). With ``every_day`` the series is
    one day of 24, 48 or 96 points that repeats. Several series are several lines (energy price,
    price of line losses).
    """

    name: str
    start: datetime
    minutes: Literal[15, 30, 60]
    price: tuple[Number, ...]
    every_day: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Hold a change inside the period: from this day other terms hold (class, owner, method).

    The reads of that day (``RegisterUse.between``, or the closing of one meter and the opening
    of the next) divide the quantities. ``household`` and ``account_no`` are those of a new owner
    and left out where the owner stays; for a new owner power factor and tiers begin anew.
    ``terms_from`` is the day for which the agreement states the capacity, if not the first day.
    """

    from_date: date
    agreement: Agreement
    household: Household | None = None
    account_no: str = ""
    terms_from: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """Hold a number that a charge of the tariff is made for, by name: lamps, amperes, a demand.

    ``demand.peak`` is the maximum demand of a period where no intervals tell it.
    """

    name: str
    value: Number
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RatingRequest:
    """Hold everything needed to rate one account for one period ``[period_start, period_end)``."""

    account_no: str
    period_start: date
    period_end: date
    agreement: Agreement
    points: tuple[MeteringPoint, ...]
    household: Household = field(default_factory=Household)
    segments: tuple[Segment, ...] = ()
    days: tuple[DayFact, ...] = ()
    market_prices: tuple[PriceSeries, ...] = ()
    facts: tuple[Fact, ...] = ()
