"""Green Button (ESPI): the interval blocks of an Atom file as a series of kWh.

Entities and document types are refused before anything is expanded, so a file can neither blow
up nor fetch anything. Energy delivered in Wh is read; what flows back is refused, not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn
from xml.parsers import expat

from gridhall.rating.comparing import stamps
from gridhall.rating.comparing.faults import MOST_ROWS, STEPS, FileUse, UnreadableFile, fault

WH, VARH, VAH = "72", "73", "71"
REVERSE = "19"
DEPTH = 40
CHINA = 8 * 3600
READ = frozenset({
    "start", "duration", "value", "uom", "powerOfTenMultiplier", "tzOffset", "flowDirection",
})  # fmt: skip


@dataclass(slots=True)
class _Found:
    """Hold what the parser has met so far."""

    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    reading: dict[str, str] = field(default_factory=dict)
    readings: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    facts: dict[str, set[str]] = field(default_factory=dict)


def read(content: bytes) -> FileUse:
    """Return the use of a Green Button file; raises ``UnreadableFile``."""
    found = _parse(content)
    _check_facts(found)
    ten = Decimal(10) ** int(_one(found, "powerOfTenMultiplier", "0")) / 1000
    offset = timedelta(seconds=int(_one(found, "tzOffset", str(CHINA))))
    points, lengths = [], set()
    for row, reading in found.readings:
        start, length, value = (
            _whole(reading.get(name, ""), row, name) for name in ("start", "duration", "value")
        )
        if value < 0:
            raise UnreadableFile([fault(
                "不能是负数：上网电量请另行给出。",
                "must not be negative: give what is fed in apart.",
                row=row, column="value", value=str(value),
            )])  # fmt: skip
        lengths.add(length)
        at = (datetime.fromtimestamp(start, UTC) + offset).replace(tzinfo=None)
        points.append(stamps.Point(row, at, value * ten))
    if len(lengths) != 1 or next(iter(lengths)) not in {step * 60 for step in STEPS}:
        raise UnreadableFile([fault(
            "间隔只能都是 15、30 或 60 分钟（900、1800 或 3600 秒）。",
            "The intervals must all be of 15, 30 or 60 minutes (900, 1800 or 3600 seconds).",
            column="duration", value=", ".join(str(item) for item in sorted(lengths)),
        )])  # fmt: skip
    fields, notices = stamps.series(points, "start", ends=False, minutes=lengths.pop() // 60)
    return FileUse(fields=fields, notices=tuple(notices))


def _check_facts(found: _Found) -> None:
    if not found.readings:
        raise UnreadableFile([fault(
            "没有 IntervalReading：这不是 Green Button 的间隔数据。",
            "There is no IntervalReading: this is no Green Button interval data.",
        )])  # fmt: skip
    units = found.facts.get("uom", set())
    if units - {WH}:
        raise UnreadableFile([fault(
            "只能读有功电量（Wh，uom 72）；请只导出有功电量。",
            "Only energy in Wh (uom 72) is read: export energy alone.",
            column="uom", value=", ".join(sorted(units)),
        )])  # fmt: skip
    if REVERSE in found.facts.get("flowDirection", set()):
        raise UnreadableFile([fault(
            "文件里有上网电量（flowDirection 19）；请只导出用电。",
            "The file holds energy fed in (flowDirection 19): export the use alone.",
            column="flowDirection", value=REVERSE,
        )])  # fmt: skip


def _one(found: _Found, name: str, otherwise: str) -> str:
    values = found.facts.get(name, set())
    if len(values) > 1:
        raise UnreadableFile([fault(
            "文件里有几种不同的值：请一次导出一块表。",
            "The file has several of them: export one meter at a time.",
            column=name, value=", ".join(sorted(values)),
        )])  # fmt: skip
    value = next(iter(values), otherwise)
    if name == "powerOfTenMultiplier" and abs(_whole(value, None, name)) > 9:
        raise UnreadableFile([_not_whole(None, name, value)])
    if name == "tzOffset" and abs(_whole(value, None, name)) > 14 * 3600:
        raise UnreadableFile([_not_whole(None, name, value)])
    return value


def _whole(text: str, row: int | None, name: str) -> int:
    bare = text.strip()
    digits = bare.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 11):
        raise UnreadableFile([_not_whole(row, name, text)])
    return int(bare)


def _not_whole(row: int | None, name: str, value: str) -> Any:
    return fault("应为整数，且大小合理。", "must be a whole number of a sensible size.",
                 row=row, column=name, value=value)  # fmt: skip


def _parse(content: bytes) -> _Found:
    """Return what the file holds; document types and entities are refused unread."""
    found = _Found()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_ignored: object) -> NoReturn:
        raise UnreadableFile([fault(
            "文件带有 DOCTYPE 或实体定义，出于安全不读取。",
            "The file has a DOCTYPE or entities; for safety it is not read.",
            row=parser.CurrentLineNumber,
        )])  # fmt: skip

    def begin(name: str, _attributes: object) -> None:
        found.path.append(name.rpartition(" ")[2])
        found.text.clear()
        if len(found.path) > DEPTH:
            refuse()
        if found.path[-1] == "IntervalReading":
            found.reading = {}

    def end(_name: str) -> None:
        tag = found.path.pop()
        if tag in READ:
            _take(found, tag, "".join(found.text).strip()[:40])
        if tag == "IntervalReading":
            found.readings.append((parser.CurrentLineNumber, found.reading))
            if len(found.readings) > MOST_ROWS:
                raise UnreadableFile([fault(
                    f"数据太多：最多 {MOST_ROWS} 个。", f"Too much: at most {MOST_ROWS} readings.",
                )])  # fmt: skip
        found.text.clear()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = found.text.append
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableFile([fault(
            "不是规范的 XML。", f"This is no well-formed XML ({error}).",
            row=error.lineno,
        )]) from None  # fmt: skip
    return found


def _take(found: _Found, tag: str, value: str) -> None:
    """Keep a value of a reading, or a fact of its type or time zone."""
    if "IntervalReading" in found.path:
        if tag in ("start", "duration", "value"):
            found.reading.setdefault(tag, value)
    elif tag in ("uom", "powerOfTenMultiplier", "flowDirection"):
        if "ReadingType" in found.path:
            found.facts.setdefault(tag, set()).add(value)
    elif tag == "tzOffset":
        found.facts.setdefault(tag, set()).add(value)
