"""Theft of electricity: energy, back payment, penalty (rules of 1996 art. 102–103; of 2024)."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.caps import agreed
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Chosen, Sheet, factor, refused
from gridhall.rating.claims.theft_form import RatedCurrentForm, TheftForm, TheftItemForm
from gridhall.rating.claims.wiring import correction_rate
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import ParameterRead, Text
from gridhall.rating.wording import num


def theft(form: TheftForm, library: Library) -> Outcome:
    """Return energy, back payment and penalty; raises ``Refused`` where a fact is missing."""
    days = [day for item in form.items for day in (item.to, item.from_) if day]
    sheet = Sheet(library, on=form.law_on or max(days, default=None), region=form.region)
    work = _Work(form, sheet)
    for number, item in enumerate(form.items, start=1):
        work.item(number, item)
    work.penalty()
    return sheet.outcome()


Estimate = tuple[Decimal, Text, str, tuple[ParameterRead, ...]]


class _Work:
    def __init__(self, form: TheftForm, sheet: Sheet) -> None:
        self.form, self.sheet = form, sheet
        self.kwh = ZERO
        self.exact = ZERO
        self.priced = False

    def item(self, number: int, item: TheftItemForm) -> None:
        """Add the energy of one device or stretch and its back payment."""
        form, sheet = self.form, self.sheet
        gross, formula, numbers, reads = self._energy(number, item)
        off = item.deduct_kwh + (form.deduct_kwh if number == 1 else ZERO)
        kwh = form.kwh_rounding.apply(max(ZERO, gross - off))
        if off > gross:
            sheet.warn(
                "DEDUCTED_MORE_THAN_USED",
                "已计电量多于推算电量，不再追补。",
                "More was registered than is estimated: nothing is asked.",
            )
        if off:
            numbers += f" − {num(off)}"
        self.kwh += kwh
        name = item.id or str(number)
        words = Text(f"窃电量（{name}）", f"energy stolen ({name})")
        numbers += f" = {num(tidy(kwh))}"
        sheet.figure(
            f"kwh_{number}", kwh, "kWh", words, formula=formula, numbers=numbers, reads=reads
        )
        price = item.price if item.price is not None else form.price
        if price is None:
            return
        self.priced = True
        self.exact += kwh * price
        title = Text(f"追补电费（{name}）", f"Back payment ({name})")
        sheet.line(
            "THEFT_ENERGY", title, kwh, "kWh", price,
            rounding=form.money_rounding, reads=reads, formula=formula,
        )  # fmt: skip

    def penalty(self) -> None:
        """Add the penalty, the fixed amounts and the sums."""
        form, sheet = self.form, self.sheet
        sheet.figure("kwh", self.kwh, "kWh", Text("追补电量", "energy to be paid"))
        if form.capacity_charge:
            words = Text("追补容（需）量电费", "Capacity charge to be paid back")
            sheet.line("THEFT_CAPACITY", words, form.capacity_charge, "yuan", ONE)
            self.exact += form.capacity_charge
        if self.priced or form.capacity_charge:
            back = sheet.total()
            words = Text("追补电费", "back payment")
            sheet.figure("back_payment", back, "yuan", words)
            multiple = agreed(
                sheet, "theft.multiple", form.multiple, rule_key="theft.multiple_rule"
            )
            base = back if form.penalty_base == "rounded" else self.exact
            title = Text("窃电违约使用电费", "Penalty for theft")
            amount = sheet.line(
                "THEFT_PENALTY", title, base, "yuan", ONE,
                factors=[factor("倍数", "multiple", multiple.value)],
                rounding=form.money_rounding, reads=multiple.reads,
            )  # fmt: skip
            sheet.figure("penalty", amount, "yuan", Text("违约使用电费", "penalty"))
            sheet.figure("multiple", multiple.value, "ratio", Text("倍数", "multiple"))
        self._fixed()
        if sheet.lines:
            sheet.figure("to_pay", sheet.total(), "yuan", Text("合计", "all together"))

    def _fixed(self) -> None:
        form, sheet = self.form, self.sheet
        home = form.customer == "residential"
        key = "breach.moved_residential" if home else "breach.moved_other"
        for fine in form.fixed_penalties:
            chosen = (
                Chosen(fine.amount)
                if fine.amount is not None
                else agreed(sheet, key, None, rule_key="breach.rule")
            )
            name = fine.name or "擅动计量装置违约使用电费"
            title = Text(name, fine.name or "Penalty for tampering with metering equipment")
            sheet.line(
                "THEFT_FIXED_PENALTY", title, fine.count, "time", chosen.value, reads=chosen.reads
            )

    def _energy(self, number: int, item: TheftItemForm) -> Estimate:
        if item.kwh is not None:
            return item.kwh, Text("已知电量", "energy known"), num(item.kwh), ()
        if item.wiring is not None and item.registered is not None:
            rate = correction_rate(self.sheet, item.wiring)
            registered = item.registered.energy()
            words = Text("抄见电量 ×（更正系数 − 1）", "registered energy × (factor − 1)")
            return registered * rate, words, f"{num(registered)} × {num(tidy(rate))}", ()
        kw = _power(item.rated) if item.rated else (item.kw or ZERO)
        hours, days = self._hours(item), self._days(item)
        words = Text("容量 × 台数 × 每日小时 × 天数", "rating × number × hours a day × days")
        key = f"kw_{number}"
        self.sheet.figure(key, kw * item.count, "kW", Text("计算容量", "rating that counts"))
        self.sheet.figure(f"hours_{number}", hours.value, "h", Text("每日小时", "hours a day"))
        self.sheet.figure(f"days_{number}", days.value, "day", Text("天数", "days"))
        parts = (kw, item.count, hours.value, days.value)
        numbers = " × ".join(num(tidy(part)) for part in parts)
        kwh = kw * item.count * hours.value * days.value
        return kwh, words, numbers, (*hours.reads, *days.reads)

    def _hours(self, item: TheftItemForm) -> Chosen:
        if item.hours_per_day is not None:
            return Chosen(item.hours_per_day)
        customer = self.form.customer
        by_use = self.sheet.rule("theft.hours_by") == "use"
        use = item.use if by_use or customer is None else None
        if use is None and customer is None:
            raise refused(
                "CUSTOMER_CLASS_MISSING",
                "每日窃电小时取决于用户类别：请填 customer、use 或 hours_per_day。",
                "Hours a day depend on the customer: state customer, use or hours_per_day.",
            )
        use = use or ("lighting" if customer == "residential" else "power")
        return self.sheet.number(f"theft.hours_{use}")

    def _days(self, item: TheftItemForm) -> Chosen:
        if item.days is not None:
            return Chosen(item.days)
        if item.from_ and item.to:
            return Chosen(Decimal((item.to - item.from_).days + 1))
        return self.sheet.number("theft.days_unknown")


def _power(rated: RatedCurrentForm) -> Decimal:
    """Return the kW of a rated current."""
    size = rated.volts * rated.amps * rated.power_factor * rated.multiplier / 1000
    if rated.phases == 1:
        return size
    return size * (3 if rated.voltage == "phase" else angles.root(Decimal(3)))
