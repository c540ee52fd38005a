"""Closing a bill: the residue of a rounded total, and how much of the lines is tax."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gridhall.kernel.money import round_money
from gridhall.rating import wording
from gridhall.rating.charges import Case
from gridhall.rating.law import as_number
from gridhall.rating.result import Line, ParameterRead, TaxShare, Text

ZERO = Decimal("0.00")
RESIDUE = Text("合计取整差额", "Rounding of the total")
RESIDUE_WORDS = Text("取整后的合计 − 各行之和", "rounded total − sum of the lines")


def closed(cases: Sequence[Case]) -> tuple[tuple[Line, ...], tuple[TaxShare, ...]]:
    """Return all lines of the parts, a residue line if the book rounds totals, and the tax."""
    last = cases[-1]
    rounding = last.law.optional_convention("total_rounding")
    if rounding is not None:
        _add_residue(cases, rounding)
    rate = last.law.optional_convention("tax_rate")
    lines = tuple([line for case in cases for line in case.lines])
    return lines, () if rate is None else tax_shares(lines, as_number(rate), last)


def _add_residue(cases: Sequence[Case], rounding: ParameterRead) -> None:
    total = sum((line.amount for case in cases for line in case.lines), ZERO)
    rounded = round_money(total, str(rounding.value))
    if rounded == total:
        return
    case = cases[-1]
    case.part = None  # the residue belongs to the whole bill
    money = wording.money
    case.add(
        "ROUNDING",
        group="rounding",
        formula=RESIDUE_WORDS,
        quantity=rounded - total,
        unit="yuan",
        unit_price=Decimal(1),
        parameters=(rounding,),
        numbers=f"{money(rounded)} − {money(total)}",
        description=RESIDUE,
    )


def tax_shares(lines: Sequence[Line], rate: Decimal, case: Case) -> tuple[TaxShare, ...]:
    """Return net and tax of each group of lines whose prices contain tax at ``rate`` (0.13).

    Net is rounded by the book's rule for amounts, tax is what is left: they always add up.
    """
    found = []
    for group in dict.fromkeys(line.group for line in lines):
        amount = sum((line.amount for line in lines if line.group == group), ZERO)
        net = round_money(amount / (1 + rate), str(case.law.rounding.value))
        found.append(TaxShare(group=group, rate=rate, amount=amount, net=net, tax=amount - net))
    return tuple(found)
