"""Part months: which share of a monthly charge some days bear, by the rule of their time."""

from __future__ import annotations

from dataclasses import dataclass

from gridhall.kernel.periods import DatePeriod, billing_months, is_whole_month, month_of

THIRTY_DAYS = "thirty_days"


@dataclass(frozen=True, slots=True)
class MonthShare:
    """Hold days that lie in one month of the bill: all of it (``divisor`` 0), or days ÷ divisor."""

    period: DatePeriod
    divisor: int

    @property
    def whole(self) -> bool:
        """Tell whether the days are a whole month and bear its charge undivided."""
        return self.divisor == 0

    @property
    def days(self) -> int:
        """Return the number of days."""
        return self.period.days


def month_shares(days: DatePeriod, *, billed: DatePeriod, divisor_rule: str) -> list[MonthShare]:
    """Return the shares of the months that the days touch, in order.

    The months are those of the whole bill, so that a reading day of the 22nd makes months from
    the 22nd to the 22nd. A part month is divided by 30 (``thirty_days``, rules of 1996) or by
    the days of the calendar month in which it begins (``calendar_days``, rules of 2024).
    """
    found = []
    for month in billing_months(billed):
        piece = month.intersect(days)
        if piece is None:
            continue
        if piece == month and is_whole_month(month):
            found.append(MonthShare(month, 0))
        else:
            calendar = month_of(month.start).days
            found.append(MonthShare(piece, 30 if divisor_rule == THIRTY_DAYS else calendar))
    return found
