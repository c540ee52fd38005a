"""Spot settlement: contract, day-ahead and real-time deviations, interval by interval."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import FEN, Rounding, tidy
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, refused
from gridhall.rating.quotes.fields import CaseForm, Form, Number
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


class SpotInterval(Form):
    """One interval. Without a real-time (or day-ahead) market leave its two fields out."""

    contract: Number = Field(default=Decimal(0), description="Contract energy.")
    contract_price: Number = Field(default=Decimal(0), description="Contract price.")
    reference_price: Number | None = Field(
        default=None, description="Node price of a contract for difference; by default day-ahead."
    )
    day_ahead: Number | None = Field(default=None, description="Energy cleared the day before.")
    day_ahead_price: Number | None = Field(default=None, description="Day-ahead price.")
    real_time: Number | None = Field(default=None, description="Energy really used or generated.")
    real_time_price: Number | None = Field(default=None, description="Real-time price.")


class Balancing(Form):
    """调平: what the month's meter shows beyond the sum of the days."""

    month: Number = Field(description="Energy of the month.")
    days: Number | None = Field(default=None, description="Sum of the days; else of intervals.")
    price: Number = Field(description="Average spot price of the month.")


class SpotForm(CaseForm):
    """Spot settlement of a customer, retailer or plant."""

    intervals: tuple[SpotInterval, ...] = Field(
        min_length=1, max_length=9000, description="The intervals, in order."
    )
    form: Literal["deviation", "difference"] = Field(
        default="deviation",
        description=(
            "deviation: Qc·Pc + (Qda − Qc)·Pda + (Qrt − Qda)·Prt; difference (the same sum): "
            "Qda·Pda + (Qrt − Qda)·Prt + Qc·(Pc − Pref)."
        ),
    )
    balancing: Balancing | None = Field(default=None, description="Balancing of the month.")
    unit: Literal["kWh", "MWh"] = Field(default="MWh", description="Prices are by this unit.")
    round_at: Literal["interval", "total"] = Field(
        default="total", description="Whether every interval is rounded, or the sum."
    )
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def spot(form: SpotForm, library: Library) -> Outcome:
    """Return a spot settlement; each part is one line, its intervals are added exactly."""
    sheet = Sheet(library, on=form.law_on)
    sums: dict[str, Decimal] = {}
    energy = ZERO
    for number, item in enumerate(form.intervals, start=1):
        parts = _parts(form, item)
        for code, quantity, price in parts:
            amount = quantity * price
            if form.round_at == "interval":
                amount = form.money_rounding.apply(amount)
            sums[code] = sums.get(code, ZERO) + amount
        energy += _last(item)
        if len(form.intervals) <= 48:
            money = sum((quantity * price for _, quantity, price in parts), ZERO)
            numbers = " + ".join(f"{num(q)} × {num(p)}" for _, q, p in parts)
            words = Text(f"第{number}时段", f"interval {number}")
            formula = Text("各部分电量 × 价格之和", "sum of energy × price")
            key = f"interval_{number}"
            sheet.figure(key, money, "yuan", words, formula=formula, numbers=numbers)
    for code, money in sums.items():
        sheet.line(code, NAMES[code], money, "yuan", ONE, rounding=form.money_rounding)
    if form.balancing is not None:
        item_days = form.balancing.days if form.balancing.days is not None else energy
        rest = form.balancing.month - item_days
        sheet.figure("balancing", rest, form.unit, Text("调平电量", "balancing energy"))
        price, rounding = form.balancing.price, form.money_rounding
        sheet.line(
            "SPOT_BALANCING", NAMES["SPOT_BALANCING"], rest, form.unit, price, rounding=rounding
        )
        energy += rest
    sheet.figure("energy", energy, form.unit, Text("结算电量", "energy settled"))
    if energy:
        words = Text("结算均价", "average price")
        sheet.figure("average_price", tidy(sheet.total() / energy), f"yuan/{form.unit}", words)
    return sheet.outcome()


NAMES = {
    "SPOT_CONTRACT": Text("中长期合约电费", "Contract"),
    "SPOT_DAY_AHEAD": Text("日前（偏差）电费", "Day ahead"),
    "SPOT_REAL_TIME": Text("实时偏差电费", "Real-time deviation"),
    "SPOT_DIFFERENCE": Text("中长期差价电费", "Contract for difference"),
    "SPOT_BALANCING": Text("调平电费", "Balancing"),
}


def _parts(form: SpotForm, item: SpotInterval) -> list[tuple[str, Decimal, Decimal]]:
    """Return (line code, energy, price) of the parts of one interval."""
    ahead = item.contract if item.day_ahead is None else item.day_ahead
    real = ahead if item.real_time is None else item.real_time
    late = ("SPOT_REAL_TIME", real - ahead, _priced(real - ahead, item.real_time_price))
    if form.form == "difference":
        reference = item.reference_price
        if reference is None:
            reference = _priced(item.contract, item.day_ahead_price)
        return [
            ("SPOT_DAY_AHEAD", ahead, _priced(ahead, item.day_ahead_price)),
            late,
            ("SPOT_DIFFERENCE", item.contract, item.contract_price - reference),
        ]
    rest = ahead - item.contract
    return [
        ("SPOT_CONTRACT", item.contract, item.contract_price),
        ("SPOT_DAY_AHEAD", rest, _priced(rest, item.day_ahead_price)),
        late,
    ]


def _priced(quantity: Decimal, price: Decimal | None) -> Decimal:
    """Return the price; raises ``Refused`` if energy has none."""
    if price is None and quantity:
        raise refused(
            "PRICE_MISSING",
            "有偏差电量却没有价格：请填 day_ahead_price 或 real_time_price。",
            "There is energy without a price: state day_ahead_price or real_time_price.",
        )
    return price or ZERO


def _last(item: SpotInterval) -> Decimal:
    for value in (item.real_time, item.day_ahead):
        if value is not None:
            return value
    return item.contract
