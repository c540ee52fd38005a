"""Quotes: what would this usage cost? The same engine, fed with imagined reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from gridhall.kernel.errors import InvalidCode
from gridhall.kernel.money import exact
from gridhall.kernel.periods import month_of, next_month
from gridhall.rating.books import Library
from gridhall.rating.engine import rate
from gridhall.rating.quantities.registers import REGISTER_OF
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    Household,
    MeteringPoint,
    MeterUse,
    RatingRequest,
    Reading,
    Register,
    RegisterUse,
)
from gridhall.rating.result import Rated, Refusal

Number = str | int | Decimal
QUOTE_ACCOUNT = "QUOTE"
REGISTER_DIGITS = 12
PERIODS = ("sharp", "peak", "flat", "valley")


def quote(
    price_class: str,
    kwh: Number,
    *,
    library: Library,
    on: date,
    periods: Mapping[str, Number] | None = None,
    kvarh: Number | None = None,
    demand_kw: Number | None = None,
    agreement: Agreement | None = None,
    household: Household | None = None,
) -> Rated | Refusal:
    """Return what a month's usage would cost at a price class.

    ``kwh`` is the month's total; ``periods`` splits it by time of use (``sharp``, ``peak``,
    ``flat``, ``valley``; the residual period may be left out). ``on`` is any day of the month.
    ``agreement`` gives contract facts (capacity, billing method, power-factor standard); without
    it the account pays for energy only. Raises ``InvalidNumber`` for floats and nonsense,
    ``InvalidCode`` for an unknown period.
    """
    amounts: dict[Register, Decimal] = {Register.TOTAL: exact(kwh)}
    for name, value in (periods or {}).items():
        if name not in PERIODS:
            raise InvalidCode(kind="period", value=name, reason=f"use one of {', '.join(PERIODS)}")
        amounts[REGISTER_OF[name]] = exact(value)
    if kvarh is not None:
        amounts[Register.REACTIVE] = exact(kvarh)
    if demand_kw is not None:
        amounts[Register.MAX_DEMAND] = exact(demand_kw)
    terms = agreement or Agreement(
        price_class=price_class, billing_method=BillingMethod.ENERGY_ONLY, tou=bool(periods)
    )
    return rate(_request(terms, amounts, on, household or Household()), library)


def _request(
    terms: Agreement, amounts: dict[Register, Decimal], on: date, household: Household
) -> RatingRequest:
    start, end = month_of(on).start, next_month(on)
    meter = MeterUse(
        asset_no=QUOTE_ACCOUNT,
        multiplier=Decimal(1),
        register_int_digits=REGISTER_DIGITS,
        registers=tuple(
            RegisterUse(
                register=register,
                opening=_read(register, "opening", start, Decimal(0)),
                closing=_read(register, "closing", end, value),
            )
            for register, value in amounts.items()
        ),
    )
    return RatingRequest(
        account_no=QUOTE_ACCOUNT,
        period_start=start,
        period_end=end,
        agreement=terms,
        household=household,
        points=(MeteringPoint(mp_no=QUOTE_ACCOUNT, meters=(meter,)),),
    )


def _read(register: Register, which: str, day: date, value: Decimal) -> Reading:
    at = datetime.combine(day, time())
    return Reading(reading_id=f"quote:{register}:{which}", read_at=at, value=value)
