"""Read a sheet from end to end: layout, unit, sum check, proposed book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gridhall.rating.books.sheets import checks, writing
from gridhall.rating.books.sheets.errors import Problem, SheetRefused, letters
from gridhall.rating.books.sheets.layout import PRICES, Layout, PriceRow, Rows, lay_out
from gridhall.rating.books.sheets.proposal import Finding, Proposal
from gridhall.rating.books.sheets.units import divisor
from gridhall.rating.books.structure_schema import DatedStructure
from gridhall.rating.result import Text

#: Corrections beyond this many are no misprints: the sheet does not mean what we think.
MOST_FINDINGS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetContext:
    """Hold what the sheet itself does not tell.

    ``structure`` says what floats and by what multiples (from the library); without it purchase
    and line loss are taken to float and the multiples are those most rows agree on.
    """

    prefix: str  # of the keys: HB.agency
    folder: str  # of the book: CN/hubei
    jurisdiction: str
    utility: tuple[str, str]  # name in both languages
    month: date | None = None  # where the sheet does not print it
    published: date | None = None
    href: str | None = None
    structure_key: str | None = None
    structure: DatedStructure | None = None


def read_sheet(rows: Rows, context: SheetContext) -> Proposal:
    """Return the proposed book of a published price sheet.

    ``rows`` are the cells as text, merged cells only in their first place. Raises
    ``SheetRefused`` with row and column of whatever is not understood.
    """
    layout = lay_out(rows)
    month = layout.month or context.month
    if month is None:
        raise SheetRefused((Problem(0, "", Text("没有写明月份", "the sheet names no month")),))
    scale = divisor(layout)
    priced = [_in_yuan(row, scale) for row in layout.rows]
    _refuse_twins(layout, priced)
    floats = (context.structure.floats if context.structure else None) or ("purchase", "line_loss")
    fixes, told = checks.sum_check(
        layout,
        priced,
        floats=floats,
        multiples=checks.multiples_of(priced, context.structure, month.month, floats),
        rounding=_last_digit(priced),
    )
    findings = tuple(_finding(layout, context, *item) for item in told)
    if len(findings) > MOST_FINDINGS:
        raise SheetRefused(tuple(_problem(item) for item in findings))
    values = _values(context.prefix, priced, fixes)
    name = f"{context.folder}/agency-purchase-{month:%Y-%m}"
    zh, en = context.utility
    text = writing.book_text(
        name=name,
        title=(f"{zh}代理购电工商业用户电价（{month:%Y年%m月}）",
               f"{en}: agency-purchase prices, {month:%Y-%m}"),
        jurisdiction=context.jurisdiction,
        source_title=f"{zh}代理购电工商业用户电价表（{month:%Y年%m月}执行）",
        source_href=context.href,
        published=context.published,
        month=month,
        prefix=context.prefix,
        rows=priced,
        values=values,
        findings=findings,
        structure_key=context.structure_key,
    )  # fmt: skip
    unit = "fen" if scale != 1 else "yuan"
    return Proposal(name=name, text=text, month=month, unit=unit, values=values, findings=findings)


def _in_yuan(row: PriceRow, scale: Decimal) -> PriceRow:
    printed = {k: v / scale if k in PRICES else v for k, v in row.printed.items()}
    return replace(row, printed=printed)


def _refuse_twins(layout: Layout, rows: list[PriceRow]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.structure, row.voltage), row.number)
        if first != row.number:
            column = letters(layout.columns["voltage"])
            text = Text(f"与第 {first} 行是同一类", f"the same class as in row {first}")
            raise SheetRefused((Problem(row.number, column, text),))


def _last_digit(rows: list[PriceRow]) -> Decimal:
    """Return the step of the printed prices: 0.000001 for six decimals."""
    places = max(
        -exponent
        for row in rows
        for role in PRICES
        if role in row.printed
        and isinstance(exponent := row.printed[role].as_tuple().exponent, int)
    )
    return Decimal(1).scaleb(-max(places, 0))


def _values(
    prefix: str, rows: list[PriceRow], fixes: dict[tuple[int, str], Decimal]
) -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    for row in rows:
        for role, printed in row.printed.items():
            values[writing.key_of(prefix, row, role)] = fixes.get((row.number, role), printed)
    return values


def _finding(
    layout: Layout, context: SheetContext, row: PriceRow, role: str, printed: Decimal,
    expected: Decimal,
) -> Finding:  # fmt: skip
    key = writing.key_of(context.prefix, row, role)
    return checks.finding(layout, row, role, key, printed, expected)


def _problem(finding: Finding) -> Problem:
    column = finding.place.rstrip("0123456789")
    return Problem(int(finding.place[len(column) :]), column, finding.text)
