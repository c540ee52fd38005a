"""Line losses: the rate of an area, kWh by per cent or by I²·R, and the owner's share of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims import angles
from gridhall.rating.claims.meter_error import needed
from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, refused
from gridhall.rating.quotes.fields import Amount, CaseForm, Form
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class SupplyForm(Form):
    """Energy that comes into an area."""

    id: str = Field(default="", max_length=60)
    kwh: Amount = Field(description="Energy, kWh.")
    own_use_pct: Amount = Field(default=ZERO, le=100, description="Own use of a plant, per cent.")
    own_use_kwh: Amount = Field(default=ZERO, description="Own use of a plant, kWh.")


class SaleForm(Form):
    """Energy that leaves an area: sold, or passed on."""

    id: str = Field(default="", max_length=60)
    kwh: Amount = Field(description="Energy, kWh.")
    loss_free: bool = Field(default=False, description="Sold without losses (metered at source).")


class WireForm(Form):
    """A line, by the resistance of one wire."""

    ohm_per_km: Amount | None = Field(default=None, description="Resistance of one wire, Ω/km.")
    km: Amount | None = Field(default=None, description="Length, km.")
    ohm: Amount | None = Field(default=None, description="Instead: resistance of one wire, Ω.")
    wires: Literal[1, 2, 3] = Field(default=3, description="Wires that carry the current.")
    amps: Amount | None = Field(default=None, description="Current (root mean square), A.")
    kv: Amount | None = Field(default=None, gt=0, description="Line voltage, kV, for the current.")
    kw: Amount | None = Field(default=None, description="Load, kW, for the current.")
    power_factor: Amount = Field(default=ONE, gt=0, le=1, description="Power factor.")
    shape_factor: Amount = Field(default=ONE, description="Form factor of the load; squared.")
    hours: Amount = Field(gt=0, description="Hours.")


class PartForm(Form):
    """Who bears how much of a loss: a section with its owner."""

    owner: str = Field(min_length=1, max_length=60, description="Name of the owner.")
    share: Amount = Field(description="Any measure: km, per cent, kW; taken relative to the sum.")


class LineLossForm(CaseForm):
    """A line loss."""

    method: Literal["rate", "percent", "wire", "known"] = Field(
        default="rate",
        description=(
            "rate: supplied − sold; percent: energy × per cent; wire: n·I²·R·T; known: loss_kwh."
        ),
    )
    supplies: tuple[SupplyForm, ...] = Field(
        default=(), max_length=500, description="Energy that comes in."
    )
    exports: tuple[SaleForm, ...] = Field(
        default=(), max_length=500, description="Passed on to other areas: not part of the supply."
    )
    sales: tuple[SaleForm, ...] = Field(default=(), max_length=5000, description="Energy sold.")
    kwh: Amount | None = Field(default=None, description="Energy through the line, kWh.")
    loss_pct: Amount | None = Field(default=None, description="Loss, per cent.")
    of: Literal["metered", "sent"] = Field(
        default="metered",
        description="The per cent is of the metered energy, or of metered energy + loss.",
    )
    loss_kwh: Amount | None = Field(default=None, description="The loss, where it is known.")
    wire: WireForm | None = Field(default=None, description="The line, for the method wire.")
    parts: tuple[PartForm, ...] = Field(
        default=(), max_length=100, description="Who bears the loss."
    )
    price: Amount | None = Field(default=None, description="yuan/kWh, to price the loss.")
    kwh_rounding: Rounding = Field(default=EXACTLY, description="Of energies.")
    rate_rounding: Rounding = Field(default=EXACTLY, description="Of the rate in per cent.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def line_loss(form: LineLossForm, library: Library) -> Outcome:
    """Return a line loss, its rate and its shares; raises ``Refused`` where a fact is missing."""
    sheet = Sheet(library, on=form.law_on)
    if form.method == "rate":
        loss = _rate(form, sheet)
    elif form.method == "percent":
        loss = _percent(form, sheet)
    elif form.method == "wire":
        loss = _wire(form, sheet)
    else:
        loss = needed(form.loss_kwh, "loss_kwh")
    loss = form.kwh_rounding.apply(loss)
    sheet.figure("loss_kwh", loss, "kWh", Text("损失电量", "energy lost"))
    if form.method == "percent" and form.kwh is not None:
        words = Text("含线损电量", "energy with the loss")
        sheet.figure("billed_kwh", form.kwh + loss, "kWh", words)
    _shares(form, sheet, loss)
    return sheet.outcome()


def _rate(form: LineLossForm, sheet: Sheet) -> Decimal:
    if not form.supplies:
        raise refused("FACT_MISSING", "缺少供入电量 supplies。", "The supplies are missing.")
    gross = sum((item.kwh for item in form.supplies), ZERO)
    own = sum((s.kwh * s.own_use_pct / 100 + s.own_use_kwh for s in form.supplies), ZERO)
    exports = sum((item.kwh for item in form.exports), ZERO)
    supply = gross - own - exports
    sold = sum((item.kwh for item in form.sales), ZERO)
    free = sum((item.kwh for item in form.sales if item.loss_free), ZERO)
    words = Text("供电量", "energy supplied")
    formula = Text("供入 − 厂用 − 输出", "in − own use − passed on")
    numbers = f"{num(gross)} − {num(own)} − {num(exports)} = {num(supply)}"
    sheet.figure("supply_kwh", supply, "kWh", words, formula=formula, numbers=numbers)
    sheet.figure("own_use_kwh", own, "kWh", Text("厂用电量", "own use of plants"))
    sheet.figure("sales_kwh", sold, "kWh", Text("售电量", "energy sold"))
    loss = supply - sold
    if loss < 0:
        sheet.warn(
            "NEGATIVE_LOSS",
            "线损为负：请核对同期抄表。",
            "The loss is negative: were all meters read on the same days?",
        )
    for code, base, zh, en in (
        ("loss_rate_pct", supply, "线损率", "loss rate"),
        ("loss_rate_without_free_pct", supply - free, "扣除无损电量的线损率", "rate without free"),
    ):
        if code != "loss_rate_pct" and not free:
            continue
        rate = form.rate_rounding.apply(loss / base * 100)
        numbers = f"({num(supply)} − {num(sold)}) ÷ {num(base)} = {num(tidy(rate))} %"
        formula = Text("（供电量 − 售电量）÷ 供电量", "(supplied − sold) ÷ supplied")
        sheet.figure(code, rate, "%", Text(zh, en), formula=formula, numbers=numbers)
    return loss


def _percent(form: LineLossForm, sheet: Sheet) -> Decimal:
    kwh, pct = needed(form.kwh, "kwh"), needed(form.loss_pct, "loss_pct") / 100
    rate = pct if form.of == "metered" else pct / (1 - pct)
    sheet.figure("loss_rate_pct", rate * 100, "%", Text("计损比例", "loss on metered energy"))
    return kwh * rate


def _wire(form: LineLossForm, sheet: Sheet) -> Decimal:
    wire = form.wire
    if wire is None:
        raise refused("FACT_MISSING", "缺少 wire。", "The field wire is missing.")
    ohm = wire.ohm
    if ohm is None:
        ohm = needed(wire.ohm_per_km, "wire.ohm_per_km") * needed(wire.km, "wire.km")
    amps = wire.amps
    if amps is None:
        kv, power = needed(wire.kv, "wire.amps (or wire.kv)"), wire.kw
        if power is None:
            power = needed(form.kwh, "kwh (or wire.kw)") / wire.hours
        phases = angles.root(Decimal(3)) if wire.wires == 3 else ONE
        amps = power / (phases * kv * wire.power_factor)
        formula = Text("P ÷（√3·U·cos φ）", "P ÷ (√3·U·cos φ)")
        numbers = num(tidy(amps))
        words = Text("电流", "current")
        sheet.figure("amps", amps, "A", words, formula=formula, numbers=numbers)
    power = wire.wires * amps**2 * ohm * wire.shape_factor**2 / 1000
    loss = power * wire.hours
    formula = Text("n × I² × R × K² ÷ 1000", "n × I² × R × K² ÷ 1000")
    numbers = f"{wire.wires} × {num(tidy(amps))}² × {num(ohm)} × {num(wire.shape_factor)}² ÷ 1000"
    words = Text("损失功率", "power lost")
    sheet.figure("loss_kw", power, "kW", words, formula=formula, numbers=numbers)
    if form.kwh:
        rate = form.rate_rounding.apply(loss / form.kwh * 100)
        sheet.figure("loss_rate_pct", rate, "%", Text("线损率", "loss rate"))
    return loss


def _shares(form: LineLossForm, sheet: Sheet, loss: Decimal) -> None:
    """Share the loss by owner; the last one takes what rounding leaves, so nothing is lost."""
    parts, left = form.parts, loss
    whole = sum((part.share for part in parts), ZERO)
    for number, part in enumerate(parts, start=1):
        own = form.kwh_rounding.apply(loss * part.share / whole)
        own = left if number == len(parts) else own
        left -= own
        words = Text(f"{part.owner}承担的损失", f"loss borne by {part.owner}")
        numbers = f"{num(tidy(loss))} × {num(part.share)} ÷ {num(whole)} = {num(tidy(own))}"
        formula = Text("损失电量 × 份额 ÷ 份额之和", "loss × share ÷ sum of shares")
        sheet.figure(f"share_{number}_kwh", own, "kWh", words, formula=formula, numbers=numbers)
        if form.price is not None:
            title = Text(f"线损电费（{part.owner}）", f"Line loss ({part.owner})")
            rounding = form.money_rounding
            sheet.line("LINE_LOSS", title, own, "kWh", form.price, rounding=rounding)
    if form.price is not None and not parts:
        title = Text("线损电费", "Line loss")
        sheet.line("LINE_LOSS", title, loss, "kWh", form.price, rounding=form.money_rounding)
