"""Generic method ``demand_periods``: maximum demand of each period of the day, in steps.

``price.peak`` is charged for the maximum within the peak hours, ``price`` for that of any time;
``bound_1.peak`` and ``price_1.peak`` … make steps of kW. The demand of a period comes from the
intervals and the tariff's calendar, or is stated as the fact ``demand.peak``. A ratchet bills at
least a share of the highest demand of earlier months (fact ``demand.highest``).
"""

from __future__ import annotations

from decimal import Decimal

from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.generic import peaks, words
from gridhall.rating.charges.generic.amounts import applies, demand_of, fact, share_of_days
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.result import ParameterRead, Text

ZERO = Decimal(0)
ANY_TIME = ""
JOINED = "_or_"  # peak_or_flat: the highest of several periods


def demand_periods(case: Case, charge: Charge) -> None:
    """Write the demand lines: each period's, then that of any time."""
    if not applies(case, charge):
        return
    for period in _periods(charge):
        measured = _measured(case, charge, period)
        billed, reads = _billed(case, charge, measured)
        for number, part, price in _steps(case, charge, period, billed):
            _line(case, charge, period, number, part, (price, *reads))


def _periods(charge: Charge) -> list[str]:
    """Return the periods that have a price, any time last."""
    found: dict[str, None] = {}
    for role in charge.uses:
        head, _, tail = role.partition(".")
        if head == "price" or head.startswith("price_"):
            found[tail] = None
    return sorted(found, key=lambda period: (period == ANY_TIME, list(found).index(period)))


def _measured(case: Case, charge: Charge, period: str) -> Decimal:
    """Return the maximum demand in kW of a period; holds the bill where nobody knows it."""
    stated = fact(case, f"demand.{period}") if period else None
    if stated is not None:
        return stated
    if any(point.intervals for point in case.request.points):
        highest = peaks.by_period(case)
        of = period.split(JOINED) if period else list(highest)
        return max((highest.get(name, ZERO) for name in of), default=ZERO)
    if not period:
        given = demand_of(case)
        if given is not None:
            return given
    raise Hold(AGREEMENT_INCOMPLETE, field=f"demand.{period}" if period else "max_demand")


def _billed(
    case: Case, charge: Charge, measured: Decimal
) -> tuple[Decimal, tuple[ParameterRead, ...]]:
    """Return the demand that is billed: at least the ratchet's share and the minimum."""
    billed, reads = measured, []
    texts = [wording.num(measured)]
    if "ratchet_share" in charge.uses:
        share = case.law.read(charge.uses["ratchet_share"])
        highest = fact(case, "demand.highest")
        if highest is None:
            raise Hold(AGREEMENT_INCOMPLETE, field="demand.highest")
        reads.append(share)
        billed = max(billed, as_number(share) * highest)
        texts.append(f"{wording.num(as_number(share))} × {wording.num(highest)}")
    if "minimum_kw" in charge.uses:
        reads.append(case.law.read(charge.uses["minimum_kw"]))
        billed = max(billed, as_number(reads[-1]))
        texts.append(wording.num(as_number(reads[-1])))
    if len(texts) > 1:
        case.explain(
            "BILLED_DEMAND",
            description=Text("计费需量", "Billed demand"),
            formula=words.BILLED_DEMAND,
            numbers=f"max({', '.join(texts)}) = {wording.num(billed)}",
            value=plain(billed),
            unit="kW",
            parameters=tuple(reads),
        )
    return plain(billed), tuple(reads)


def _steps(
    case: Case, charge: Charge, period: str, billed: Decimal
) -> list[tuple[int, Decimal, ParameterRead]]:
    """Return the parts of a demand with their prices; one part where there are no steps."""
    tail = f".{period}" if period else ""
    if f"price{tail}" in charge.uses:
        return [(0, billed, case.law.read(charge.uses[f"price{tail}"]))]
    found, before, number = [], ZERO, 1
    while f"price_{number}{tail}" in charge.uses:
        key = charge.uses.get(f"bound_{number}{tail}")
        bound = billed if key is None else as_number(case.law.read(key))
        part = max(ZERO, min(billed, bound) - before)
        if part or number == 1:
            price = case.law.read(charge.uses[f"price_{number}{tail}"])
            found.append((number, plain(part), price))
        before, number = max(before, bound), number + 1
    return found


def _line(
    case: Case,
    charge: Charge,
    period: str,
    number: int,
    part: Decimal,
    reads: tuple[ParameterRead, ...],
) -> None:
    code = charge.code or "DEMAND"
    if period and (charge.code is None or len(_periods(charge)) > 1):
        code += f"_{period.upper()}"
    case.add(
        code + (f"_{number}" if number > 1 else ""),
        group=charge.options.group or "demand",
        formula=words.DEMAND,
        quantity=part,
        unit="kW",
        unit_price=as_number(reads[0]),
        parameters=reads,
        factors=share_of_days(case),
        inputs=case.quantities.demand_inputs,
        description=words.with_period(words.name_of(charge, "demand"), period or "total"),
        in_pf_base=charge.options.in_pf_base is not False,
        rounding_rule=charge.options.rounding,
    )
