"""CSV of a customer: time stamp and kWh (or kW) a row, or a row a month; zh or en headers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from gridhall.rating.comparing import stamps
from gridhall.rating.comparing.faults import (
    MOST_FAULTS,
    MOST_ROWS,
    Fault,
    FileUse,
    UnreadableFile,
    fault,
)

MOST_COLUMNS = 60
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?", re.ASCII)
HEADERS: Mapping[str, tuple[str, ...]] = {
    "month": ("month", "月份", "年月", "月", "电费年月", "billing month"),
    "time": ("time", "timestamp", "datetime", "date time", "start", "start time", "interval start",
             "日期时间", "数据时间", "采集时间", "开始时间", "时间", "时刻"),
    "date": ("date", "day", "日期", "数据日期"),
    "kwh": ("kwh", "energy", "energy (kwh)", "energy kwh", "usage", "usage (kwh)", "consumption",
            "value", "use", "电量", "用电量", "电量(kwh)", "用电量(kwh)", "有功电量", "总电量",
            "总",
            "电量(千瓦时)", "用电量(度)", "正向有功"),
    "kw": ("kw", "power", "power (kw)", "demand (kw)", "load", "功率", "有功功率", "负荷",
           "功率(kw)", "负荷(kw)"),
    "sharp": ("sharp", "尖", "尖峰", "尖电量", "尖峰电量"),
    "peak": ("peak", "on-peak", "峰", "高峰", "峰电量", "高峰电量"),
    "flat": ("flat", "shoulder", "mid-peak", "平", "平段", "平电量", "平段电量"),
    "valley": ("valley", "off-peak", "offpeak", "谷", "低谷", "谷电量", "低谷电量"),
    "deep": ("deep", "deep valley", "深谷", "深谷电量"),
    "demand_kw": ("max demand", "maximum demand", "demand", "最大需量", "需量", "最大需量(kw)"),
    "kvarh": ("kvarh", "reactive", "无功", "无功电量"),
}  # fmt: skip
PERIODS = ("sharp", "peak", "flat", "valley", "deep")


def read(content: bytes) -> FileUse:
    """Return the use of a CSV; raises ``UnreadableFile``."""
    rows = _rows(_text(content))
    names, body = _columns(rows)
    if "month" in names:
        return _months(names, body, rows[0][1])
    return _intervals(names, body, rows[0][1])


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile([fault(
        "不是文本文件：请存为 CSV（UTF-8 或 GB18030 编码）。",
        "This is no text: save it as CSV, in UTF-8 or GB18030.",
    )])  # fmt: skip


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, with their numbers."""
    head = text[:4000]
    delimiter = max((",", ";", "\t"), key=head.count)
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")),
                        delimiter=delimiter)  # fmt: skip
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell.strip() for cell in cells]))
            if len(found) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise UnreadableFile([fault(
                    f"数据太多：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列。",
                    f"Too much: at most {MOST_ROWS} rows and {MOST_COLUMNS} columns.",
                    row=reader.line_num,
                )])  # fmt: skip
    except csv.Error as error:
        raise UnreadableFile([fault(
            "这一行不是规范的 CSV（引号没有配对？）。",
            f"This row is no well-formed CSV ({error}).", row=reader.line_num,
        )]) from None  # fmt: skip
    if not found:
        raise UnreadableFile([fault("文件里没有数据。", "The file holds no data.")])
    return found


def _columns(
    rows: list[tuple[int, list[str]]],
) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Return which column is what, and the rows below the header; two columns need no header."""
    first = rows[0][1]
    if stamps.stamp_of(first[0]) or stamps.month_named(first[0]):
        is_month = stamps.month_named(first[0]) is not None
        return {"month" if is_month else "time": 0, "kwh": 1}, rows
    known = {name: what for what, names in HEADERS.items() for name in names}
    found: dict[str, int] = {}
    for index, cell in enumerate(first):
        what = known.get(_plain(cell))
        if what is not None:
            found.setdefault(what, index)
    if "date" in found and "time" not in found:
        found["time"] = found.pop("date")
    energy = {"kwh", "kw", *PERIODS} & set(found)
    if not energy or not {"time", "month"} & set(found):
        raise UnreadableFile([fault(
            "认不出表头：要有一列时间（或月份）和一列电量，例如“时间,电量”。",
            "The header is not understood: one column of times (or months) and one of energy are "
            "needed, such as “time,kWh”.", row=rows[0][0], value=", ".join(first),
        )])  # fmt: skip
    return found, rows[1:]


def _plain(cell: str) -> str:
    return cell.strip().lower().replace("（", "(").replace("）", ")").replace("_", " ")


class _Reader:
    """Reads cells and collects what is wrong with them."""

    def __init__(self, names: dict[str, int], header: list[str]) -> None:
        self.names, self.header, self.faults = names, header, list[Fault]()

    def cell(self, row: int, cells: list[str], what: str) -> str:
        index = self.names[what]
        return cells[index] if index < len(cells) else ""

    def number(self, row: int, cells: list[str], what: str) -> Decimal | None:
        text = self.cell(row, cells, what)
        bare = text.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) else text
        if NUMBER.fullmatch(bare):
            value = Decimal(bare)
            if value >= 0:
                return value
            self.wrong(row, what, text, "不能是负数：上网电量请另行给出。",
                       "must not be negative: give what is fed in apart.")  # fmt: skip
            return None
        self.wrong(row, what, text, "应为数字，例如 0.35；没有数据的请补上，不会当作 0。",
                   "must be a number such as 0.35; add what is missing, it is not taken as "
                   "nought.")  # fmt: skip
        return None

    def wrong(self, row: int, what: str, value: str, zh: str, en: str) -> None:
        index = self.names[what]
        named = self.header[index] if index < len(self.header) else ""
        known = named if not stamps.stamp_of(named) and not stamps.month_named(named) else ""
        column = known if known and not NUMBER.fullmatch(known) else str(index + 1)
        self.faults.append(fault(zh, en, row=row, column=column, value=value))
        if len(self.faults) >= MOST_FAULTS:
            raise UnreadableFile(self.faults)

    def done(self) -> None:
        if self.faults:
            raise UnreadableFile(self.faults)


def _months(names: dict[str, int], body: list[tuple[int, list[str]]], header: list[str]) -> FileUse:
    reader = _Reader(names, header)
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for row, cells in body:
        text = reader.cell(row, cells, "month")
        month = stamps.month_named(text)
        if month is None:
            reader.wrong(row, "month", text, "应为月份，例如 2025-01。",
                         "must be a month such as 2025-01.")  # fmt: skip
            continue
        if month in seen:
            reader.wrong(row, "month", text, f"与第 {seen[month]} 行重复，请删去一行。",
                         f"stands in row {seen[month]} too: delete one of them.")  # fmt: skip
        seen[month] = row
        item: dict[str, Any] = {"month": month}
        values = {what: reader.number(row, cells, what)
                  for what in names if what not in ("month", "time", "kw")}  # fmt: skip
        periods = {what: f"{v:f}" for what in PERIODS if (v := values.get(what)) is not None}
        item |= {"periods": periods} if periods else {}
        for what in ("kwh", "demand_kw", "kvarh"):
            value = values.get(what)
            if value is not None and not (what == "kwh" and periods):
                item[what] = f"{value:f}"
        found.append(item)
    reader.done()
    return FileUse(fields={"months": sorted(found, key=lambda item: str(item["month"]))})


def _intervals(
    names: dict[str, int], body: list[tuple[int, list[str]]], header: list[str]
) -> FileUse:
    reader = _Reader(names, header)
    energy = "kwh" if "kwh" in names else "kw"
    if energy not in names:
        raise UnreadableFile([fault(
            "分时段的电量只能按月给出；逐时数据要有一列总电量（kWh）。",
            "Energy by period is for rows a month; interval rows need one column of kWh.",
            row=1, value=", ".join(header),
        )])  # fmt: skip
    points = []
    for row, cells in body:
        text = reader.cell(row, cells, "time")
        if "date" in names:
            text = f"{reader.cell(row, cells, 'date')} {text}"
        at: datetime | None = stamps.stamp_of(text)
        if at is None:
            reader.wrong(row, "time", text, "应为时间，例如 2025-01-01 00:15。",
                         "must be a time such as 2025-01-01 00:15.")  # fmt: skip
            continue
        value = reader.number(row, cells, energy)
        if value is not None:
            points.append(stamps.Point(row, at, value))
    reader.done()
    fields, notices = stamps.series(points, str(names["time"] + 1))
    if energy == "kw":
        intervals: Any = fields["intervals"]
        intervals["kw"] = intervals.pop("kwh")
    return FileUse(fields=fields, notices=tuple(notices))
