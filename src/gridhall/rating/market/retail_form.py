"""What may be written about a retail package: how its price is made, period by period."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.claims.rounding import EXACTLY, FEN, Rounding
from gridhall.rating.quotes.fields import Amount, CaseForm, Form, Name, Number, wrong


class Bounded(Form):
    """A price with its own limits and its own share of the energy."""

    share: Amount = Field(
        default=Decimal(1), description="Share of the energy in a mixed package, 0 to 1."
    )
    cap: Number | None = Field(default=None, description="Not above this price, yuan/kWh.")
    floor: Number | None = Field(default=None, description="Not below this price, yuan/kWh.")


class FixedPart(Bounded):
    """Fixed: the same price whatever the market does."""

    type: Literal["fixed"] = Field(description="How the price is made.")
    price: Number | None = Field(default=None, description="yuan/kWh.")
    prices: dict[str, Number] = Field(default_factory=dict, description="By period.")
    base: Number | None = Field(default=None, description="With multipliers: base price.")
    multipliers: dict[str, Amount] = Field(default_factory=dict, description="By period, on base.")


class AveragePart(Bounded):
    """Market average + service fee."""

    type: Literal["average_plus_fee"] = Field(description="How the price is made.")
    average: Number | None = Field(default=None, description="yuan/kWh; else of each period.")
    fee: Number = Field(default=Decimal(0), description="Service fee, yuan/kWh.")


class ProfitPart(Bounded):
    """Profit sharing: P(avg) − (P(avg) − P(own)) × K."""

    type: Literal["profit_share"] = Field(description="How the price is made.")
    average: Number = Field(description="Average of all retailers (the yardstick), yuan/kWh.")
    own: Number = Field(description="The retailer's own purchase price, yuan/kWh.")
    customer_share: Amount = Field(description="K, the customer's share of the difference, 0–1.")
    loss_share: Amount | None = Field(
        default=None, description="K where the own price is the dearer one; by default the same."
    )
    fee: Number = Field(default=Decimal(0), description="Service fee, yuan/kWh.")


class LinkedPart(Bounded):
    """Linked to the market price of each period (day-ahead or real-time), × factor + fee."""

    type: Literal["linked"] = Field(description="How the price is made.")
    factor: Number = Field(default=Decimal(1), description="On the market price.")
    fee: Number = Field(default=Decimal(0), description="Service fee, yuan/kWh.")


class SpreadPart(Bounded):
    """A reference price less a spread."""

    type: Literal["spread"] = Field(description="How the price is made.")
    reference: Number = Field(description="Reference price, yuan/kWh.")
    spread: Number = Field(description="Taken off the reference price, yuan/kWh.")


Part = Annotated[
    FixedPart | AveragePart | ProfitPart | LinkedPart | SpreadPart, Field(discriminator="type")
]


class UseForm(Form):
    """The energy of one period (hour, half hour, or a whole time-of-use period)."""

    name: Name = Field(default="total", description="Name of the period.")
    kwh: Number = Field(description="Energy, kWh.")
    market_price: Number | None = Field(default=None, description="yuan/kWh of this period.")


class AdderForm(Form):
    """A price of the grid beside the retail price: transmission, losses, operation, funds."""

    name: str = Field(min_length=1, max_length=60, description="Name on the bill.")
    price: Number = Field(description="yuan/kWh on all energy.")


class RetailForm(CaseForm):
    """One month at one retail package."""

    use: tuple[UseForm, ...] = Field(
        min_length=1,
        max_length=9000,
        description="Energy by period, with market prices where the package needs them.",
    )
    package: tuple[Part, ...] = Field(
        min_length=1, max_length=10, description="One part, or several with shares (mixed)."
    )
    cap: Number | None = Field(default=None, description="On the average price of the package.")
    floor: Number | None = Field(default=None, description="On the average price of the package.")
    adders: tuple[AdderForm, ...] = Field(
        default=(), max_length=40, description="Prices of the grid beside the package."
    )
    price_rounding: Rounding = Field(default=EXACTLY, description="Of every price.")
    money_rounding: Rounding = Field(default=FEN, description="Of every line of money.")

    @model_validator(mode="after")
    def _shares_make_one(self) -> Self:
        if sum((part.share for part in self.package), Decimal(0)) != 1:
            raise wrong("shares", "各部分 share 之和应为 1", "the shares must add up to 1")
        return self
