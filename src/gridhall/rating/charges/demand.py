"""Rules 13 and 14: the demand charge, by the strategy that the book or the agreement names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gridhall.kernel.periods import DatePeriod
from gridhall.rating import wording
from gridhall.rating.books.schema import Charge
from gridhall.rating.charges import demand_strategies as ways
from gridhall.rating.charges.capacity import runs_of
from gridhall.rating.charges.case import Case, plain
from gridhall.rating.charges.demand_price import demand_price
from gridhall.rating.charges.installed import Limits
from gridhall.rating.charges.months import MonthShare, month_shares
from gridhall.rating.errors import AGREEMENT_INCOMPLETE, Hold
from gridhall.rating.law import as_number
from gridhall.rating.request import CapacityChangeKind, IncomingLine
from gridhall.rating.result import Factor, LineDemand, ParameterRead, Text

OVER = Text("超需量倍数", "multiple for the excess")
DAYS = Text("天数", "days")
MONTHS = Text("月数", "months")
EXCESS_WORDS = Text(
    "（最大需量 − 合同需量）× 需量电价 × 超需量倍数",
    "(maximum demand − contract demand) × demand price × multiple",
)
ZERO = Decimal(0)
WITHOUT_FLOOR = "none"


@dataclass(frozen=True, slots=True)
class _Terms:
    """Hold how demand is charged in this case."""

    strategy: str
    price: Decimal
    priced: tuple[ParameterRead, ...]  # price and, if it was reduced, why
    floor: tuple[ParameterRead, ...]
    threshold: ParameterRead | None
    multiple: ParameterRead | None


def demand(case: Case, charge: Charge) -> None:
    """Write the demand lines, for each incoming line if the agreement names several.

    C = max(contract demand, floor share × (transformers + high-voltage motors)). What is billed
    of C and of the measured demand is the strategy's matter (``demand_strategies``). Lines of
    supply are measured and billed apart and so added up.
    """
    if case.quantities.demand_kw is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="max_demand")
    terms = _terms(case, charge)
    agreement = case.request.agreement
    if not agreement.incoming_lines:
        whole = IncomingLine(
            line="",
            contract_demand_kw=agreement.contract_demand_kw,
            capacity_kva=_floor_capacity(case, charge, terms),
            hv_motor_kw=agreement.hv_motor_kw,
        )
        found = LineDemand(
            line="", kw=case.quantities.demand_kw, inputs=case.quantities.demand_inputs
        )
        _bill(case, charge, terms, whole, found)
        return
    measured = {item.line: item for item in case.quantities.demand_lines}
    for line in agreement.incoming_lines:
        if line.line not in measured:
            raise Hold(AGREEMENT_INCOMPLETE, field="max_demand")
        _bill(case, charge, terms, line, measured[line.line])


def _terms(case: Case, charge: Charge) -> _Terms:
    def read(role: str) -> ParameterRead | None:
        return case.law.read(charge.uses[role]) if role in charge.uses else None

    named = read("strategy")
    strategy = case.request.agreement.demand_strategy
    strategy = strategy or (str(named.value) if named is not None else ways.DEFAULT)
    if strategy not in ways.STRATEGIES:
        raise Hold(AGREEMENT_INCOMPLETE, field=f"demand_strategy {strategy}")
    price, priced = demand_price(case, charge)
    share = None if strategy in ways.WITHOUT_FLOOR else read("floor_share")
    if share is not None and case.request.agreement.demand_floor_base == WITHOUT_FLOOR:
        share = None
        case.warn(
            "DEMAND_FLOOR_NOT_CHECKED",
            "未提供变压器容量，合同最大需量未按容量下限核定。",
            "The capacity was not given: the contract demand was not compared with its floor.",
        )
    return _Terms(
        strategy=strategy,
        price=price,
        priced=priced,
        floor=() if share is None else (share,),
        threshold=read("threshold"),
        multiple=read("multiple"),
    )


def _bill(case: Case, charge: Charge, terms: _Terms, line: IncomingLine, found: LineDemand) -> None:
    contract = _contract_demand(case, terms, line)
    one = Decimal(1)
    facts = ways.DemandFacts(
        measured=found.kw,
        contract=contract,
        threshold=as_number(terms.threshold) if terms.threshold else one,
        multiple=as_number(terms.multiple) if terms.multiple else one,
    )
    others = (terms.threshold,) if terms.threshold else ()
    for row in ways.STRATEGIES[terms.strategy](facts):
        if row.over and terms.multiple is not None:
            reads = (*terms.priced, *others, terms.multiple)
        else:
            reads = (*terms.priced, *terms.floor, *others)
        for share in _shares(case, charge):
            _line(case, terms, row, line, found, share, reads)


def _line(
    case: Case,
    terms: _Terms,
    row: ways.DemandRow,
    line: IncomingLine,
    found: LineDemand,
    share: tuple[Factor, ...],
    reads: tuple[ParameterRead, ...],
) -> None:
    code = "DEMAND_OVER" if row.over else "DEMAND"
    factors = share
    if row.over and terms.multiple is not None:
        factors = (Factor(name=OVER, numerator=as_number(terms.multiple)), *share)
    name = wording.LINES[code]
    words: str | Text = "demand_over" if row.over else "demand"
    if row.over and terms.strategy in ways.EXCESS_FROM_CONTRACT:
        words = EXCESS_WORDS
    case.add(
        code,
        group="demand",
        formula=words,
        quantity=row.kw,
        unit="kW",
        unit_price=terms.price,
        parameters=reads,
        factors=factors,
        inputs=found.inputs,
        description=Text(f"{name.zh}（{line.line}）", f"{name.en} ({line.line})")
        if line.line
        else None,
        in_pf_base=True,
    )


def _shares(case: Case, charge: Charge) -> list[tuple[Factor, ...]]:
    """Return the factors of the months the case covers: none for exactly one whole month."""
    rule = "calendar_days"
    if "divisor" in charge.uses:
        rule = str(case.law.read(charge.uses["divisor"]).value)
    shares = month_shares(_connected(case), billed=case.whole_period, divisor_rule=rule)
    whole = [share for share in shares if share.whole]
    parts: list[tuple[Factor, ...]] = [_days(share) for share in shares if not share.whole]
    if parts and "divisor" not in charge.uses:
        case.warn(
            "PART_MONTH_BY_CALENDAR_DAYS",
            "电价册未写明需量电费的日折算办法，按当月日历天数折算。",
            "The book does not say how a part month of demand is charged; by calendar days here.",
        )
    if len(whole) == 1:
        return [(), *parts]
    if whole:
        return [(Factor(name=MONTHS, numerator=Decimal(len(whole))),), *parts]
    return parts


def _connected(case: Case) -> DatePeriod:
    """Return the days of the case on which the site was supplied: from its new connection, to
    the day it was closed (rules of 1996 and 2024: the months of both by days).
    """
    start, end = case.period.start, case.period.end
    for change in case.request.agreement.capacity_changes:
        if change.from_date <= start or (end is not None and change.from_date >= end):
            continue
        if change.kind is CapacityChangeKind.NEW:
            start = change.from_date
        elif change.kind is CapacityChangeKind.CLOSE:
            end = change.from_date
    return DatePeriod(start, end)


def _days(share: MonthShare) -> tuple[Factor, ...]:
    return (Factor(name=DAYS, numerator=Decimal(share.days), denominator=Decimal(share.divisor)),)


def _floor_capacity(case: Case, charge: Charge, terms: _Terms) -> Decimal | None:
    """Return the capacity the floor is a share of: as contracted, or less what was suspended."""
    if not terms.floor:
        return None
    agreement = case.request.agreement
    base = agreement.demand_floor_base
    if not base and "floor_base" in charge.uses:
        base = str(case.law.read(charge.uses["floor_base"]).value)
    if base == "less_suspended" or agreement.contracted_capacity_kva is None:
        return max(run.kva for run in runs_of(case, Limits()))
    return agreement.contracted_capacity_kva


def _contract_demand(case: Case, terms: _Terms, line: IncomingLine) -> Decimal:
    """Return C, explained; holds the bill if the agreement lacks facts."""
    contract = line.contract_demand_kw
    if contract is None and terms.strategy in ways.NEEDS_CONTRACT:
        raise Hold(AGREEMENT_INCOMPLETE, field="contract_demand_kw")
    declared = contract or ZERO
    if not terms.floor:
        return plain(declared)
    if line.capacity_kva is None:
        raise Hold(AGREEMENT_INCOMPLETE, field="contracted_capacity_kva")
    share, motors = terms.floor[0], line.hv_motor_kw or ZERO
    billed = plain(max(declared, as_number(share) * (line.capacity_kva + motors)))
    num = wording.num
    case.explain(
        "CONTRACT_DEMAND",
        description=Text("计费合同需量", "Contract demand for billing"),
        formula="contract_demand",
        numbers=(
            f"max({num(declared)}, {num(as_number(share))} × "
            f"({num(line.capacity_kva)} + {num(motors)})) = {num(billed)}"
        ),
        value=billed,
        unit="kW",
        parameters=(share,),
    )
    return billed
