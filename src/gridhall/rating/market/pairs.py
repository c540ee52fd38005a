"""Matching in pairs: the dearest bid meets the cheapest offer, each pair has its own price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gridhall.rating.claims.sheet import ZERO, Sheet
from gridhall.rating.market.clearing_form import ClearingForm, OfferForm
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text


@dataclass(slots=True)
class _Left:
    """Hold what is left of an offer or bid."""

    name: str
    price: Decimal
    mw: Decimal


def match_pairs(form: ClearingForm, sheet: Sheet) -> Outcome:
    """Match bids and offers until no pair gains; price = bid − share × (bid − offer)."""
    sellers = _queue(form.offers, 1)
    buyers = _queue(form.bids, -1)
    number, traded = 0, ZERO
    while sellers and buyers and buyers[0].price >= sellers[0].price:
        seller, buyer = sellers[0], buyers[0]
        mw = min(seller.mw, buyer.mw)
        number += 1
        traded += mw
        price = buyer.price - form.pair_share * (buyer.price - seller.price)
        words = Text(f"{seller.name} → {buyer.name}", f"{seller.name} → {buyer.name}")
        sheet.figure(f"pair_{number}_mw", mw, "MW", words)
        sheet.figure(f"pair_{number}_price", price, "yuan/MWh", words)
        rounding = form.money_rounding
        sheet.line("PAIR", words, mw * form.hours, "MWh", price, rounding=rounding)
        seller.mw -= mw
        buyer.mw -= mw
        sellers, buyers = [s for s in sellers if s.mw], [b for b in buyers if b.mw]
    sheet.figure("traded", traded, "MW", Text("成交", "traded"))
    if traded and form.hours:
        mean = sheet.total() / (traded * form.hours)
        sheet.figure("average_price", mean, "yuan/MWh", Text("成交均价", "average price"))
    return sheet.outcome()


def _queue(items: tuple[OfferForm, ...], sign: int) -> list[_Left]:
    ordered = sorted(items, key=lambda item: sign * item.price)
    return [_Left(item.name, item.price, item.mw) for item in ordered if item.mw]
