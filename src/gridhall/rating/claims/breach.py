"""Breach of the rules of use: back payment and penalty by act (art. 100 of 1996, 101 of 2024)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.claims import breach_form as forms
from gridhall.rating.claims.caps import agreed
from gridhall.rating.claims.months import day_after, months_between
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Chosen, Sheet, factor, refused
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num

RULE = "breach.rule"
NAMES = {
    "wrong_price": Text("高价低接", "use at too low a price"),
    "over_capacity": Text("私自增容", "capacity added without consent"),
    "sealed_equipment": Text("擅自使用封存设备", "use of sealed equipment"),
    "moved_equipment": Text("擅自迁移更动设施", "equipment moved"),
    "foreign_supply": Text("擅自引入供出电源", "other supply taken in or passed on"),
    "over_quota": Text("超指标用电", "use above the planned quota"),
}


def breach(form: forms.BreachForm, library: Library) -> Outcome:
    """Return what has to be paid for breaches; raises ``Refused`` where a fact is missing."""
    sheet = Sheet(library, on=form.law_on or _last_day(form), region=form.region)
    work = _Work(form, sheet)
    for number, act in enumerate(form.acts, start=1):
        work.act(number, act)
    back = sum((line.amount for line in sheet.lines if line.group == "back_payment"), ZERO)
    fine = sheet.total() - back
    sheet.figure("back_payment", back, "yuan", Text("补交电费", "back payment"))
    sheet.figure("penalty", fine, "yuan", Text("违约使用电费", "penalty"))
    sheet.figure("to_pay", back + fine, "yuan", Text("合计", "all together"))
    return sheet.outcome()


class _Work:
    def __init__(self, form: forms.BreachForm, sheet: Sheet) -> None:
        self.form, self.sheet = form, sheet

    def act(self, number: int, act: forms.Act) -> None:
        """Add the lines of one act."""
        if isinstance(act, forms.WrongPriceAct):
            self._wrong_price(number, act)
        elif isinstance(act, forms.OverCapacityAct | forms.SealedAct):
            self._capacity(number, act)
        elif isinstance(act, forms.MovedAct):
            name = "residential" if act.customer == "residential" else "other"
            self._each(act.act, f"breach.moved_{name}", act.amount, act.times, "time")
        elif isinstance(act, forms.ForeignSupplyAct):
            self._each(act.act, "breach.foreign_supply_per_kw", act.per_kw, act.kw, "kW")
        else:
            self._quota(act)

    def _wrong_price(self, number: int, act: forms.WrongPriceAct) -> None:
        sheet, exact, rounded = self.sheet, ZERO, ZERO
        for place, item in enumerate(act.items, start=1):
            kwh, numbers = self._energy(item)
            kwh = self.form.kwh_rounding.apply(kwh)
            key = f"act_{number}_kwh_{place}"
            words = Text("高价低接电量", "energy at too low a price")
            formula = Text("容量 × 台数 × 每日小时 × 天数", "rating × number × hours × days")
            sheet.figure(key, kwh, "kWh", words, formula=formula, numbers=numbers)
            paid = item.price_paid if item.price_paid is not None else act.price_paid
            due = item.price_due if item.price_due is not None else act.price_due
            if paid is None or due is None:
                raise refused(
                    "PRICE_MISSING",
                    "缺少电价：请填 price_paid（已按电价）和 price_due（应按电价）。",
                    "A price is missing: state price_paid and price_due.",
                )
            if due < paid:
                raise refused(
                    "PRICE_ORDER",
                    f"应按电价 {num(due)} 低于已按电价 {num(paid)}，没有差价可补：请检查"
                    " price_paid 和 price_due。",
                    f"The price due {num(due)} lies below the price paid {num(paid)}: there is "
                    "no difference to pay. Check price_paid and price_due.",
                )
            name = item.id or str(place)
            title = Text(f"补交差价电费（{name}）", f"Price difference ({name})")
            words = Text("电量 ×（应按电价 − 已按电价）", "energy × (price due − price paid)")
            exact += kwh * (due - paid)
            rounded += sheet.line(
                "BREACH_DIFFERENCE", title, kwh, "kWh", due - paid, group="back_payment",
                rounding=self.form.money_rounding, formula=words,
                numbers=f"{num(tidy(kwh))} × ({num(due)} − {num(paid)})",
            )  # fmt: skip
        multiple = agreed(sheet, "breach.price_difference_multiple", act.multiple, rule_key=RULE)
        base = rounded if act.penalty_base == "rounded" else exact
        self._penalty(act.act, base, multiple)

    def _energy(self, item: forms.MispricedForm) -> tuple[Decimal, str]:
        if item.kwh is not None:
            return item.kwh, num(item.kwh)
        if item.kwh_per_month is not None:
            months = item.months
            if months is None:
                months = self.sheet.number("breach.months_unknown").value
            return item.kwh_per_month * months, f"{num(item.kwh_per_month)} × {num(months)}"
        days = item.days
        if days is None and item.from_ and item.to:
            start, end = _bounds(item)
            days = Decimal((end - start).days)
        if days is None:
            months = item.months
            if months is None:
                months = self.sheet.number("breach.months_unknown").value
            days = months * self.sheet.number("breach.days_per_month").value
        parts = (item.kw or ZERO, item.count, item.hours_per_day or ZERO, days)
        kwh = parts[0] * parts[1] * parts[2] * parts[3]
        return kwh, " × ".join(num(part) for part in parts)

    def _capacity(self, number: int, act: forms.OverCapacityAct | forms.SealedAct) -> None:
        sheet, own = self.sheet, isinstance(act, forms.OverCapacityAct)
        key = "breach.over_capacity" if own else "breach.sealed"
        if not act.two_part:
            self._each(act.act, f"{key}_per_kw", act.per_kw, act.kva * act.times, "kW")
            return
        if act.price is None:
            raise refused(
                "PRICE_MISSING",
                "两部制用户请填容（需）量电价 price。",
                "At a two-part price state the capacity price.",
            )
        months, numbers = self._months(act)
        name = NAMES[act.act]
        words = Text("计费月数", "months that count")
        formula = Text("整月数 + 天数 ÷ 除数", "whole months + days ÷ divisor")
        sheet.figure(
            f"act_{number}_months", months, "month", words, formula=formula, numbers=numbers
        )
        back = sheet.line(
            "BREACH_CAPACITY",
            Text(f"补交容（需）量电费（{name.zh}）", f"Capacity charge to pay back ({name.en})"),
            act.kva, "kVA", act.price, group="back_payment",
            factors=[factor("月数", "months", months)], rounding=self.form.money_rounding,
            numbers=f"{num(act.kva)} × {num(act.price)} × ({numbers})",
        )  # fmt: skip
        self._penalty(act.act, back, agreed(sheet, f"{key}_multiple", act.multiple, rule_key=RULE))

    def _months(self, act: forms.OverCapacityAct | forms.SealedAct) -> tuple[Decimal, str]:
        if act.months is not None or act.days is not None:
            months, days = act.months or ZERO, act.days or ZERO
            if not days:
                return months, num(months)
            rule = self.sheet.rule("two_part.proration_divisor", act.divisor)
            if rule == "calendar_days":
                raise refused(
                    "DATES_MISSING",
                    "不足整月按当月日历天数折算：请填 from 和 to。",
                    "Part months count by the days of the month: state from and to.",
                )
            return months + days / 30, f"{num(months)} + {num(days)} ÷ 30"
        if act.from_ is None or act.to is None:
            raise refused(
                "DATES_MISSING",
                "请填起止日期 from、to，或 months 与 days。",
                "State from and to, or months and days.",
            )
        start, end = _bounds(act)
        return months_between(self.sheet, start, end, act.divisor) if end > start else (ZERO, "0")

    def _quota(self, act: forms.OverQuotaAct) -> None:
        if act.kw:
            key = "breach.over_quota_per_kw"
            self._each(act.act, key, act.per_kw, act.kw * act.times, "kW")
        if act.kwh:
            multiple = agreed(self.sheet, "breach.over_quota_multiple", act.multiple, rule_key=RULE)
            self._penalty(act.act, act.kwh * act.price, multiple)

    def _each(
        self, act: str, key: str, given: Decimal | None, quantity: Decimal, unit: str
    ) -> None:
        chosen = agreed(self.sheet, key, given, rule_key=RULE)
        name = NAMES[act]
        title = Text(f"违约使用电费（{name.zh}）", f"Penalty ({name.en})")
        self.sheet.line(
            "BREACH_PENALTY", title, quantity, unit, chosen.value, group="penalty",
            rounding=self.form.money_rounding, reads=chosen.reads,
        )  # fmt: skip

    def _penalty(self, act: str, base: Decimal, multiple: Chosen) -> None:
        name = NAMES[act]
        title = Text(f"违约使用电费（{name.zh}）", f"Penalty ({name.en})")
        self.sheet.line(
            "BREACH_PENALTY", title, base, "yuan", ONE, group="penalty",
            factors=[factor("倍数", "multiple", multiple.value)],
            rounding=self.form.money_rounding, reads=multiple.reads,
        )  # fmt: skip


def _bounds(span: forms.Span) -> tuple[date, date]:
    """Return first day and first day after, as the case counts its edges."""
    if span.from_ is None or span.to is None:  # pragma: no cover - callers look first
        raise ValueError("a span without days")
    start = span.from_ if span.first_day == "counted" else day_after(span.from_)
    return start, day_after(span.to) if span.last_day == "counted" else span.to


def _last_day(form: forms.BreachForm) -> date | None:
    spans: list[forms.Span] = []
    for act in form.acts:
        spans += [act] if isinstance(act, forms.Span) else getattr(act, "items", ())
    return max((span.to for span in spans if span.to), default=None)
