"""Fees beside energy (connection, repair, test) and what is given back of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gridhall.rating.books import Library
from gridhall.rating.claims.rounding import FEN, Rounding
from gridhall.rating.claims.sheet import ONE, ZERO, Sheet, factor, refused
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Number
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text


class MeterTest(Form):
    """What the test of a meter found; out of tolerance the fee of the test is given back."""

    error_pct: Number = Field(description="Error found, per cent.")
    tolerance_pct: Amount | None = Field(
        default=None, description="Permitted error; by default that of a home's meter."
    )


class FeeItemForm(Form):
    """One fee: quantity × amount."""

    name: str = Field(min_length=1, max_length=60, description="Name on the bill.")
    quantity: Amount = Field(default=ONE, description="Pieces, kVA, metres, hours.")
    unit: Literal["piece", "kVA", "kW", "m", "h", "time", "yuan"] = Field(
        default="piece", description="Unit of the quantity."
    )
    amount: Amount | None = Field(default=None, description="yuan each.")
    rule: str = Field(
        default="", max_length=60, description="Key of a dated table, instead of an amount."
    )
    refundable: bool = Field(default=False, description="Given back when the use ends (deposit).")
    share_back: Amount = Field(default=ZERO, le=1, description="Share that is given back.")
    test: MeterTest | None = Field(
        default=None, description="Result of a meter test, for the fee of the test."
    )


class FeesForm(CaseForm):
    """Fees of one occasion."""

    region: str = Field(default="", max_length=12, description="Prefix of local rules.")
    items: tuple[FeeItemForm, ...] = Field(min_length=1, max_length=200, description="The fees.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")


def fees(form: FeesForm, library: Library) -> Outcome:
    """Return fees and what is given back; raises ``Refused`` for a fee without an amount."""
    sheet = Sheet(library, on=form.law_on, region=form.region)
    charged = back = ZERO
    for item in form.items:
        if item.amount is None and not item.rule:
            raise refused(
                "FEE_MISSING",
                "“{name}”没有收费标准：各地不同，请填 amount 或 rule。",
                "The fee {name} has no amount: it is local, state amount or rule.",
                name=item.name,
            )
        rate = sheet.number(item.rule, item.amount)
        title = Text(item.name, item.name)
        own = sheet.line(
            "FEE", title, item.quantity, item.unit, rate.value,
            rounding=form.money_rounding, reads=rate.reads, group="fee",
        )  # fmt: skip
        charged += own
        share = ONE if item.refundable or _failed(sheet, item) else item.share_back
        if share:
            title = Text(f"退还{item.name}", f"Given back: {item.name}")
            back -= sheet.line(
                "FEE_REFUND", title, -own, "yuan", ONE, group="fee",
                factors=[factor("退还比例", "share given back", share)],
                rounding=form.money_rounding,
            )  # fmt: skip
    sheet.figure("charged", charged, "yuan", Text("应收", "charged"))
    sheet.figure("refund", back, "yuan", Text("应退", "given back"))
    return sheet.outcome()


def _failed(sheet: Sheet, item: FeeItemForm) -> bool:
    """Tell whether the test found the meter out of tolerance, so that its fee is given back."""
    if item.test is None:
        return False
    rule = sheet.rule("fees.test_refund")
    limit = sheet.number("meter_error.tolerance_residential_pct", item.test.tolerance_pct)
    return rule == "out_of_tolerance" and abs(item.test.error_pct) > limit.value
