"""Rule 11: energy behind the account's meters that is billed at another price class.

Ratios (定比), fixed quantities (定量) and sub-meters at a class of one flat price make one line.
Any other class writes its own energy and fund lines for the share. None of them counts for the
power-factor adjustment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from gridhall.rating.books import ChargePlan
from gridhall.rating.books.errors import NoValidPrice
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges import components, energy
from gridhall.rating.charges.case import Case
from gridhall.rating.charges.generic import GENERIC
from gridhall.rating.errors import INCONSISTENT_POINTS, Hold
from gridhall.rating.law import Law, as_number
from gridhall.rating.result import BilledQuantities, PeriodQuantity, RatioShare, Text

#: The charges of its own class that a share may bear; capacity and power factor are the account's.
OF_SHARES: Mapping[str, Callable[[Case, Charge], None]] = MappingProxyType(
    {
        **GENERIC,
        "flat_energy": energy.flat_energy,
        "period_energy": energy.period_energy,
        "component_energy": components.component_energy,
        "funds": energy.funds,
    }
)


def ratio_share(case: Case, charge: Charge) -> None:
    """Write the lines of every share at the share's own price class."""
    del charge  # the share names its price class
    for share in case.quantities.shares:
        plan = case.law.other_class(share.price_class)
        key = _flat_price(plan)
        if key is None:
            _at_own_class(case, share, plan)
            continue
        price = case.law.read(key)
        case.add(
            "RES_SHARE",
            group="residential_share",
            formula="energy",
            quantity=share.kwh,
            unit="kWh",
            unit_price=as_number(price),
            parameters=(price,),
            inputs=share.inputs,
        )


def _flat_price(plan: ChargePlan) -> str | None:
    for charge in plan.charges:
        if charge.method == "flat_energy":
            return charge.uses["price"]
    return None


def _at_own_class(case: Case, share: RatioShare, plan: ChargePlan) -> None:
    """Let the share's class write its lines for the share's energy."""
    charges = [c for c in plan.charges if c.method in OF_SHARES]
    if not charges:
        raise NoValidPrice(key=share.price_class, on=case.law.on)
    law = case.law.of_class(share.price_class)
    desk = replace(case, quantities=_quantities(share, law), law=law, lines=[], steps=[])
    for charge in charges:
        OF_SHARES[charge.method](desk, charge)
    for line in desk.lines:
        name = Text(
            f"{line.description.zh}（{plan.name.zh}）", f"{line.description.en} ({plan.code})"
        )
        case.lines.append(replace(line, description=name, in_pf_base=False))
    case.steps.extend(desk.steps)


def _quantities(share: RatioShare, law: Law) -> BilledQuantities:
    """Return the share's energy by the periods of its own class; one total without them."""
    tou = law.plan.tou
    total = PeriodQuantity(period="total", kwh=share.kwh, inputs=share.inputs)
    periods: tuple[PeriodQuantity, ...] = (total,)
    by_name = {p.period: p for p in share.periods}
    if tou is not None and set(tou.periods) <= set(by_name):
        periods = tuple(by_name[name] for name in tou.periods)
    elif tou is not None and "total" not in by_name:
        problem = f"{share.mp_no}: its class has other periods than its meter"
        raise Hold(INCONSISTENT_POINTS, problem=problem)
    return BilledQuantities(
        read_kwh=share.kwh,
        active_kwh=share.kwh,
        reactive_kvarh=None,
        demand_kw=None,
        periods=periods,
        active_inputs=share.inputs,
    )
