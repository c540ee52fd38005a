"""Late charge (电费违约金): simple, by the day, on the debt that is left, by class and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating.books import Library
from gridhall.rating.claims.late_form import DebtForm, LateChargeForm
from gridhall.rating.claims.sheet import ONE, ZERO, Chosen, Sheet, factor, refused
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num

NAME = Text("电费违约金", "Late charge")


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a run of days with one balance and one rate."""

    balance: Decimal
    days: Decimal
    rate: Chosen
    cross_year: bool

    @property
    def charge(self) -> Decimal:
        """Return balance × rate × days, not rounded."""
        return self.balance * self.rate.value * self.days


def late_charge(form: LateChargeForm, library: Library) -> Outcome:
    """Return the late charge of all debts of a case, in yuan (供电营业规则 art. 98 of 1996).

    Raises ``Refused`` where a day, a class or a rule is missing.
    """
    sheet = Sheet(library, on=form.law_on or _first_day_known(form), region=form.region)
    work = _Work(form, sheet)
    for number, debt in enumerate(form.debts, start=1):
        work.debt(number, debt)
    work.close()
    return sheet.outcome()


class _Work:
    """Work through the debts of one case."""

    def __init__(self, form: LateChargeForm, sheet: Sheet) -> None:
        self.form, self.sheet = form, sheet
        self.round_at = sheet.rule("late_charge.round_at", form.round_at)
        self.exact = ZERO
        self.days = ZERO

    def debt(self, number: int, debt: DebtForm) -> None:
        """Add one debt: its parts, its line or lines, its figures."""
        parts = list(self._given(debt)) or list(self._dated(debt))
        name = debt.id or str(number)
        exact = sum((part.charge for part in parts), ZERO)
        self.exact += exact
        self.days += sum((part.days for part in parts), ZERO)
        amount = self._lines(name, parts, exact)
        self._figures(f"debt_{number}", name, parts, amount)

    def close(self) -> None:
        """Round the total where asked, lift it to the minimum, and tell the sums."""
        sheet, form = self.sheet, self.form
        if self.round_at == "total":
            sheet.line("LATE_CHARGE", NAME, self.exact, "yuan", ONE, rounding=form.money_rounding)
        total = sheet.total()
        day = form.law_on or self._last_day()
        least = sheet.number("late_charge.minimum", form.minimum, on=day).value
        if ZERO < total < least:
            words = Text("违约金不足最低额补足", "Raised to the smallest late charge")
            sheet.line("LATE_CHARGE_MINIMUM", words, least - total, "yuan", ONE)
        owed = sum((debt.left() for debt in form.debts), ZERO)
        total = sheet.total()
        sheet.figure("late_charge", total, "yuan", NAME)
        sheet.figure("days", self.days, "day", Text("各笔逾期天数之和", "overdue days, all debts"))
        sheet.figure("debt_left", owed, "yuan", Text("欠费本金", "debt that is paid or left"))
        words = Text("本金与违约金合计", "debt and late charge together")
        sheet.figure("to_pay", owed + total, "yuan", words)

    def _lines(self, name: str, parts: list[Part], exact: Decimal) -> Decimal:
        form, sheet = self.form, self.sheet
        words = Text(f"{NAME.zh}（{name}）", f"{NAME.en} ({name})")
        if self.round_at == "total":
            return exact
        if self.round_at == "part" or len(parts) == 1:
            return sum((self._line(words, part) for part in parts), ZERO)
        zh, en = "Σ（欠费 × 日率 × 天数）", "sum of debt × rate × days"
        numbers = " + ".join(_sum(part) for part in parts)
        reads = tuple(dict.fromkeys(read for part in parts for read in part.rate.reads))
        return sheet.line(
            "LATE_CHARGE", words, exact, "yuan", ONE,
            rounding=form.money_rounding, reads=reads, formula=Text(zh, en), numbers=numbers,
        )  # fmt: skip

    def _line(self, words: Text, part: Part) -> Decimal:
        return self.sheet.line(
            "LATE_CHARGE",
            words,
            part.balance,
            "yuan",
            part.rate.value,
            factors=[factor("逾期天数", "days overdue", part.days)],
            rounding=self.form.money_rounding,
            reads=part.rate.reads,
        )

    def _figures(self, key: str, name: str, parts: list[Part], amount: Decimal) -> None:
        sheet = self.sheet
        sheet.figure(key, amount, "yuan", Text(f"{name}的违约金", f"late charge of {name}"))
        for cross, code, zh, en in (
            (False, "same_year", "当年", "same year"),
            (True, "cross_year", "跨年", "later year"),
        ):
            own = [part for part in parts if part.cross_year is cross]
            if own:
                days = sum((part.days for part in own), ZERO)
                sheet.figure(f"{key}_days_{code}", days, "day", Text(f"{zh}天数", f"days, {en}"))
                part_sum = sum((part.charge for part in own), ZERO)
                words = Text(f"{zh}部分（未取整）", f"part of the {en}, not rounded")
                sheet.figure(f"{key}_{code}", part_sum, "yuan", words)

    def _given(self, debt: DebtForm) -> Iterator[Part]:
        """Yield the parts of a debt whose days are counted already."""
        for stretch in debt.stretches:
            yield Part(stretch.amount or debt.amount, stretch.days, Chosen(stretch.rate), False)
        if debt.days is not None:
            for days, cross in ((debt.days.same_year, False), (debt.days.cross_year, True)):
                if days:
                    yield Part(debt.amount, days, self._rate(debt, cross, None), cross)

    def _dated(self, debt: DebtForm) -> Iterator[Part]:
        """Yield the parts of a debt with dates, cut at New Year, payments and changes of law."""
        counted = self._rule("payment_day", self.form.payment_day) == "counted"
        late = timedelta(days=1 if counted else 0)
        start, end = self._start(debt), self._end(debt) + late
        if end <= start:
            return
        year = debt.debt_year or (debt.due or start).year
        new_years = [date(y, 1, 1) for y in range(year + 1, end.year + 1)]
        cuts = [*new_years, *(pay.day + late for pay in debt.payments)]
        for piece in DatePeriod(start, end).split_at(*cuts):
            paid = sum((p.amount for p in debt.payments if p.day + late <= piece.start), ZERO)
            last = piece.start.year if self.form.cross_year_rule == "by_day" else end.year
            cross = last > year
            rate = self._rate(debt, cross, piece.start)
            if debt.amount > paid:
                yield Part(debt.amount - paid, Decimal(piece.days), rate, cross)

    def _start(self, debt: DebtForm) -> date:
        if debt.overdue_from is not None:
            return debt.overdue_from
        if debt.due is None:
            raise refused(
                "DUE_DAY_MISSING",
                "欠费 {amount} 元没有交费期限：请填 due（交费截止日）、overdue_from 或 days。",
                "The debt of {amount} yuan has no due day: state due, overdue_from or days.",
                amount=num(debt.amount),
            )
        after = self._rule("first_day", self.form.first_day) == "after_due"
        return debt.due + timedelta(days=1 if after else 0)

    def _end(self, debt: DebtForm) -> date:
        end = debt.paid or self.form.as_of or self.form.paid
        if end is None and debt.left() == 0 and debt.payments:
            end = max(payment.day for payment in debt.payments)
        if end is None:
            raise refused(
                "PAYMENT_DAY_MISSING",
                "没有交费日期：请填 paid，未交的填 as_of（算到哪一天）。",
                "There is no day of payment: state paid, or as_of for debts still open.",
            )
        return end

    def _rate(self, debt: DebtForm, cross: bool, on: date | None) -> Chosen:
        customer = debt.customer or self.form.customer
        given = debt.rate
        name = (
            "residential" if customer == "residential" else "cross_year" if cross else "same_year"
        )
        if given is None and customer is None and getattr(self.form.rates, name) is None:
            raise refused(
                "CUSTOMER_CLASS_MISSING",
                "没有说明是居民还是其他用户：请填 customer 或 rates。",
                "Is it a home or another customer? State customer, or rates.",
            )
        given = given if given is not None else getattr(self.form.rates, name)
        return self.sheet.number(f"late_charge.{name}", given, on=self.form.law_on or on)

    def _rule(self, name: str, given: str | None) -> str:
        return self.sheet.rule(f"late_charge.{name}", given)

    def _last_day(self) -> date:
        days = [debt.paid or self.form.as_of or self.form.paid for debt in self.form.debts]
        return max((day for day in days if day), default=self.sheet.on)


def _first_day_known(form: LateChargeForm) -> date | None:
    days = [debt.overdue_from or debt.due for debt in form.debts]
    return min((day for day in days if day), default=form.paid or form.as_of)


def _sum(part: Part) -> str:
    return f"{num(part.balance)} × {num(part.rate.value)} × {num(part.days)}"
