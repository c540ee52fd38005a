"""The shape of one charge in a book: a method, the keys of its values, and how it is applied.

Methods of ``books.methods`` follow Chinese rules and name their values one by one. The generic
methods below are for tariffs of any country: their values are named by pattern (``price.peak``,
``bound_1``), and ``options`` say how they are meant. See ``rating/charges/generic``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from gridhall.rating.books.base_schema import Model, Name
from gridhall.rating.books.methods import METHODS


class Options(Model):
    """Say how a generic charge is applied; each method reads the few that concern it."""

    group: str = ""  # what kind of charge its lines are: energy, demand, funds, fixed, other …
    in_pf_base: bool | None = None  # counted by the power-factor adjustment
    months: tuple[int, ...] = ()  # charged only in bills that begin in these months
    rounding: str = ""  # of the line's amount, where it is not the book's
    price_rounding: str = ""
    quantity_rounding: str = ""
    # energy
    relative: dict[str, str] = {}  # period → the period its multiplier is of; default: flat
    floats: tuple[str, ...] = ()  # the components that the multipliers apply to
    by_component: bool = False  # a line for each component
    # tiers
    basis: Literal["period", "month", "year", "season", "day"] = "period"
    seasons: dict[str, tuple[int, ...]] = {}
    split: Literal["pro_rata", "in_time"] = "pro_rata"
    month_count: int | None = Field(default=None, ge=1, le=36)  # where dates do not tell it
    # fixed, per unit, percent, minimum, tax
    of: str = ""  # the quantity: billed, read, active, reactive, a period, fact:name
    per: Literal["bill", "month", "day"] = "bill"
    prorate: Literal["none", "calendar_days", "thirty_days"] = "none"
    groups: tuple[str, ...] = ()  # the groups of lines a per cent, minimum or tax is of
    included: bool = False  # a tax that the prices contain already
    only_low_income: bool = False


@dataclass(frozen=True, slots=True)
class GenericSpec:
    """Tell which values a generic method takes, by pattern, and of which it needs one."""

    roles: re.Pattern[str]
    needs: re.Pattern[str]


_P = r"[a-z][a-z0-9_]*"


def _spec(roles: str, needs: str) -> GenericSpec:
    return GenericSpec(re.compile(roles), re.compile(needs))


GENERIC_METHODS: dict[str, GenericSpec] = {
    "energy": _spec(
        rf"price(\.{_P})?|times\.{_P}|plus\.{_P}|component\.{_P}|funds",
        rf"price(\.{_P})?|component\.{_P}",
    ),
    "tiers": _spec(
        rf"bound_\d+(\.{_P})?|(price|adder)_\d+(\.{_P}){{0,2}}|relief",
        rf"(price|adder)_\d+(\.{_P}){{0,2}}",
    ),
    "demand_periods": _spec(
        rf"price(\.{_P}){{0,2}}|bound_\d+(\.{_P})?|price_\d+(\.{_P})?|ratchet_share|minimum_kw",
        rf"price(_\d+)?(\.{_P}){{0,2}}",
    ),
    "per_unit": _spec("price", "price"),
    "fixed": _spec("price|zero_factor", "price"),
    "amount": _spec("amount", "amount"),
    "free_energy": _spec("allowance|price", "allowance"),
    "percent": _spec("percent", "percent"),
    "minimum": _spec("amount", "amount"),
    "maximum": _spec("amount", "amount"),
    "tax": _spec("percent", "percent"),
}


class Charge(Model):
    """Hold one charge of a price class: a method and the keys of the values it works with.

    ``code`` and ``name`` give a generic charge's lines a name of their own.
    """

    method: str
    billing_methods: tuple[str, ...] = ()
    uses: dict[str, str] = {}
    code: str | None = Field(default=None, pattern=r"^[A-Z][A-Z0-9_]*$")
    name: Name | None = None
    options: Options = Options()

    @model_validator(mode="after")
    def _known_method(self) -> Self:
        generic = GENERIC_METHODS.get(self.method)
        if generic is not None:
            return self._check_generic(generic)
        spec = METHODS.get(self.method)
        if spec is None:
            raise ValueError(f"unknown method {self.method!r}")
        given = set(self.uses)
        if missing := spec.required - given:
            raise ValueError(f"{self.method} lacks {sorted(missing)}")
        extra = given - spec.required - spec.optional
        if extra and not spec.any_role:
            raise ValueError(f"{self.method} does not know {sorted(extra)}")
        return self

    def _check_generic(self, spec: GenericSpec) -> Self:
        if extra := [role for role in self.uses if not spec.roles.fullmatch(role)]:
            raise ValueError(f"{self.method} does not know {sorted(extra)}")
        if not any(spec.needs.fullmatch(role) for role in self.uses):
            raise ValueError(f"{self.method} lacks its {spec.needs.pattern}")
        return self
