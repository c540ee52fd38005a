"""One price over all months: each month's bill by the engine, tiers carried through the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from gridhall.rating.books import Library
from gridhall.rating.charges.generic.words import period_name
from gridhall.rating.comparing.candidates import Candidate
from gridhall.rating.comparing.form import ComparisonForm
from gridhall.rating.comparing.use import MonthUse
from gridhall.rating.quotes import answers
from gridhall.rating.quotes.bill_form import BillForm
from gridhall.rating.quotes.document import run
from gridhall.rating.quotes.mistakes import mistakes_of
from gridhall.rating.quotes.registry import kinds
from gridhall.rating.quotes.use_form import UseForm
from gridhall.rating.result import Text

ZERO = Decimal(0)
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthBill:
    """Hold one month's answer of the engine: rated with its lines, or refused with the reason."""

    month: date
    kwh: Decimal
    answer: Json

    @property
    def total(self) -> Decimal | None:
        """Return the amount, or ``None`` where the engine refused."""
        total = self.answer["total"]
        return None if total is None else Decimal(total)

    @property
    def periods(self) -> dict[str, Decimal]:
        """Return the energy by time-of-use period, as it was billed."""
        return {
            name.removeprefix("kwh_"): Decimal(figure["value"])
            for name, figure in self.answer.get("figures", {}).items()
            if name.startswith("kwh_")
        }


def rate_all(
    candidate: Candidate, months: list[MonthUse], form: ComparisonForm, library: Library
) -> list[MonthBill]:
    """Return the bill of every month under a price, oldest first.

    What was used earlier in the same calendar year fills the yearly tiers of the next months.
    """
    found: list[MonthBill] = []
    for use in months:
        before = [(b.month, b.kwh) for b in found if b.month.year == use.month.year]
        found.append(_bill(candidate, use, form, library, before, first=months[0].month))
    return found


def _bill(
    candidate: Candidate, use: MonthUse, form: ComparisonForm, library: Library,
    before: list[tuple[date, Decimal]], *, first: date,
) -> MonthBill:  # fmt: skip
    head: Json = {"id": f"{use.month:%Y-%m}", "kind": "bill"}
    if candidate.periods and not use.split_known:
        return MonthBill(month=use.month, kwh=use.kwh, answer=_no_split(head, candidate))
    if candidate.agreement.billing_method == "two_demand" and not _demand_known(use):
        return MonthBill(month=use.month, kwh=use.kwh, answer=_no_demand(head))
    if use.intervals is not None and any(value < 0 for value in use.intervals.kwh):
        return MonthBill(month=use.month, kwh=use.kwh, answer=_feeding_in(head))
    household = form.household
    given = household.used_before if use.month.year == first.year else ()
    earlier = [{"month": month, "kwh": kwh} for month, kwh in before]
    known = [item.model_dump() for item in given if item.month < first]
    case = {
        "period": f"{use.month:%Y-%m}",
        "law_on": form.prices_on,
        "tariff": candidate.tariff,
        "agreement": candidate.agreement,
        "transformers": form.transformers,
        "household": {
            **household.model_dump(exclude={"used_before"}), "used_before": [*known, *earlier],
        },
        "usage": usage_of(use, by_time=bool(candidate.periods)),
    }  # fmt: skip
    kind = kinds()["bill"]
    try:
        bill = BillForm.model_validate(case)
    except ValidationError as error:
        answer = answers.invalid(head, mistakes_of(error, "", BillForm))
        return MonthBill(month=use.month, kwh=use.kwh, answer=answer)
    return MonthBill(month=use.month, kwh=use.kwh, answer=run(kind, bill, library, head))


def usage_of(use: MonthUse, *, by_time: bool) -> UseForm:
    """Return the use as the quote language writes it; without times of day only the sum."""
    facts: dict[str, Any] = {
        "kvarh": use.kvarh, "power_factor": use.power_factor, "demand_kw": use.demand_kw,
    }  # fmt: skip
    if use.intervals is not None:
        return UseForm.model_construct(**{**UseForm().model_dump(), "intervals": use.intervals})
    if by_time and use.periods:
        return UseForm.model_validate({**facts, "periods": dict(use.periods)})
    if by_time and use.shares:
        return UseForm.model_validate({**facts, "kwh": use.kwh, "shares": dict(use.shares)})
    return UseForm.model_validate({**facts, "kwh": use.kwh})


def _demand_known(use: MonthUse) -> bool:
    return use.demand_kw is not None or use.intervals is not None


def _no_split(head: Json, candidate: Candidate) -> Json:
    names = ", ".join(candidate.periods)
    zh = "、".join(period_name(name).zh for name in candidate.periods)
    text = Text(
        f"只有总电量，没有分时段（{zh}）：不猜。请填各时段电量、上传分时数据，或明确写出假定的比例。",
        f"Only totals are given and no times of day ({names}); they are not guessed. Give the "
        "energy by period, upload interval data, or state a split as your assumption.",
    )
    return answers.refused(head, "SPLIT_MISSING", text, {"periods": names})


def _no_demand(head: Json) -> Json:
    text = Text(
        "按需量计费要有每月最大需量（千瓦）。",
        "A price by demand needs the maximum demand of each month in kW.",
    )
    return answers.refused(head, "DEMAND_MISSING", text, {})


def _feeding_in(head: Json) -> Json:
    text = Text(
        "数据里有负电量（上网）：比价只比用电，请分开给出。",
        "The data have negative energy (fed in): only use is compared; give the two apart.",
    )
    return answers.refused(head, "NEGATIVE_ENERGY", text, {})
