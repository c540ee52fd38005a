"""Where things stand in a sheet: the month, the unit it states, the columns, the rows of prices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from gridhall.rating.books.sheets.errors import Problem, SheetRefused, letters
from gridhall.rating.result import Text

Rows = Sequence[Sequence[str]]

#: Headings by role; the first that fits wins, so the narrower words come first.
HEADINGS: tuple[tuple[str, str], ...] = (
    ("voltage", "电压"),
    ("category", "用电分类|用电类别|用户分类"),
    ("deep", "深谷"),
    ("sharp", "尖峰|尖段"),
    ("peak", "高峰|峰段|峰时"),
    ("valley", "低谷|谷段|谷时"),
    ("flat", "平时|平段"),
    ("line_loss", "线损"),
    ("td", "输配"),
    ("system_operation", "系统运行"),
    ("funds", "政府性基金"),
    ("purchase", "代理购电价|购电价格|^代理购电$"),
    ("demand", "^(最大)?需量"),
    ("capacity", "^(变压器)?容量"),
    ("total", "电度用电价格|电度电价|非分时"),
)
COMPONENTS = ("purchase", "line_loss", "td", "system_operation", "funds")
PERIODS = ("sharp", "peak", "flat", "valley", "deep")
PRICES = (*COMPONENTS, "total", *PERIODS)
VOLTAGES: tuple[tuple[str, str], ...] = (
    ("lt1kV", r"不满\s*1\s*千伏|1\s*千伏以下|[<＜]\s*1\s*kV"),
    ("220kV", r"220"),
    ("110kV", r"110"),
    ("35kV", r"35"),
    ("10kV", r"10"),
)
STRUCTURES = (("single", "单一制"), ("two", "两部制"))


@dataclass(frozen=True, slots=True)
class PriceRow:
    """Hold a row of prices as printed; ``number`` is its row in the sheet, from 1."""

    number: int
    structure: str
    voltage: str
    printed: dict[str, Decimal]  # role → number, in the sheet's unit


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold what was found: the month, the stated unit, the columns by role, the rows."""

    month: date | None
    unit: str  # "yuan", "fen" or "" if the sheet does not say
    columns: dict[str, int]
    rows: tuple[PriceRow, ...]


def lay_out(rows: Rows) -> Layout:
    """Return the layout of a sheet; raises ``SheetRefused`` with every problem found."""
    start = _heading_row(rows)
    first = _first_data_row(rows, start)
    text = "\n".join(" ".join(row) for row in rows[:first])
    columns = _columns(rows, start, first)
    wanted = ("voltage", "td", "purchase")
    if missing := [role for role in wanted if role not in columns]:
        words = {"voltage": "电压等级", "td": "输配电价", "purchase": "代理购电价格"}
        zh = f"缺少列：{'、'.join(words[role] for role in missing)}"
        raise SheetRefused((Problem(start + 1, "", Text(zh, f"no column for {missing}")),))
    return Layout(_month(text), _unit(text), columns, _price_rows(rows, first, columns))


def _heading_row(rows: Rows) -> int:
    for number, row in enumerate(rows):
        if any("电压" in _plain(cell) for cell in row):
            return number
    text = Text("找不到表头（电压等级）", "no heading with 电压等级 was found")
    raise SheetRefused((Problem(0, "", text),))


def _first_data_row(rows: Rows, start: int) -> int:
    for number in range(start + 1, len(rows)):
        if sum(_number(cell) is not None for cell in rows[number]) >= 3:
            return number
    raise SheetRefused((Problem(start + 1, "", Text("表头下没有价格", "no prices below")),))


def _columns(rows: Rows, start: int, first: int) -> dict[str, int]:
    """Return the column of each role: the lowest heading that is understood decides."""
    width = max(len(row) for row in rows[start:first])
    found: dict[str, int] = {}
    for column in range(width):
        cells = [_plain(row[column]) for row in rows[start:first] if column < len(row)]
        role = next((r for cell in reversed(cells) if cell and (r := _role(cell))), None)
        if role is None:
            continue
        if role in found and role not in ("category",):
            text = Text(f"有两列都像“{_heading(role)}”", f"two columns look like {_heading(role)}")
            raise SheetRefused((Problem(first, letters(column), text),))
        found.setdefault(role, column)
    return found


def _role(cell: str) -> str | None:
    return next((role for role, words in HEADINGS if re.search(words, cell)), None)


def _heading(role: str) -> str:
    return dict(HEADINGS)[role].split("|")[0].strip("^")


def _price_rows(rows: Rows, first: int, columns: dict[str, int]) -> tuple[PriceRow, ...]:
    found: list[PriceRow] = []
    problems: list[Problem] = []
    structure = ""
    shared: dict[str, Decimal] = {}
    for index in range(first, len(rows)):
        row = rows[index]
        cells = [_plain(cell) for cell in row]
        named = next((s for s, word in STRUCTURES if any(word in cell for cell in cells)), "")
        if sum(_number(cell) is not None for cell in row) < 3:
            continue
        structure = named or structure
        voltage = _voltage(cells[columns["voltage"]] if columns["voltage"] < len(cells) else "")
        if not structure or not voltage:
            what = "单一制或两部制" if not structure else "电压等级"
            en = "single- or two-part" if not structure else "the voltage"
            place = letters(columns["voltage"])
            problems.append(Problem(index + 1, place, Text(f"看不出{what}", f"{en} is not told")))
            continue
        printed = _printed(index, row, columns, shared, problems)
        found.append(PriceRow(index + 1, structure, voltage, printed))
    if problems:
        raise SheetRefused(tuple(problems))
    return tuple(found)


def _printed(
    index: int,
    row: Sequence[str],
    columns: dict[str, int],
    shared: dict[str, Decimal],
    problems: list[Problem],
) -> dict[str, Decimal]:
    """Return the numbers of a row; a component left empty is that of the row above (merged)."""
    printed: dict[str, Decimal] = {}
    for role in (*PRICES, "demand", "capacity"):
        column = columns.get(role)
        cell = _plain(row[column]) if column is not None and column < len(row) else ""
        value = _number(cell)
        if value is not None:
            printed[role] = value
        elif cell not in ("", "-", "—", "/", "--"):
            text = Text(f"“{cell}”不是数字", f"{cell!r} is not a number")
            problems.append(Problem(index + 1, letters(column or 0), text))
        elif role in shared and role in COMPONENTS and role != "td":
            printed[role] = shared[role]
    shared.update({role: printed[role] for role in COMPONENTS if role in printed})
    return printed


def _voltage(cell: str) -> str:
    return next((code for code, words in VOLTAGES if re.search(words, cell)), "")


def _month(text: str) -> date | None:
    match = re.search(r"(20\d\d)\s*年\s*(\d{1,2})\s*月", text)
    return date(int(match[1]), int(match[2]), 1) if match and 1 <= int(match[2]) <= 12 else None


def _unit(text: str) -> str:
    match = re.search(r"(元|分)\s*/\s*(千瓦时|kWh|度)", text)
    return {"元": "yuan", "分": "fen"}[match[1]] if match else ""


def _plain(cell: str) -> str:
    table = str.maketrans("（）：，．０１２３４５６７８９－", "():,.0123456789-")
    return re.sub(r"\s+", "", str(cell).translate(table))


def _number(cell: str) -> Decimal | None:
    text = _plain(cell).replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
        return None
