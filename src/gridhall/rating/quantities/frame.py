"""What a bill wants from its points: which quantities, for which days, by which calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.books.schema import TimeOfUse
from gridhall.rating.calendars import CustomerFacts, DayFacts, DayKind, slots
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import Law
from gridhall.rating.request import BillingMethod, DayFact, RatingRequest

EARLIER_DAYS = 7
WEEKEND = (6, 7)


@dataclass(slots=True)
class Wanted:
    """Say which registers a bill needs: by the contract, not by what the meter happens to have."""

    tou: TimeOfUse | None
    reactive: bool
    demand: bool
    others: list[str] = field(init=False)  # the periods that are read; the total leaves the rest

    def __post_init__(self) -> None:
        tou = self.tou
        self.others = [p for p in tou.periods if p != tou.residual] if tou else []

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods that are billed; ``total`` alone without time of use."""
        return self.tou.periods if self.tou else ("total",)


def wanted_by(request: RatingRequest, law: Law) -> Wanted:
    """Return what the contract and the price class need to be measured."""
    agreement = request.agreement
    tou = law.plan.tou
    # A price class that exists only with time of use (no price without) always needs it.
    by_time = tou is not None and (
        agreement.tou or any(c.method in ALWAYS_BY_TIME for c in law.plan.charges)
    )
    return Wanted(
        tou=tou if by_time else None,
        reactive=agreement.pf_standard is not None or agreement.pf_use is not None,
        demand=agreement.billing_method == BillingMethod.TWO_DEMAND,
    )


ALWAYS_BY_TIME = frozenset({"tou_annual_tiers", "tou_annual_tiers_by_period"})


def day_periods(request: RatingRequest, law: Law, tou: TimeOfUse, day: date) -> tuple[str, ...]:
    """Return the period of each of the day's 96 quarter-hours; raises ``MissingDayFact``."""
    if tou.calendar is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="calendar")
    hours = law.hours(tou.calendar, on=day)
    if not hours.asks:
        return slots(hours, day)
    return slots(hours, day, day_facts(request, day, law.published_day(tou.calendar, day)))


def day_facts(request: RatingRequest, day: date, published: DayFacts) -> DayFacts:
    """Return what the calendar may ask about the day and the customer.

    Where the request lists no days, the published holidays tell what kind of day it is.
    """
    agreement = request.agreement
    customer = CustomerFacts(
        two_part=agreement.billing_method in (BillingMethod.TWO_CAPACITY, BillingMethod.TWO_DEMAND),
        large_industry=agreement.large_industry,
        opted_in=agreement.tou,
        capacity_kva=agreement.contracted_capacity_kva,
        sub_region=agreement.sub_region,
    )
    if not request.days:
        return replace(published, customer=customer)
    listed = {fact.day: fact for fact in request.days}
    fact = listed.get(day)
    return DayFacts(
        kind=_kind(fact, day),
        holiday=fact.holiday if fact else "",
        holiday_days=fact.holiday_days if fact else None,
        max_temperature_c=fact.max_temperature_c if fact else None,
        earlier_max_temperatures_c=_earlier(listed, day),
        customer=customer,
    )


def _kind(fact: DayFact | None, day: date) -> DayKind:
    if fact is not None and fact.kind is not None:
        return fact.kind
    rest = day.isoweekday() in WEEKEND
    return DayKind.WEEKEND if rest else DayKind.WORKDAY


def _earlier(listed: dict[date, DayFact], day: date) -> tuple[Decimal, ...]:
    found: list[Decimal] = []
    for back in range(1, EARLIER_DAYS + 1):
        fact = listed.get(day - timedelta(days=back))
        if fact is None or fact.max_temperature_c is None:
            break
        found.append(fact.max_temperature_c)
    return tuple(found)


def days_of(request: RatingRequest) -> DatePeriod:
    """Return the days that are billed."""
    return DatePeriod(request.period_start, request.period_end)
