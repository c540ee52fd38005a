"""Clearing at one price by merit order: offers from the cheapest up, bids from the dearest down."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from gridhall.rating.books import Library
from gridhall.rating.claims.registered import slug
from gridhall.rating.claims.sheet import ZERO, Sheet, refused
from gridhall.rating.market.clearing_form import ClearingForm, OfferForm
from gridhall.rating.market.pairs import match_pairs
from gridhall.rating.quotes.registry import Outcome
from gridhall.rating.result import Text
from gridhall.rating.wording import num


def clear(form: ClearingForm, library: Library) -> Outcome:
    """Return dispatch, price and payments; raises ``Refused`` if there is no demand."""
    sheet = Sheet(library, on=form.law_on)
    if form.matching == "pairs":
        return match_pairs(form, sheet)
    demand = form.demand_mw
    if demand is None:
        demand = sum(form.loads_mw, ZERO)
    elif form.loads_mw and sum(form.loads_mw, ZERO) != demand:
        loads = sum(form.loads_mw, ZERO)
        sheet.warn(
            "LOADS_DIFFER_FROM_DEMAND",
            f"各负荷之和 {num(loads)} MW 与需求 {num(demand)} MW 不同，按需求出清。",
            f"The loads add to {num(loads)} MW, not {num(demand)} MW; the demand is used.",
        )
    if not demand and not form.bids:
        raise refused("DEMAND_MISSING", "没有需求。", "There is no demand.")
    bought = _bought(form, demand)
    needed = demand + sum(bought.values(), ZERO)
    taken = _dispatch(form.offers, needed, form)
    supplied = sum(taken.values(), ZERO)
    unmet = needed - supplied
    price = _price(form, taken, bought, unmet)
    sheet.figure("demand", needed, "MW", Text("需求", "demand"))
    sheet.figure("price", price, "yuan/MWh", Text("出清价格", "clearing price"))
    sheet.figure("supplied", supplied, "MW", Text("中标出力", "power taken"))
    sheet.figure("unmet", unmet, "MW", Text("未满足需求", "demand not met"))
    if unmet > 0:
        sheet.warn("UNMET_DEMAND", f"缺 {num(unmet)} MW。", f"{num(unmet)} MW are missing.")
    _pay(form, sheet, taken, price)
    for name, mw in _by_name(form.bids, bought).items():
        sheet.figure(f"bought_{slug(name)}", mw, "MW", Text(f"{name}购入", f"bought by {name}"))
    return sheet.outcome()


def _dispatch(
    offers: tuple[OfferForm, ...], needed: Decimal, form: ClearingForm
) -> dict[int, Decimal]:
    """Return the power taken of every offer: must-run first, then by price, ties as asked."""
    taken = {place: min(offer.mw, offer.must_run_mw) for place, offer in enumerate(offers)}
    left = max(ZERO, needed - sum(taken.values(), ZERO))
    cap = form.price_cap
    places = [p for p in range(len(offers)) if cap is None or offers[p].price <= cap]
    places.sort(key=lambda p: offers[p].price)
    for _, group in groupby(places, key=lambda p: offers[p].price):
        same = list(group)
        free = [offers[p].mw - taken[p] for p in same]
        whole = sum(free, ZERO)
        rest = min(left, whole)
        left -= rest
        for place, room in zip(same, free, strict=True):
            if form.ties == "pro_rata" and whole:
                own = form.mw_rounding.apply(room * rest / whole) if rest < whole else room
                if form.mw_rounding.mode != "none" and place == same[-1] and rest < whole:
                    own = rest - sum((taken[p] - _must(offers[p]) for p in same[:-1]), ZERO)
            else:
                own = min(room, rest)
                rest -= own
            taken[place] += own
    return taken


def _must(offer: OfferForm) -> Decimal:
    return min(offer.mw, offer.must_run_mw)


def _bought(form: ClearingForm, demand: Decimal) -> dict[int, Decimal]:
    """Return what bids buy: from the dearest down, while an offer is left that is not dearer."""
    order = sorted(range(len(form.bids)), key=lambda p: -form.bids[p].price)
    offers = sorted(form.offers, key=lambda o: o.price)
    bought = dict.fromkeys(range(len(form.bids)), ZERO)
    taken = demand
    for place in order:
        bid = form.bids[place]
        worth = sum((o.mw for o in offers if o.price <= bid.price), ZERO)
        own = max(ZERO, min(bid.mw, worth - taken))
        bought[place] = own
        taken += own
    return bought


def _price(
    form: ClearingForm, taken: dict[int, Decimal], bought: dict[int, Decimal], unmet: Decimal
) -> Decimal:
    """Return the uniform price: that of the dearest offer taken, within the cap."""
    if unmet > 0:
        for given in (form.shortage_price, form.price_cap):
            if given is not None:
                return given
    used = [form.offers[p].price for p, mw in taken.items() if mw > _must(form.offers[p])] or [
        form.offers[p].price for p, mw in taken.items() if mw > 0
    ]
    price = max(used, default=ZERO)
    bids = [form.bids[p].price for p, mw in bought.items() if mw > 0]
    if bids and form.price_rule != "offer":
        low = min(bids)
        price = low if form.price_rule == "bid" else (price + low) / 2
    return price if form.price_cap is None else min(price, form.price_cap)


def _by_name(offers: tuple[OfferForm, ...], taken: dict[int, Decimal]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for place, mw in taken.items():
        found[offers[place].name] = found.get(offers[place].name, ZERO) + mw
    return found


def _pay(form: ClearingForm, sheet: Sheet, taken: dict[int, Decimal], price: Decimal) -> None:
    """Add one line for every plant: its energy at the price it gets."""
    for name, mw in _by_name(form.offers, taken).items():
        words = Text(f"{name}中标出力", f"power taken from {name}")
        sheet.figure(f"dispatch_{slug(name)}", mw, "MW", words)
    if form.pay_as_bid:
        pays = [(form.offers[p], mw, form.offers[p].price) for p, mw in taken.items() if mw]
        lines = [(offer.name, mw, own) for offer, mw, own in pays]
    else:
        lines = [(n, mw, price) for n, mw in _by_name(form.offers, taken).items() if mw]
    for name, mw, own in lines:
        title = Text(f"{name}电费", f"Paid to {name}")
        rounding = form.money_rounding
        sheet.line("GENERATION", title, mw * form.hours, "MWh", own, rounding=rounding)
