"""Whether a sheet is in yuan or in fen: what it says must agree with the size of its numbers."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

from gridhall.rating.books.sheets.errors import Problem, SheetRefused
from gridhall.rating.books.sheets.layout import Layout
from gridhall.rating.result import Text

FEN_PER_YUAN = Decimal(100)
#: Full energy prices in China lie well inside these bounds, in yuan per kWh.
LOWEST, HIGHEST = Decimal("0.05"), Decimal(5)


def divisor(layout: Layout) -> Decimal:
    """Return 1 for a sheet in yuan and 100 for one in fen.

    Raises ``SheetRefused`` if the numbers fit neither, or contradict what the sheet says.
    """
    prices = [
        row.printed[role]
        for row in layout.rows
        for role in ("total", "flat")
        if role in row.printed
    ]
    if not prices:
        prices = [sum(row.printed.values(), Decimal(0)) for row in layout.rows]
    if not prices:
        raise SheetRefused((Problem(0, "", Text("没有价格行", "there is no row of prices")),))
    middle = median(prices)
    fits = [
        unit
        for unit, scale in (("yuan", Decimal(1)), ("fen", FEN_PER_YUAN))
        if LOWEST <= middle / scale <= HIGHEST
    ]
    unit = layout.unit or (fits[0] if len(fits) == 1 else "")
    if unit not in fits:
        stated = {"yuan": "元", "fen": "分", "": "（未写）"}[layout.unit]
        text = Text(
            f"单位看不准：表上写{stated}，价格中位数为 {middle}",
            f"the unit is unclear: the sheet says {layout.unit or 'nothing'}, "
            f"the middle price is {middle}",
        )
        raise SheetRefused((Problem(0, "", text),))
    return FEN_PER_YUAN if unit == "fen" else Decimal(1)
