"""What may be written about the clearing of a market."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridhall.rating.claims.rounding import FEN, Rounding
from gridhall.rating.claims.sheet import ONE, ZERO
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Name, Number


class OfferForm(Form):
    """A block of power at a price; a plant may offer several blocks."""

    name: Name = Field(description="Who offers (or buys); several blocks may have one name.")
    mw: Amount = Field(description="Power of the block, MW.")
    price: Number = Field(description="yuan/MWh.")
    must_run_mw: Amount = Field(default=ZERO, description="Taken whatever the price.")


class ClearingForm(CaseForm):
    """One interval of a market with a uniform price."""

    offers: tuple[OfferForm, ...] = Field(
        min_length=1, max_length=2000, description="Blocks offered by plants."
    )
    demand_mw: Amount | None = Field(default=None, description="Demand that takes any price.")
    loads_mw: tuple[Amount, ...] = Field(
        default=(), max_length=2000, description="Instead: single loads, added up."
    )
    bids: tuple[OfferForm, ...] = Field(
        default=(), max_length=2000, description="Buyers with a price: they buy while it pays."
    )
    hours: Amount = Field(default=ONE, description="Length of the interval, h.")
    ties: Literal["pro_rata", "order"] = Field(
        default="pro_rata", description="Equal prices at the margin: shared, or first come."
    )
    price_rule: Literal["offer", "bid", "middle"] = Field(
        default="offer", description="With bids: the marginal offer's price, bid's, or half-way."
    )
    pay_as_bid: bool = Field(default=False, description="Everyone gets the own price instead.")
    matching: Literal["uniform", "pairs"] = Field(
        default="uniform",
        description="uniform: one price; pairs: dearest bid with cheapest offer, a price a pair.",
    )
    pair_share: Amount = Field(
        default=Decimal("0.5"), le=1, description="Pairs: bid − share × (bid − offer)."
    )
    price_cap: Number | None = Field(default=None, description="Highest price, yuan/MWh.")
    shortage_price: Number | None = Field(
        default=None, description="Price if demand stays unmet; by default cap, or last offer."
    )
    mw_rounding: Rounding = Field(
        default=Rounding(mode="none"), description="Of shared power at the margin."
    )
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")
