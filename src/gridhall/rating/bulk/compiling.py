"""Tariff books → plans of integers. What a plan cannot say is refused, never approximated."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from gridhall.kernel.errors import GridHallError
from gridhall.rating.books import Library
from gridhall.rating.books.charge_schema import Charge
from gridhall.rating.bulk.prices import ROUNDINGS, LinePrice, Quantity
from gridhall.rating.bulk.register_plan import RegisterPlan
from gridhall.rating.law import Law, as_number


class NotInBulk(GridHallError):
    """A price class is charged in a way that only the readable path knows."""

    code = "NOT_IN_BULK"
    template = "The price class {price_class} cannot be rated in bulk: {problem}"


Entry = tuple[str, Quantity, int, Decimal]


def register_plan(library: Library, price_class: str, *, on: date, tou: bool) -> RegisterPlan:
    """Return how a price class bills registers on a day, for accounts that pay for energy only.

    ``tou`` is whether the accounts' agreements are by time of use. Raises ``NotInBulk`` for a
    charge that needs more than registers (capacity, power factor, …), ``NoValidPrice`` if a
    value is missing.
    """
    plan = library.price_class(price_class, on=on)
    law = Law(library=library, plan=plan, on=on)
    always = any(charge.method == "tou_annual_tiers" for charge in plan.charges)
    periods = plan.tou.periods if plan.tou is not None and (tou or always) else ()
    entries: list[Entry] = []
    relief = None
    for charge in plan.charges:
        if charge.billing_methods and "energy_only" not in charge.billing_methods:
            continue
        entries += _method(charge, price_class)(law, charge, periods)
        if charge.method == "free_allowance":
            relief = _whole(as_number(law.read(charge.uses["allowance"])) * 1000, price_class)
    if law.rounding.value not in ROUNDINGS:
        raise NotInBulk(price_class=price_class, problem=f"rounding {law.rounding.value}")
    decimals = decimals_of(price for *_line, price in entries)
    return RegisterPlan(
        price_class=price_class,
        periods=tuple(periods),
        lines=tuple(
            LinePrice(code=code, quantity=quantity, number=number, units=units_of(price, decimals))
            for code, quantity, number, price in entries
        ),
        decimals=decimals,
        rounding=str(law.rounding.value),
        relief_wh=relief,
        books=tuple((name, library.books[name].sha256) for name in sorted(law.books)),
    )


def decimals_of(prices: Iterable[Decimal]) -> int:
    """Return how many decimals make all prices whole numbers."""
    return max((-int(price.normalize().as_tuple().exponent) for price in prices), default=0)


def units_of(price: Decimal, decimals: int) -> int:
    """Return a price as whole units of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ."""
    return int(price.scaleb(decimals))


def _whole(number: Decimal, price_class: str) -> int:
    if number != number.to_integral_value():
        raise NotInBulk(price_class=price_class, problem=f"{number} Wh is no whole number")
    return int(number)


def _annual_tiers(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    del periods
    return [
        (f"TIER_{n}", Quantity.TIER, n, as_number(law.read(charge.uses[f"tier_{n}"])))
        for n in (1, 2, 3)
    ]


def _tou_annual_tiers(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    lines: list[Entry] = [
        (f"ENERGY_{name.upper()}", Quantity.PERIOD, n, as_number(law.read(charge.uses[name])))
        for n, name in enumerate(periods)
    ]
    return lines + [
        (f"TIER_{n}_ADDER", Quantity.TIER_ADDER, n, as_number(law.read(charge.uses[f"adder_{n}"])))
        for n in (2, 3)
    ]


def _flat(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    del periods
    return [("ENERGY_SHARED", Quantity.TOTAL, 0, as_number(law.read(charge.uses["price"])))]


def _funds(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    del periods
    return [("FUNDS", Quantity.TOTAL, 0, as_number(law.read(charge.uses["price"])))]


def _relief(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    del periods
    return [("LOW_INCOME", Quantity.RELIEF, 0, as_number(law.read(charge.uses["price"])))]


def _period_energy(law: Law, charge: Charge, periods: tuple[str, ...]) -> list[Entry]:
    funds = as_number(law.read(charge.uses["funds"]))
    if not periods:
        price = as_number(law.read(charge.uses["non_tou"])) - funds
        return [("ENERGY_NON_TOU", Quantity.TOTAL, 0, price)]
    return [
        (f"ENERGY_{name.upper()}", Quantity.PERIOD, n,
         as_number(law.read(charge.uses[name])) - funds)
        for n, name in enumerate(periods)
    ]  # fmt: skip


Compile = Callable[[Law, Charge, tuple[str, ...]], list[Entry]]
_METHODS: dict[str, Compile] = {
    "annual_tiers": _annual_tiers,
    "tou_annual_tiers": _tou_annual_tiers,
    "flat_energy": _flat,
    "funds": _funds,
    "free_allowance": _relief,
    "period_energy": _period_energy,
}
#: Charges that add nothing to an account without capacity, demand, power factor or ratio points.
_SILENT = frozenset({"ratio_share", "power_factor"})


def _method(charge: Charge, price_class: str) -> Compile:
    if charge.method in _SILENT:
        return lambda _law, _charge, _periods: []
    if charge.method not in _METHODS:
        raise NotInBulk(price_class=price_class, problem=f"charge method {charge.method}")
    return _METHODS[charge.method]
