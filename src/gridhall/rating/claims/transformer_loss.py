"""Losses of a transformer: by formula, from energies, simply, or a share of a table's month."""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.meter_error import needed
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet
from gridhall.rating.claims.transformer_form import TransformerLossForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


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
        self._efficiency(beta, active)
        if form.hours is not None or form.days is not None:
            if form.loss_hours is not None:
                active = self._mean(iron, square * copper)
                if reactive is not None and combined is not None:
                    idle = needed(form.no_load_current_pct, "no_load_current_pct")
                    load = needed(form.impedance_pct, "impedance_pct") * square
                    reactive = self._mean(idle, load) * needed(form.kva, "kva") / 100
                    combined = active + (form.reactive_equivalent or ZERO) * reactive
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

    def _mean(self, idle: Decimal, load: Decimal) -> Decimal:
        """Return the mean of a loss whose load part counts only the hours τ."""
        share = needed(self.form.loss_hours, "loss_hours") / self._hours()
        return (idle + load * share) * self.form.count

    def _efficiency(self, beta: Decimal, active: Decimal) -> None:
        """Add the efficiency where the power factor of the load is known."""
        form = self.form
        if form.power_factor is None or form.kva is None or not beta:
            return
        out = beta * form.kva * form.count * form.power_factor
        numbers = f"{num(tidy(out))} ÷ ({num(tidy(out))} + {num(tidy(active))})"
        formula = "β·Sn·cos φ ÷ (β·Sn·cos φ + ΔP)"
        share = out / (out + active) * 100
        self._figure("efficiency_pct", share, "%", "效率", "efficiency", formula, numbers)

    def _load_factor(self) -> Decimal:
        form = self.form
        if form.load_factor is not None:
            return form.load_factor
        size = needed(form.kva, "kva") * form.count
        if form.load_kva is not None:
            return form.load_kva / size
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
