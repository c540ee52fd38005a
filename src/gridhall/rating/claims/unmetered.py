"""Use without a meter and temporary use: agreed energy, rent, and what ending early gives back."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, factor, refused
from gridhall.rating.quotes.fields import Amount, CaseForm, Day, Form
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class DeviceForm(Form):
    """A device (or several) that runs without a meter."""

    id: str = Field(default="", max_length=60)
    kw: Amount = Field(description="Rating of one, kW.")
    count: Amount = Field(default=ONE, description="How many.")
    factor: Amount = Field(default=ONE, description="Demand or load factor; ballast 1.1 …")
    hours_per_day: Amount = Field(le=24, description="Hours a day.")
    days: Amount | None = Field(default=None, description="By default the agreed days.")
    price: Amount | None = Field(default=None, description="yuan/kWh; by default the case's.")


class FeeForm(Form):
    """An amount by the day or the month beside energy: a rent of meter or transformer."""

    name: str = Field(min_length=1, max_length=60, description="Name on the bill.")
    per_month: Amount | None = Field(default=None, description="yuan a month; by days ÷ divisor.")
    per_day: Amount | None = Field(default=None, description="yuan a day.")
    amount: Amount | None = Field(default=None, description="Once.")
    count: Amount = Field(default=ONE, description="How many.")
    days: Amount | None = Field(default=None, description="By default the agreed days.")
    divisor: Amount | None = Field(default=None, gt=0, description="Days of a month; 30.")


class UnmeteredForm(CaseForm):
    """Energy without a meter, agreed for a term and paid in advance."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    devices: tuple[DeviceForm, ...] = Field(
        min_length=1, max_length=500, description="The devices."
    )
    days_agreed: Amount | None = Field(default=None, description="Agreed term in days.")
    from_: Day | None = Field(default=None, alias="from", description="First day of the term.")
    to: Day | None = Field(default=None, description="First day after the term.")
    days_used: Amount | None = Field(default=None, description="If it ended early: days of use.")
    price: Amount | None = Field(default=None, description="yuan/kWh.")
    funds_per_kwh: Amount = Field(default=ZERO, description="Funds and surcharges, yuan/kWh.")
    fees: tuple[FeeForm, ...] = Field(
        default=(), max_length=50, description="Rents and other amounts."
    )
    prepaid: Amount | None = Field(default=None, description="Paid in advance, yuan.")
    refund_below: Amount | None = Field(
        default=None, le=1, description="Used less than this share: a part is given back (1/2)."
    )
    refund_share: Amount | None = Field(
        default=None, le=1, description="The share that is given back then (1/2)."
    )
    by_days_used: bool = Field(
        default=False, description="Charge the days of use instead of the rule of the half term."
    )
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def unmetered(form: UnmeteredForm, library: Library) -> Outcome:
    """Return what unmetered use costs (art. 87 of the rules of 1996).

    Ended before half the agreed term, half of the charge is given back; later, nothing.
    """
    sheet = Sheet(library, on=form.law_on or form.from_, region=form.region)
    work = _Work(form, sheet)
    work.energy()
    for fee in form.fees:
        work.fee(fee)
    work.early_end()
    return work.finish()


class _Work:
    def __init__(self, form: UnmeteredForm, sheet: Sheet) -> None:
        self.form, self.sheet = form, sheet

    def agreed_days(self) -> Decimal:
        """Return the agreed term in days; raises ``Refused`` if it is not given."""
        form = self.form
        if form.days_agreed is not None:
            return form.days_agreed
        if form.from_ and form.to and form.to > form.from_:
            return Decimal((form.to - form.from_).days)
        raise refused(
            "TERM_MISSING",
            "缺少约定期限：请填 days_agreed，或 from 与 to。",
            "The agreed term is missing: state days_agreed, or from and to.",
        )

    def energy(self) -> None:
        """Add energy and its price, device by device."""
        form, sheet, total = self.form, self.sheet, ZERO
        for number, item in enumerate(form.devices, start=1):
            days = item.days if item.days is not None else self._charged_days()
            parts = (item.kw, item.count, item.factor, item.hours_per_day, days)
            kwh = form.kwh_rounding.apply(item.kw * item.count * item.factor * parts[3] * days)
            total += kwh
            numbers = " × ".join(num(part) for part in parts) + f" = {num(tidy(kwh))}"
            words = Text("容量 × 台数 × 系数 × 小时 × 天数", "rating × number × factor × h × days")
            label = Text(f"约定电量（{item.id or number}）", f"agreed energy ({item.id or number})")
            sheet.figure(f"kwh_{number}", kwh, "kWh", label, formula=words, numbers=numbers)
            price = item.price if item.price is not None else form.price
            if price is None:
                raise refused("PRICE_MISSING", "缺少电价 price。", "The price is missing.")
            title = Text(f"电费（{item.id or number}）", f"Energy ({item.id or number})")
            rounding = form.money_rounding
            sheet.line("UNMETERED_ENERGY", title, kwh, "kWh", price, rounding=rounding)
        sheet.figure("kwh", total, "kWh", Text("约定电量", "agreed energy"))
        if form.funds_per_kwh:
            title = Text("基金及附加", "Funds and surcharges")
            rounding = form.money_rounding
            sheet.line("FUNDS", title, total, "kWh", form.funds_per_kwh, rounding=rounding)

    def fee(self, fee: FeeForm) -> None:
        """Add a rent or another amount."""
        title, rounding = Text(fee.name, fee.name), self.form.money_rounding
        if fee.amount is not None:
            self.sheet.line("FEE", title, fee.count, "time", fee.amount, rounding=rounding)
            return
        days = fee.days if fee.days is not None else self._charged_days()
        if fee.per_day is not None:
            factors = [factor("天数", "days", days)]
            price, unit = fee.per_day, "piece"
        elif fee.per_month is not None:
            divisor = self.sheet.number("fees.rent_days_month", fee.divisor).value
            factors = [factor("天数 ÷ 月天数", "days ÷ days of a month", days, divisor)]
            price, unit = fee.per_month, "piece"
        else:
            raise refused("FACT_MISSING", "缺少费用标准。", "A fee has no amount.")
        self.sheet.line("FEE", title, fee.count, unit, price, factors=factors, rounding=rounding)

    def early_end(self) -> None:
        """Give a part back if the use ended early enough."""
        form, sheet = self.form, self.sheet
        if form.days_used is None or form.by_days_used:
            return
        used = form.days_used / self.agreed_days()
        below = sheet.number("fees.unmetered_refund_below", form.refund_below)
        words = Text("已用期限比例", "share of the term used")
        sheet.figure("used_share", used, "ratio", words, reads=below.reads)
        if used >= below.value:
            return
        share = sheet.number("fees.unmetered_refund_share", form.refund_share)
        title = Text("不足期限退还", "Given back, ended early")
        energy = [line for line in sheet.lines if line.code in ("UNMETERED_ENERGY", "FUNDS")]
        base = sum((line.amount for line in energy), ZERO)
        sheet.line(
            "UNMETERED_REFUND", title, -base, "yuan", ONE,
            factors=[factor("退还比例", "share given back", share.value)],
            rounding=form.money_rounding, reads=share.reads,
        )  # fmt: skip

    def finish(self) -> Outcome:
        """Add the sums and return the outcome."""
        sheet, due = self.sheet, self.sheet.total()
        sheet.figure("due", due, "yuan", Text("应收", "due"))
        if self.form.prepaid is not None:
            words = Text("应退（负为应补）", "to give back (negative: to be paid)")
            numbers = f"{num(self.form.prepaid)} − {num(due)} = {num(self.form.prepaid - due)}"
            formula = Text("预收 − 应收", "paid in advance − due")
            refund = self.form.prepaid - due
            sheet.figure("refund", refund, "yuan", words, formula=formula, numbers=numbers)
        return sheet.outcome()

    def _charged_days(self) -> Decimal:
        form = self.form
        return form.days_used if form.by_days_used and form.days_used else self.agreed_days()
