"""Months and part months of a capacity charge between two days (1996: /30; 2024: calendar days)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet

Divisor = Literal["calendar_days", "thirty_days"]  # the order used everywhere: equal types are one


def months_between(
    sheet: Sheet, start: date, end: date, divisor: Divisor | None
) -> tuple[Decimal, str]:
    """Return the months of ``[start, end)`` and how they add up.

    A whole calendar month counts one; a part month counts days ÷ divisor, at most one.
    """
    total, parts = ZERO, []
    for month in DatePeriod(start, end).months():
        own = month.intersect(DatePeriod(start, end))
        if own is None:  # pragma: no cover - months() yields months it touches
            continue
        if own.days == month.days:
            total += ONE
            parts.append("1")
            continue
        rule = sheet.rule("two_part.proration_divisor", divisor, on=month.start)
        days = 30 if rule == "thirty_days" else month.days
        total += min(ONE, Decimal(own.days) / days)
        parts.append(f"{own.days} ÷ {days}" if own.days < days else "1")
    return total, " + ".join(parts)


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
