"""Errors of a meter, of its leads, of its multiplier, and gaps filled from normal months."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.registered import Metered, RegisteredCase, back_bill
from gridhall.rating.claims.rounding import tidy
from gridhall.rating.claims.sheet import ONE, Sheet, refused
from gridhall.rating.quotes.fields import Amount, Form, Number
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class PulseTest(Form):
    """A test on the spot: turns of the disc (or pulses) in a time at a known load."""

    constant: Amount = Field(gt=0, description="Turns (pulses) a kWh of the meter.")
    turns: Amount = Field(gt=0, description="Turns (pulses) counted.")
    seconds: Amount = Field(gt=0, description="Time they took, s.")
    kw: Amount = Field(gt=0, description="True load, kW (behind CT and PT: the primary load).")
    multiplier: Amount = Field(default=ONE, gt=0, description="CT × PT ratio.")


class MeterErrorForm(RegisteredCase):
    """A correction of registered energy for a cause that is no wiring."""

    cause: Literal["meter_error", "voltage_drop", "multiplier", "normal_use"] = Field(
        default="meter_error",
        description=(
            "meter_error: error of meter or instrument transformer; voltage_drop: of the leads; "
            "multiplier: wrong multiplier; normal_use: by the energy of normal months."
        ),
    )
    error_pct: Number | None = Field(
        default=None, description="Error, per cent: −10 reads too little, +4 too much."
    )
    test: PulseTest | None = Field(
        default=None, description="Instead of error_pct: (3600·n·ratio ÷ (C·P) − t) ÷ t."
    )
    share: Amount | None = Field(
        default=None, le=1, description="Share of the time; by default that of the law (1/2)."
    )
    base: Literal["true", "registered"] | None = Field(
        default=None,
        description=(
            "What the error is a per cent of: the true energy (default of meter_error) or the "
            "registered energy (default of voltage_drop)."
        ),
    )
    tolerance_pct: Amount | None = Field(
        default=None, description="Within it nothing is corrected; by default no tolerance."
    )
    drop_pct: Amount | None = Field(default=None, description="Voltage drop, per cent.")
    permitted_pct: Amount | None = Field(default=None, description="Permitted drop, per cent.")
    multiplier_right: Amount | None = Field(
        default=None, gt=0, description="The multiplier that should be used."
    )
    multiplier_used: Amount | None = Field(
        default=None, gt=0, description="The multiplier that was used."
    )
    normal_kwh: Amount | None = Field(
        default=None, description="Energy that normal months show for the whole time."
    )


def meter_error(form: MeterErrorForm, library: Library) -> Outcome:
    """Return energy and money of a correction (rules of 1996 art. 80–81; zero error is the base).

    Raises ``Refused`` where a fact is missing.
    """
    sheet = Sheet(library, on=form.law_on, region=form.region)
    if form.cause == "meter_error":
        return _by_error(form, sheet)
    if form.cause == "voltage_drop":
        return _by_drop(form, sheet)
    if form.cause == "multiplier":
        return _by_multiplier(form, sheet)
    return _by_normal_use(form, sheet)


def _by_error(form: MeterErrorForm, sheet: Sheet) -> Outcome:
    error = _error(form, sheet)
    if form.tolerance_pct is not None and abs(error) * 100 <= form.tolerance_pct:
        sheet.warn(
            "WITHIN_TOLERANCE",
            f"误差 {num(error * 100)}% 未超过允许值 {num(form.tolerance_pct)}%，不退补。",
            f"The error, {num(error * 100)} %, is within {num(form.tolerance_pct)} %: nothing.",
        )
        error = Decimal(0)
    share = sheet.number("meter_error.share", form.share)
    whole = 1 / (1 + error) - 1 if form.base != "registered" else -error
    words = Text("误差", "error")
    sheet.figure("error_pct", error * 100, "%", words)
    words = Text("退补时间比例", "share of the time")
    sheet.figure("share", share.value, "ratio", words, reads=share.reads)
    formula = (
        Text(
            "〔抄见电量 ÷（1 + 误差）− 抄见电量〕× 时间比例",
            "(registered ÷ (1 + error) − registered) × share of the time",
        )
        if form.base != "registered"
        else Text("−抄见电量 × 误差 × 时间比例", "−registered × error × share of the time")
    )
    back_bill(sheet, form, whole * share.value, code="METER_ERROR", formula=formula)
    return _finished(sheet, whole)


def _error(form: MeterErrorForm, sheet: Sheet) -> Decimal:
    """Return the error as a fraction: as given, or from a test by turns and seconds."""
    test = form.test
    if test is None:
        return needed(form.error_pct, "error_pct (or test)") / 100
    due = 3600 * test.turns * test.multiplier / (test.constant * test.kw)
    numbers = (
        f"3600 × {num(test.turns)} × {num(test.multiplier)} ÷ "
        f"({num(test.constant)} × {num(test.kw)}) = {num(tidy(due))}"
    )
    formula = Text(
        "3600 × 转数 × 倍率 ÷（常数 × 功率）", "3600 × turns × ratio ÷ (constant × load)"
    )
    words = Text("应走时间", "time it should take")
    sheet.figure("due_seconds", due, "s", words, formula=formula, numbers=numbers)
    return (due - test.seconds) / test.seconds


def _by_drop(form: MeterErrorForm, sheet: Sheet) -> Outcome:
    drop = needed(form.drop_pct, "drop_pct")
    permitted = needed(form.permitted_pct, "permitted_pct")
    excess = (drop - permitted) / 100
    if excess < 0 and sheet.rule("meter_error.voltage_drop_refund") == "recover_only":
        excess = Decimal(0)
    share = form.share if form.share is not None else ONE
    whole = excess / (1 - excess) if form.base == "true" else excess
    sheet.figure("excess_pct", excess * 100, "%", Text("超出允许值", "above the permitted drop"))
    formula = Text(
        "抄见电量 ×（实际电压降 − 允许值）", "registered × (actual drop − permitted drop)"
    )
    back_bill(sheet, form, whole * share, code="VOLTAGE_DROP", formula=formula)
    return _finished(sheet, whole)


def _by_multiplier(form: MeterErrorForm, sheet: Sheet) -> Outcome:
    right = needed(form.multiplier_right, "multiplier_right")
    used = needed(form.multiplier_used, "multiplier_used")
    form = _read_as_billed(form, used)
    whole = right / used - 1
    formula = Text(
        "已计电量 ×（正确倍率 ÷ 误用倍率 − 1）", "billed energy × (right ÷ used multiplier − 1)"
    )
    share = form.share if form.share is not None else ONE
    back_bill(sheet, form, whole * share, code="MULTIPLIER_ERROR", formula=formula)
    return _finished(sheet, whole)


def _read_as_billed(form: MeterErrorForm, used: Decimal) -> MeterErrorForm:
    """Return the form with reads times the multiplier they were billed with, if none is stated."""

    def times(item: Metered) -> Metered:
        own = item.readings is None or "multiplier" in item.model_fields_set
        return item if own else item.model_copy(update={"multiplier": used})

    update = {
        "registered": None if form.registered is None else times(form.registered),
        "periods": tuple(times(item) for item in form.periods),
    }
    return form.model_copy(update=update)


def _by_normal_use(form: MeterErrorForm, sheet: Sheet) -> Outcome:
    normal = needed(form.normal_kwh, "normal_kwh")
    if len(form.periods) + (form.registered is not None) != 1:
        raise refused(
            "ONE_ENERGY_ONLY",
            "按正常月份电量退补时只填一项抄见电量。",
            "By normal months there must be one registered energy.",
        )
    stretch = form.registered or form.periods[0]
    registered = stretch.energy()
    if registered == 0:
        kwh = form.kwh_rounding.apply(normal)
        words = Text("应追补电量", "energy to be paid")
        sheet.figure("back_kwh", kwh, "kWh", words)
        if form.price is not None:
            title = Text("追补电费", "Back payment")
            rounding = form.money_rounding
            sheet.line("NORMAL_USE", title, kwh, "kWh", form.price, rounding=rounding)
            sheet.figure("back_payment", sheet.total(), "yuan", title)
        sheet.figure("correct_kwh", kwh, "kWh", Text("正确电量", "true energy"))
        return sheet.outcome()
    whole = normal / registered - 1
    formula = Text("正常月份电量 − 抄见电量", "energy of normal months − registered energy")
    back_bill(sheet, form, whole, code="NORMAL_USE", formula=formula)
    return _finished(sheet, whole)


def _finished(sheet: Sheet, whole: Decimal) -> Outcome:
    """Add the true energy of the whole time: what a faultless meter would have shown."""
    registered = sheet.figures["registered_kwh"].value
    if isinstance(registered, Decimal):
        true = registered * (1 + whole)
        formula = Text("抄见电量 + 全部差额", "registered energy + whole difference")
        numbers = f"{num(registered)} + {num(tidy(registered * whole))} = {num(tidy(true))}"
        words = Text("正确电量", "true energy")
        sheet.figure("correct_kwh", true, "kWh", words, formula=formula, numbers=numbers)
        words = Text("全部差额电量", "whole difference")
        sheet.figure("difference_kwh", true - registered, "kWh", words)
    return sheet.outcome()


def needed(value: Decimal | None, name: str) -> Decimal:
    if value is None:
        raise refused("FACT_MISSING", "缺少 {field}。", "The field {field} is missing.", field=name)
    return value
