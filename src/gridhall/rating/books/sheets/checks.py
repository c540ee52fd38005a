"""The sum check: every printed price must follow from the components beside it.

If one or two cells of a row differ, those cells are wrong. If all cells of a row differ by the
same amount, its transmission and distribution price is. If all rows do, a component that all rows
share is wrong, and a person must say which.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from statistics import median

from gridhall.rating.books.sheets.errors import Problem, SheetRefused, letters
from gridhall.rating.books.sheets.layout import COMPONENTS, PERIODS, Layout, PriceRow
from gridhall.rating.books.sheets.proposal import Finding
from gridhall.rating.books.structure_schema import DatedStructure
from gridhall.rating.result import Text

TOLERANCE = Decimal("0.0000015")  # half a unit of the sixth digit, and the rounding of a product
TOLERANCE_STEP = Decimal("0.00001")  # differences of one cause agree to this


def multiples_of(
    rows: list[PriceRow], structure: DatedStructure | None, month: int, floats: tuple[str, ...]
) -> dict[str, Decimal]:
    """Return the multiple of each period: the book's, or the one most rows agree on."""
    found: dict[str, Decimal] = {"total": Decimal(1), "flat": Decimal(1)}
    for period in PERIODS:
        known = structure.multiple(period, month) if structure else None
        if known is not None:
            found[period] = known
            continue
        seen = [_implied(row, period, floats) for row in rows if period in row.printed]
        if period not in found and seen:
            found[period] = median(seen).quantize(Decimal("0.0001")).normalize()
    return found


def _implied(row: PriceRow, period: str, floats: tuple[str, ...]) -> Decimal:
    floating = sum((row.printed.get(role, Decimal(0)) for role in floats), Decimal(0))
    rest = sum((row.printed.get(r, Decimal(0)) for r in COMPONENTS if r not in floats), Decimal(0))
    return (row.printed[period] - rest) / floating if floating else Decimal(1)


def sum_check(
    layout: Layout,
    rows: list[PriceRow],
    *,
    floats: tuple[str, ...],
    multiples: dict[str, Decimal],
    rounding: Decimal,
) -> tuple[dict[tuple[int, str], Decimal], list[tuple[PriceRow, str, Decimal, Decimal]]]:
    """Return the corrections by (row, role), and each as (row, role, printed, expected).

    Raises ``SheetRefused`` if a component all rows share must be wrong, or a row lacks one.
    """
    off = {row.number: _differences(layout, row, floats, multiples) for row in rows}
    _refuse_shared(rows, off)
    fixes: dict[tuple[int, str], Decimal] = {}
    told: list[tuple[PriceRow, str, Decimal, Decimal]] = []
    for row in rows:
        differences = {k: d for k, d in off[row.number].items() if abs(d) > TOLERANCE}
        cells = len(off[row.number])
        same = Counter(d.quantize(TOLERANCE_STEP) for d in differences.values()).most_common(1)
        if same and cells > 2 and same[0][1] > cells - same[0][1]:
            wrong = {"td": -same[0][0]}
        else:
            wrong = differences
        for role, difference in wrong.items():
            printed = row.printed[role]
            expected = (printed - difference).quantize(rounding)
            fixes[(row.number, role)] = expected
            told.append((row, role, printed, expected))
    return fixes, told


def _differences(
    layout: Layout, row: PriceRow, floats: tuple[str, ...], multiples: dict[str, Decimal]
) -> dict[str, Decimal]:
    """Return printed − expected of every price in the row."""
    lacking = [role for role in COMPONENTS if role in layout.columns and role not in row.printed]
    if lacking:
        column = letters(layout.columns[lacking[0]])
        text = Text("这一格没有价格", "this cell has no price")
        raise SheetRefused((Problem(row.number, column, text),))
    floating = sum((row.printed.get(role, Decimal(0)) for role in floats), Decimal(0))
    rest = sum((row.printed.get(r, Decimal(0)) for r in COMPONENTS if r not in floats), Decimal(0))
    return {
        role: row.printed[role] - (floating * multiples[role] + rest)
        for role in ("total", *PERIODS)
        if role in row.printed and role in multiples
    }


def _refuse_shared(rows: list[PriceRow], off: dict[int, dict[str, Decimal]]) -> None:
    """Refuse if every row differs everywhere: then a shared component is misread."""
    totals = [d.get("total", d.get("flat", Decimal(0))) for d in off.values()]
    if len(rows) > 1 and all(abs(t) > TOLERANCE for t in totals) and len(set(totals)) == 1:
        text = Text(
            f"每一行都差 {totals[0]} 元/千瓦时：各行共用的购电、线损、系统运行费或基金有误",
            f"every row differs by {totals[0]} yuan/kWh: a component that all rows share is wrong",
        )
        raise SheetRefused((Problem(0, "", text),))


def finding(layout: Layout, row: PriceRow, role: str, key: str, printed: Decimal,
            expected: Decimal) -> Finding:  # fmt: skip
    """Return the finding in words, with the place of the cell in the sheet."""
    place = f"{letters(layout.columns[role])}{row.number}"
    one = differs_in_one_digit(printed, expected)
    zh = f"{place} 印为 {printed}，按各项合计应为 {expected}" + (
        "，疑为一位数字误识" if one else ""
    )
    en = f"{place} prints {printed}, its components make {expected}" + (
        ": probably one misread digit" if one else ""
    )
    return Finding(
        place=place, key=key, printed=printed, proposed=expected, one_digit=one, text=Text(zh, en)
    )


def differs_in_one_digit(first: Decimal, second: Decimal) -> bool:
    """Tell whether two numbers, written alike, differ in exactly one digit."""
    places = max(_places(first), _places(second))
    one, two = f"{first:.{places}f}", f"{second:.{places}f}"
    return len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) == 1


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
