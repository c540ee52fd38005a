"""Tiers of an inline tariff: bounds by month, year, season, day or hours of use; prices by tier."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gridhall.rating.quotes.fields import Amount, Form, Name, Number, wrong
from gridhall.rating.quotes.inline.parts import Months, TextForm


class BoundForm(Form):
    """The upper bound of a tier; of several limits the smaller counts."""

    kwh: Amount | None = None
    kwh_per_kw: Amount | None = Field(
        default=None, description="Hours of use of the demand: kWh per kW of maximum demand."
    )


def _as_bound(value: Any) -> Any:
    return value if isinstance(value, dict | BoundForm) else {"kwh": value}


Bound = Annotated[BoundForm, BeforeValidator(_as_bound, json_schema_input_type=BoundForm | Amount)]


class SeasonForm(Form):
    """The months of a season with its own bounds or prices."""

    months: Months
    bounds: tuple[Amount, ...] = Field(default=(), max_length=20)
    prices: tuple[Number, ...] = Field(default=(), max_length=21)
    adders: tuple[Number, ...] = Field(default=(), max_length=20)


def _rising(bounds: Sequence[Decimal]) -> None:
    """Raise a mistake where a tier ends below the one before it."""
    for lower, upper in pairwise(bounds):
        if upper < lower:
            raise wrong(
                "tiers",
                "档限应由低到高，{upper} 小于前一档的 {lower}",
                "bounds must rise: {upper} lies below the one before it, {lower}",
                lower=lower,
                upper=upper,
            )


class TiersForm(Form):
    """Tiers: absolute prices (one more than bounds), or surcharges from the second tier on."""

    name: TextForm | Name | None = None
    basis: Literal["period", "month", "year", "season", "day"] = Field(
        default="month",
        description="What the bounds are of: the period as it is, each month of it (× months), "
        "the year or season so far (used_before), or each day (× days).",
    )
    months: int | None = Field(
        default=None, ge=1, le=36, description="Months of the period, where dates do not tell."
    )
    bounds: tuple[Bound, ...] = Field(default=(), max_length=20, description="Upper bounds, kWh.")
    prices: tuple[Number, ...] | dict[str, tuple[Number, ...]] = Field(
        default=(), description="Prices by tier; or by period, each a list by tier."
    )
    adders: tuple[Number, ...] | dict[str, tuple[Number, ...]] = Field(
        default=(), description="Surcharges of tier 2, 3 …; or by period, each such a list."
    )
    seasons: dict[str, SeasonForm] = Field(
        default_factory=dict,
        max_length=12,
        description="Months with bounds or prices of their own.",
    )
    relief_kwh_per_month: Amount | None = Field(
        default=None, description="Enlarges tier 1 of a large household, from the month of grant."
    )
    only_months: Months | None = Field(default=None, description="These tiers hold only then.")

    @model_validator(mode="after")
    def _counts_fit(self) -> Self:
        self._fit(len(self.bounds), self.prices, self.adders, "")
        _rising([b.kwh for b in self.bounds if b.kwh is not None and b.kwh_per_kw is None])
        for name, season in self.seasons.items():
            bounds = len(season.bounds) or len(self.bounds)
            _rising(season.bounds)
            self._fit(bounds, season.prices, season.adders, name)
            if season.bounds and self.bounds and len(season.bounds) != len(self.bounds):
                raise wrong(
                    "tiers",
                    "各季档数应相同（{name}）",
                    "every season needs the same number of tiers ({name})",
                    name=name,
                )
        return self

    def _fit(self, bounds: int, prices: Any, adders: Any, where: str) -> None:
        rows = prices.values() if isinstance(prices, dict) else [prices] if prices else []
        for row in rows:
            if len(row) != bounds + 1:
                raise wrong(
                    "tiers",
                    "{bounds} 个上限要有 {more} 个档价，这里有 {number} 个{where}",
                    "{bounds} bounds need {more} prices, here are {number} {where}",
                    bounds=bounds,
                    more=bounds + 1,
                    number=len(row),
                    where=where,
                )
        rows = adders.values() if isinstance(adders, dict) else [adders] if adders else []
        for row in rows:
            if len(row) != bounds:
                raise wrong(
                    "tiers",
                    "{bounds} 个上限要有 {bounds} 个加价（从第二档起），这里有 {number} 个{where}",
                    "{bounds} bounds need {bounds} surcharges (from tier 2 on), here are "
                    "{number} {where}",
                    bounds=bounds,
                    number=len(row),
                    where=where,
                )

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods of the day whose prices or surcharges differ."""
        named = list(self.prices) if isinstance(self.prices, dict) else []
        named += list(self.adders) if isinstance(self.adders, dict) else []
        return tuple(dict.fromkeys(named))
