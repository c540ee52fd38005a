"""The comparison: every price over the same months, ranked; what shifting load saves; break-even.

The total of a price is shown only if every month could be rated: a price with one refused month
is not ranked, and says why.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from gridhall.rating.books import Library
from gridhall.rating.comparing import shifting, use
from gridhall.rating.comparing.candidates import Candidate, candidates_of
from gridhall.rating.comparing.form import ComparisonForm
from gridhall.rating.comparing.rated import MonthBill, rate_all
from gridhall.rating.quotes.mistakes import Mistake, mistakes_of, sentence, unreadable_values
from gridhall.rating.result import Notice, Text

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """Hold one price: its bills, its rank among the rated ones (1 is cheapest), what shifts save.

    ``saving`` is the present price's total less this one's; negative where this one is dearer.
    """

    candidate: Candidate
    bills: tuple[MonthBill, ...]
    total: Decimal | None
    rank: int | None = None
    saving: Decimal | None = None
    shifts: tuple[shifting.Shifted, ...] = ()
    break_even: shifting.BreakEven | None = None

    @property
    def refused(self) -> list[MonthBill]:
        """Return the months that could not be rated."""
        return [bill for bill in self.bills if bill.total is None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Hold the whole answer; the first candidate is the present price."""

    candidates: tuple[Compared, ...]
    months: tuple[use.MonthUse, ...]
    notices: tuple[Notice, ...]

    @property
    def present(self) -> Compared:
        """Return the present price."""
        return self.candidates[0]

    @property
    def ranked(self) -> list[Compared]:
        """Return the rated prices, cheapest first; of equals the present one first."""
        rated = [item for item in self.candidates if item.rank is not None]
        return sorted(rated, key=lambda item: item.rank or 0)

    @property
    def cheapest(self) -> Compared | None:
        """Return the cheapest price, or ``None`` if none could be rated."""
        return next(iter(self.ranked), None)


class NotComparable(Exception):
    """The question is not written as agreed; ``mistakes`` name place, value and remedy."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__(mistakes[0].message.en if mistakes else "")


def compare_document(data: Any, library: Library, *, most: int = 20) -> Comparison:
    """Return the answer to a question of JSON values; raises ``NotComparable``.

    ``most`` limits the number of prices.
    """
    mistakes = unreadable_values(data, "")
    if mistakes:
        raise NotComparable(mistakes)
    try:
        form = ComparisonForm.model_validate(data)
    except ValidationError as error:
        raise NotComparable(mistakes_of(error, "", ComparisonForm)) from None
    return compare(form, library, most=most)


def compare(form: ComparisonForm, library: Library, *, most: int = 20) -> Comparison:
    """Return the answer to a question; raises ``NotComparable`` if there is no whole month."""
    months, notices = use.months_of(form)
    if not months:
        zh, en = "没有一个完整的月份", "have not one whole calendar month"
        raise NotComparable([sentence("intervals", "", zh, en)])
    on = form.prices_on or months[-1].month
    candidates = candidates_of(form, library, on)
    if len(candidates) > most:
        zh, en = f"一次最多比较 {most} 个电价", f"has more than {most} prices: compare fewer"
        raise NotComparable([sentence("against", str(len(candidates)), zh, en)])
    rated = [_rated(item, months, form, library) for item in candidates]
    rated = _ranked(rated)
    reference = shifting.reference_total([(c.candidate, c.total) for c in rated])
    full = tuple(_with_shifts(item, months, form, library, reference) for item in rated)
    notices = [*notices, *_notices(form, months, full)]
    return Comparison(candidates=full, months=tuple(months), notices=tuple(notices))


def _rated(
    candidate: Candidate, months: list[use.MonthUse], form: ComparisonForm, library: Library
) -> Compared:
    bills = tuple(rate_all(candidate, months, form, library))
    amounts = [bill.total for bill in bills if bill.total is not None]
    total = sum(amounts, ZERO) if len(amounts) == len(bills) else None
    return Compared(candidate=candidate, bills=bills, total=total)


def _ranked(every: list[Compared]) -> list[Compared]:
    """Return the prices in their order with rank and saving; what is against the rule has none."""
    present = every[0]
    fit = [
        c for c in every if c.total is not None and (c is present or not c.candidate.against_rule)
    ]
    order = sorted(fit, key=lambda c: (c.total or ZERO, c is not present, c.candidate.key))
    ranks = {id(item): number for number, item in enumerate(order, start=1)}
    return [
        replace(
            item,
            rank=ranks.get(id(item)),
            saving=None
            if item.total is None or present.total is None
            else present.total - item.total,
        )
        for item in every
    ]


def _with_shifts(
    item: Compared, months: list[use.MonthUse], form: ComparisonForm, library: Library,
    reference: Decimal | None,
) -> Compared:  # fmt: skip
    shifts = shifting.shifts_of(item.candidate, item.bills, item.total, months, form, library)
    even = shifting.break_even(item.candidate, months, form, library, reference)
    return replace(item, shifts=shifts, break_even=even)


def _notices(
    form: ComparisonForm, months: list[use.MonthUse], every: tuple[Compared, ...]
) -> list[Notice]:
    found = []
    if form.prices_on is not None:
        day = form.prices_on.isoformat()
        text = Text(
            f"假定：各月都按 {day} 的电价和规则计算，不是当月实际电价。",
            f"Assumed: every month at the prices and rules of {day}, not at its own.",
        )
        found.append(Notice(code="PRICES_OF_ONE_DAY", text=text))
    first = months[0].month
    yearly = any("TIER" in line["code"] for c in every for b in c.bills[:1]
                 for line in b.answer.get("lines", ()))  # fmt: skip
    moved_in = form.household.move_in_date
    whole = first.month == 1 or form.household.used_before
    if yearly and not whole and (moved_in is None or moved_in < first):
        text = Text(
            f"{first:%Y} 年 {first.month} 月以前的用电量没有给出：年阶梯从零算起，"
            "阶梯电价可能偏低。可在 household.used_before 中补上。",
            f"The use of {first:%Y} before {first:%Y-%m} is not given: yearly tiers count from "
            "nought and may come out too low. Add it as household.used_before.",
        )
        found.append(Notice(code="EARLIER_USE_UNKNOWN", text=text))
    gaps = [m for before, m in itertools.pairwise(months)
            if (m.month.year * 12 + m.month.month) - (before.month.year * 12 + before.month.month)
            != 1]  # fmt: skip
    if gaps:
        names = ", ".join(f"{m.month:%Y-%m}" for m in gaps)
        text = Text(
            f"{names} 之前缺月份：这些月不在合计里，年阶梯也少算了它们。",
            f"Months are missing before {names}: they are in no total, nor in the yearly tiers.",
        )
        found.append(Notice(code="MONTHS_MISSING", text=text))
    return found
