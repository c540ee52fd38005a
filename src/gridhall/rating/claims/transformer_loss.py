"""Losses of a transformer: by formula, from energies, simply, or a share of a table's month."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.meter_error import needed
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet
from gridhall.rating.quotes.fields import Amount, CaseForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class TransformerLossForm(CaseForm):
    """The losses of one transformer (or several equal ones)."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    method: Literal["formula", "energy", "simple", "table"] = Field(
        default="formula",
        description=(
            "formula: P0 + β²·Pk by load factor; energy: P0·T + K·Pk·(Wp² + Wq²) ÷ (Sn²·T); "
            "simple: P0·T + kWh × per cent; table: energy of a month × days ÷ 30."
        ),
    )
    count: Amount = Field(default=ONE, description="Equal transformers sharing the load evenly.")
    kva: Amount | None = Field(default=None, gt=0, description="Rated capacity Sn, kVA.")
    no_load_kw: Amount | None = Field(default=None, description="P0, kW.")
    load_loss_kw: Amount | None = Field(default=None, description="Pk, kW.")
    no_load_current_pct: Amount | None = Field(default=None, description="I0, per cent.")
    impedance_pct: Amount | None = Field(default=None, description="Uk, per cent.")
    load_factor: Amount | None = Field(
        default=None, description="β = load ÷ capacity; else from kwh, power_factor and hours."
    )
    power_factor: Amount | None = Field(default=None, gt=0, le=1)
    kwh: Amount | None = Field(default=None, description="Active energy Wp on the metered side.")
    kvarh: Amount | None = Field(default=None, description="Reactive energy Wq.")
    hours: Amount | None = Field(
        default=None, gt=0, description="Hours of operation; by default 24 × days, or 720."
    )
    days: Amount | None = Field(default=None, description="Days of operation.")
    shape_factor: Amount | None = Field(
        default=None, description="K on the load loss (shape of the load); else by shifts, else 1."
    )
    shifts: Literal[1, 2, 3] | None = Field(default=None, description="Shifts a day, for K.")
    reactive_equivalent: Amount | None = Field(
        default=None, description="kW per kvar of reactive loss (0.1), for the combined loss."
    )
    copper_pct: Amount | None = Field(default=None, description="Simple method; by default 2.")
    table_kwh: Amount | None = Field(default=None, description="Loss of a month in the table.")
    table_kvarh: Amount | None = None
    divisor: Amount | None = Field(default=None, gt=0, description="Days of a table's month.")
    price: Amount | None = Field(default=None, description="yuan/kWh, to price the loss.")
    part_rounding: Rounding = Field(
        default=EXACTLY, description="Of active and reactive power before they are combined."
    )
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    money_rounding: Rounding = FEN


def transformer_loss(form: TransformerLossForm, library: Library) -> Outcome:
    """Return power and energy lost in a transformer; raises ``Refused`` where a fact is missing."""
    sheet = Sheet(library, on=form.law_on, region=form.region)
    work = _Work(form, sheet)
    if form.method == "formula":
        work.formula()
    elif form.method == "table":
        work.table()
    else:
        work.energies()
    if form.price is not None:
        loss = sheet.figures["loss_kwh"].value
        title = Text("变压器损耗电费", "Transformer loss")
        if isinstance(loss, Decimal):
            rounding = form.money_rounding
            sheet.line("TRANSFORMER_LOSS", title, loss, "kWh", form.price, rounding=rounding)
    return sheet.outcome()


class _Work:
    def __init__(self, form: TransformerLossForm, sheet: Sheet) -> None:
        self.form, self.sheet = form, sheet

    def formula(self) -> None:
        """Add losses as power, and as energy if the hours are known."""
        form = self.form
        beta, share = self._load_factor(), self._shape()
        iron, copper = (
            needed(form.no_load_kw, "no_load_kw"),
            needed(form.load_loss_kw, "load_loss_kw"),
        )
        square = beta * beta * share
        active = form.part_rounding.apply((iron + square * copper) * form.count)
        self._figure("load_factor", beta, "ratio", "负载率 β", "load factor β")
        self._figure("iron_kw", iron * form.count, "kW", "铁损", "no-load loss")
        self._figure("copper_kw", square * copper * form.count, "kW", "铜损", "load loss")
        numbers = f"{num(iron)} + {num(tidy(square))} × {num(copper)} = {num(tidy(active))}"
        self._figure("active_kw", active, "kW", "有功损耗", "active loss", "P0 + β²·K·Pk", numbers)
        reactive = self._reactive(square)
        combined = None
        if reactive is not None and form.reactive_equivalent is not None:
            combined = active + form.reactive_equivalent * reactive
            k = num(form.reactive_equivalent)
            numbers = f"{num(tidy(active))} + {k} × {num(tidy(reactive))} = {num(tidy(combined))}"
            self._figure(
                "combined_kw", combined, "kW", "综合损耗", "combined loss", "ΔP + K·ΔQ", numbers
            )
        if form.hours is not None or form.days is not None:
            self._energy(active, reactive, combined)

    def energies(self) -> None:
        """Add the losses of a billing period from its energies."""
        form, hours = self.form, self._hours()
        iron = needed(form.no_load_kw, "no_load_kw") * hours * form.count
        active = needed(form.kwh, "kwh")
        if form.method == "simple":
            rate = self.sheet.number("loss.copper_pct", form.copper_pct).value
            copper = active * rate / 100
            formula = f"{num(active)} × {num(rate)} %"
        else:
            reactive = form.kvarh if form.kvarh is not None else self._reactive_of(active)
            size = needed(form.kva, "kva")
            rate = self._shape() * (active**2 + reactive**2) / (size**2 * hours * form.count)
            copper = rate * needed(form.load_loss_kw, "load_loss_kw")
            formula = (
                f"K·Pk·({num(active)}² + {num(tidy(reactive))}²) ÷ ({num(size)}² × {num(hours)})"
            )
            self._reactive_energy(rate, hours)
        numbers = f"{num(form.no_load_kw or ZERO)} × {num(hours)} = {num(tidy(iron))}"
        self._figure("iron_kwh", iron, "kWh", "铁损电量", "no-load loss", "P0 × T", numbers)
        self._figure(
            "copper_kwh", copper, "kWh", "铜损电量", "load loss", formula, num(tidy(copper))
        )
        loss = form.kwh_rounding.apply(iron + copper)
        numbers = f"{num(tidy(iron))} + {num(tidy(copper))} = {num(tidy(loss))}"
        self._figure("loss_kwh", loss, "kWh", "变损电量", "transformer loss", "ΣW", numbers)
        self._figure("billed_kwh", active + loss, "kWh", "含变损电量", "energy with the loss")

    def table(self) -> None:
        """Add the share of a table's month."""
        form = self.form
        divisor = self.sheet.number("loss.days_month", form.divisor).value
        days = form.days if form.days is not None else divisor
        month = needed(form.table_kwh, "table_kwh") * form.count
        loss = form.kwh_rounding.apply(month * days / divisor)
        numbers = f"{num(month)} × {num(days)} ÷ {num(divisor)} = {num(tidy(loss))}"
        words = "月损耗 × 天数 ÷ 月天数"
        self._figure("loss_kwh", loss, "kWh", "变损电量", "transformer loss", words, numbers)
        if form.table_kvarh is not None:
            lost = form.kwh_rounding.apply(form.table_kvarh * form.count * days / divisor)
            self._figure("loss_kvarh", lost, "kvarh", "无功变损", "reactive loss")
        if form.kwh is not None:
            self._figure("billed_kwh", form.kwh + loss, "kWh", "含变损电量", "energy with the loss")

    def _load_factor(self) -> Decimal:
        form = self.form
        if form.load_factor is not None:
            return form.load_factor
        size = needed(form.kva, "kva") * form.count
        active = needed(form.kwh, "load_factor (or kwh, power_factor, hours)")
        if form.kvarh is not None:
            apparent = angles.root(active**2 + form.kvarh**2)
        else:
            apparent = active / needed(form.power_factor, "power_factor")
        return apparent / (size * self._hours())

    def _shape(self) -> Decimal:
        form = self.form
        if form.shape_factor is not None or form.shifts is None:
            return form.shape_factor if form.shape_factor is not None else ONE
        return self.sheet.number(f"loss.shift_{form.shifts}").value

    def _hours(self) -> Decimal:
        form = self.form
        if form.hours is not None:
            return form.hours
        days = self.sheet.number("loss.days_month", form.days).value
        return days * 24

    def _reactive(self, square: Decimal) -> Decimal | None:
        form = self.form
        if form.no_load_current_pct is None or form.impedance_pct is None:
            return None
        size = needed(form.kva, "kva")
        idle, load = form.no_load_current_pct, form.impedance_pct
        exact = (idle + square * load) * size * form.count / 100
        reactive = form.part_rounding.apply(exact)
        numbers = (
            f"({num(idle)} % + {num(tidy(square))} × {num(load)} %) × {num(size)}"
            f" = {num(tidy(reactive))}"
        )
        formula = "(I0% + β²·K·Uk%)·Sn"
        self._figure(
            "reactive_kvar", reactive, "kvar", "无功损耗", "reactive loss", formula, numbers
        )
        return reactive

    def _reactive_of(self, active: Decimal) -> Decimal:
        """Return the reactive energy of a power factor; none given, none counted."""
        factor = self.form.power_factor
        if factor is None:
            return ZERO
        return active * angles.root(1 - factor * factor) / factor

    def _reactive_energy(self, rate: Decimal, hours: Decimal) -> None:
        form = self.form
        if form.no_load_current_pct is None or form.impedance_pct is None:
            return
        size = needed(form.kva, "kva")
        idle = form.no_load_current_pct * size * hours * form.count / 100
        loss = form.kwh_rounding.apply(idle + form.impedance_pct * size * rate / 100)
        formula = "I0%·Sn·T + K·Uk%·(Wp² + Wq²) ÷ (Sn·T)"
        self._figure(
            "loss_kvarh", loss, "kvarh", "无功变损", "reactive loss", formula, num(tidy(loss))
        )

    def _energy(self, active: Decimal, reactive: Decimal | None, combined: Decimal | None) -> None:
        hours = self._hours()
        for name, power, unit, zh, en in (
            ("loss_kwh", active, "kWh", "有功损耗电量", "active energy lost"),
            ("loss_kvarh", reactive, "kvarh", "无功损耗电量", "reactive energy lost"),
            ("combined_kwh", combined, "kWh", "综合损耗电量", "combined energy lost"),
        ):
            if power is not None:
                energy = self.form.kwh_rounding.apply(power * hours)
                numbers = f"{num(tidy(power))} × {num(hours)} = {num(tidy(energy))}"
                self._figure(name, energy, unit, zh, en, "P × T", numbers)
        if combined is not None:
            words = ("综合损耗电量（万千瓦时）", "combined energy lost, 10 000 kWh")
            self._figure("combined_10mwh", combined * hours / 10000, "10 MWh", *words)

    def _figure(
        self, name: str, value: Decimal, unit: str, zh: str, en: str,
        formula: str = "", numbers: str = "",
    ) -> None:  # fmt: skip
        words = Text(formula, formula) if formula else None
        self.sheet.figure(name, value, unit, Text(zh, en), formula=words, numbers=numbers)
