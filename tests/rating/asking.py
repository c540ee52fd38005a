"""Requests of the core's tests: a period of any length, reads inside it, any agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gridhall.rating.books import Library
from gridhall.rating.engine import rate
from gridhall.rating.quantities.registers import REGISTER_OF
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    Intervals,
    MeteringPoint,
    MeterUse,
    RatingRequest,
    Reading,
    RegisterUse,
)
from gridhall.rating.result import Rated, Refusal

Reads = Mapping[str, Mapping[str, str]]


def meter(
    reads: Reads, *, asset_no: str = "M1", multiplier: str = "1", digits: int = 8
) -> MeterUse:
    """Return a meter from register → day → value; the outer days bound its use."""
    uses = []
    for name, by_day in reads.items():
        found = [_read(asset_no, name, day, value) for day, value in sorted(by_day.items())]
        opening = found[0] if len(found) > 1 else None
        uses.append(
            RegisterUse(
                register=REGISTER_OF[name],
                opening=opening,
                closing=found[-1],
                between=tuple(found[1:-1]),
            )
        )
    return MeterUse(
        asset_no=asset_no,
        multiplier=Decimal(multiplier),
        register_int_digits=digits,
        registers=tuple(uses),
    )


def _read(asset_no: str, name: str, day: str, value: str) -> Reading:
    at = datetime.combine(date.fromisoformat(day), time())
    return Reading(reading_id=f"{asset_no}-{name}-{day}", read_at=at, value=Decimal(value))


def agreement(price_class: str = "A", **facts: Any) -> Agreement:
    """Return terms; numbers may be given as text."""
    method = BillingMethod(facts.pop("method", "energy_only"))
    numbers = {
        k: Decimal(v) if isinstance(v, str) and k in NUMBERS else v for k, v in facts.items()
    }
    return Agreement(price_class=price_class, billing_method=method, **numbers)


NUMBERS = frozenset({"pf_standard", "contracted_capacity_kva", "contract_demand_kw", "hv_motor_kw"})


def ask(
    start: str, end: str, *points: MeteringPoint, terms: Agreement, **facts: Any
) -> RatingRequest:
    """Return a request for ``[start, end)``."""
    return RatingRequest(
        account_no="A1",
        period_start=date.fromisoformat(start),
        period_end=date.fromisoformat(end),
        agreement=terms,
        points=points,
        **facts,
    )


def point(*meters: MeterUse, mp_no: str = "P1", **facts: Any) -> MeteringPoint:
    """Return a metering point."""
    return MeteringPoint(mp_no=mp_no, meters=meters, **facts)


def used(start: str, end: str, kwh: str, **others: str) -> MeteringPoint:
    """Return a point whose meter ran from nought to ``kwh`` (and other registers likewise)."""
    amounts = {"total": kwh, **others}
    reads = {n: {start: "0", end: v} if n != "demand" else {end: v} for n, v in amounts.items()}
    return point(meter(reads))


def intervals(start: str, values: list[str | None], minutes: int = 15) -> Intervals:
    """Return a series that begins at the start of a day."""
    return Intervals(
        start=datetime.combine(date.fromisoformat(start), time()),
        minutes=minutes,  # type: ignore[arg-type]
        kwh=tuple(None if v is None else Decimal(v) for v in values),
    )


def bill(request: RatingRequest, books: Library) -> Rated:
    """Return the bill; a refusal is a failure of the test."""
    answer = rate(request, books)
    assert isinstance(answer, Rated), answer
    assert answer.total == sum((line.amount for line in answer.lines), Decimal(0))
    return answer


def held(request: RatingRequest, books: Library) -> Refusal:
    """Return the refusal; a bill is a failure of the test."""
    answer = rate(request, books)
    assert isinstance(answer, Refusal), answer
    assert answer.reason.zh
    assert "{" not in answer.reason.zh + answer.reason.en
    return answer


def amounts(answer: Rated) -> list[tuple[str, str]]:
    """Return code and amount of every line."""
    return [(line.code, str(line.amount)) for line in answer.lines]


def days_between(start: str, end: str) -> int:
    """Return the number of days."""
    return (date.fromisoformat(end) - date.fromisoformat(start)) // timedelta(days=1)
