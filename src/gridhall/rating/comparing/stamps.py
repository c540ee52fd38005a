"""Time stamps as people's files write them, and a list of them as a series without gaps."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gridhall.rating.comparing.faults import MOST_FAULTS, STEPS, Fault, UnreadableFile, fault
from gridhall.rating.result import Notice, Text

STAMP = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})(?:[:：时](\d{1,2})分?(?:[:：](\d{1,2})(?:\.0+)?秒?)?)?)?",
    re.ASCII,
)
TIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?", re.ASCII)
MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))", re.ASCII)
EARLIEST, LATEST = 1990, 2199


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one row: where it stands, its time as written, and its energy in kWh."""

    row: int
    at: datetime
    kwh: Decimal


def stamp_of(text: str) -> datetime | None:
    """Return the time that a text stands for; 24:00 is midnight of the next day."""
    found = STAMP.fullmatch(text.strip()) or TIGHT.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    if not EARLIEST <= year <= LATEST or hour > 24 or (hour == 24 and (minute or second)):
        return None
    try:
        start = datetime.combine(date(year, month, day), time(hour % 24, minute, second))
    except ValueError:
        return None
    return start + timedelta(days=1) if hour == 24 else start


def month_named(text: str) -> str | None:
    """Return the month that a text stands for, as 2025-01."""
    found = MONTH.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or found[3])
    return f"{year}-{month:02}" if EARLIEST <= year <= LATEST and 1 <= month <= 12 else None


def series(
    points: Sequence[Point], column: str, *, ends: bool | None = None, minutes: int | None = None
) -> tuple[dict[str, object], list[Notice]]:
    """Return the points as ``intervals`` of a question: in order, without gap or double.

    ``ends`` tells whether a stamp is the end of its interval; left open, a file whose first stamp
    is one step after midnight and whose last is midnight counts by ends. Raises
    ``UnreadableFile`` that names every gap and double.
    """
    ordered = sorted(points, key=lambda point: (point.at, point.row))
    step = minutes or _step(ordered, column)
    faults = _breaks(ordered, step, column)
    if faults:
        raise UnreadableFile(faults)
    first, last = ordered[0].at, ordered[-1].at
    if ends is None:
        after_midnight = first.hour * 60 + first.minute == step
        ends = after_midnight and last.time() == time() and last > first
    notices = [_by_ends(step)] if ends else []
    start = first - timedelta(minutes=step) if ends else first
    fields: dict[str, object] = {
        "start": start.isoformat(timespec="minutes"), "minutes": step,
        "kwh": [f"{point.kwh:f}" for point in ordered],
    }  # fmt: skip
    return {"intervals": fields}, notices


def _step(ordered: Sequence[Point], column: str) -> int:
    if len(ordered) < 2:
        raise UnreadableFile([fault(
            "至少要有两行数据才知道间隔。", "At least two rows are needed to tell the interval.",
            column=column,
        )])  # fmt: skip
    gaps: dict[int, int] = {}
    for before, after in itertools.pairwise(ordered):
        seconds = int((after.at - before.at).total_seconds())
        gaps[seconds] = gaps.get(seconds, 0) + 1
    usual = max((s for s in gaps if s > 0), key=lambda s: gaps[s], default=0)
    if usual not in {minutes * 60 for minutes in STEPS}:
        raise UnreadableFile([fault(
            f"间隔是 {usual // 60} 分钟；只能是 15、30 或 60 分钟，或者每月一行。",
            f"The interval is {usual // 60} minutes; it must be 15, 30 or 60 minutes, or a row "
            "a month.", column=column, row=ordered[0].row,
        )])  # fmt: skip
    return usual // 60


def _breaks(ordered: Sequence[Point], step: int, column: str) -> list[Fault]:
    found: list[Fault] = []
    first = ordered[0]
    if (first.at.hour * 60 + first.at.minute) % step or first.at.second:
        found.append(fault(
            f"时间没有对齐 {step} 分钟。", f"The time is not on the {step}-minute grid.",
            row=first.row, column=column, value=f"{first.at:%Y-%m-%d %H:%M:%S}",
        ))  # fmt: skip
    for before, after in itertools.pairwise(ordered):
        minutes = int((after.at - before.at).total_seconds()) // 60
        value = f"{after.at:%Y-%m-%d %H:%M}"
        if minutes == 0:
            found.append(fault(
                f"与第 {before.row} 行时间重复，请删去一行。",
                f"The same time stands in row {before.row}: delete one of them.",
                row=after.row, column=column, value=value,
            ))  # fmt: skip
        elif minutes != step:
            until = f"{before.at + timedelta(minutes=step):%Y-%m-%d %H:%M}"
            count = Decimal(minutes) / step - 1
            found.append(fault(
                f"前面缺 {count:.0f} 个数据（从 {until} 起），请补上；不会替您补零。",
                f"{count:.0f} values are missing before it (from {until}): add them; nothing is "
                "filled in.", row=after.row, column=column, value=value,
            ))  # fmt: skip
        if len(found) >= MOST_FAULTS:
            break
    return found


def _by_ends(step: int) -> Notice:
    text = Text(
        f"文件的时间是每个间隔的结束时刻（{step // 60:02}:{step % 60:02} 到 24:00），已按此理解。",
        "The times of the file are the ends of the intervals (they begin one step after "
        "midnight and end at midnight); they were read so.",
    )
    return Notice(code="STAMPS_ARE_ENDS", text=text)
