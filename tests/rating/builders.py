"""Small builders for requests with real reads (exchanges, losses, sub-meters)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from gridhall.rating.quantities.registers import REGISTER_OF
from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    Household,
    MeteringPoint,
    MeterUse,
    RatingRequest,
    Reading,
    RegisterUse,
)

OPEN = datetime.fromisoformat("2026-01-01T00:00")
CLOSE = datetime.fromisoformat("2026-02-01T00:00")


def reading(reading_id: str, value: str, at: datetime = CLOSE, reason: str = "normal") -> Reading:
    return Reading(reading_id=reading_id, read_at=at, value=Decimal(value), reason=reason)


def meter(
    reads: dict[str, tuple[str | None, str | None]],
    *,
    asset_no: str = "M1",
    multiplier: str = "1",
    digits: int = 6,
) -> MeterUse:
    """Return a meter from register → (opening, closing)."""
    uses = [
        RegisterUse(
            register=REGISTER_OF[name],
            opening=None if a is None else reading(f"{asset_no}-{name}-a", a, OPEN),
            closing=None if b is None else reading(f"{asset_no}-{name}-b", b),
        )
        for name, (a, b) in reads.items()
    ]
    return MeterUse(
        asset_no=asset_no,
        multiplier=Decimal(multiplier),
        register_int_digits=digits,
        registers=tuple(uses),
    )


def request(
    *points: MeteringPoint,
    price_class: str = "ZJ-RES-COMB-LV",
    method: BillingMethod = BillingMethod.ENERGY_ONLY,
    tou: bool = False,
    pf_standard: str | None = None,
    capacity: str | None = None,
) -> RatingRequest:
    return RatingRequest(
        account_no="A1",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 2, 1),
        agreement=Agreement(
            price_class=price_class,
            billing_method=method,
            tou=tou,
            pf_standard=Decimal(pf_standard) if pf_standard else None,
            contracted_capacity_kva=Decimal(capacity) if capacity else None,
        ),
        points=points,
    )


def replaced(request: RatingRequest, *, month: date, household: Household) -> RatingRequest:
    """Return the same request for another month and home; its reads are taken as that month's."""
    end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return replace(request, period_start=month, period_end=end, household=household)
