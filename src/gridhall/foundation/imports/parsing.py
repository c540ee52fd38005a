"""From the text of a cell to a value: refused with a reason, or noticed when written unusually.

A parser takes a ``Cell`` and returns the value; it raises ``Refuse`` when the cell has no single
meaning, and calls ``cell.notice`` when the meaning is clear but the spelling is not the usual one.
Nothing is changed without one of the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from gridhall.kernel.errors import GridHallError

Parser = Callable[["Cell"], object]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d+([,，]\d+)+(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]\s*\S")
_CODE = re.compile(
    r"<\s*[/!]?\s*[a-zA-Z]|javascript:|\b(drop|alter|truncate)\s+table\b|\bunion\s+select\b"
    r"|\b(delete\s+from|insert\s+into)\b|'\s*\)?\s*;|'\s*or\s+'",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Refuse(Exception):
    """The cell cannot be taken: ``code`` of a FaultKind and its parameters (never personal)."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Cell:
    """One cell: its text, today's date, and the notices collected while it is read."""

    __slots__ = ("notices", "text", "today")

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.notices: list[tuple[str, str, dict[str, object]]] = []

    def notice(self, code: str, *, taken: str = "", **params: object) -> None:
        """Remember that the cell is odd but clear; ``taken`` is what is stored instead."""
        self.notices.append((code, taken, params))

    def trim(self) -> str:
        """Leave out blanks around the text, and say so."""
        trimmed = self.text.strip()
        if trimmed != self.text:
            self.notice("BLANKS_REMOVED", taken=trimmed)
            self.text = trimmed
        return trimmed

    def narrow(self) -> str:
        """Read full-width digits and letters as ordinary ones (for codes, never for names)."""
        narrow = self.text if self.text.isascii() else self.text.translate(_FULL_WIDTH)
        if narrow != self.text:
            self.notice("FULL_WIDTH", taken=narrow)
            self.text = narrow
        return narrow


def check_readable(text: str) -> None:
    """Refuse damaged bytes and control characters."""
    if text.isascii() and text.isprintable():
        return
    if _SURROGATE.search(text):
        raise Refuse("BYTES_UNREADABLE")
    if _CONTROL.search(text):
        raise Refuse("CONTROL_CHARACTER")


def text(limit: int) -> Parser:
    """Take any text up to ``limit`` characters, verbatim; odd text is noticed."""

    def parse(cell: Cell) -> str:
        value = cell.text
        if len(value) > limit:
            raise Refuse("TEXT_TOO_LONG", length=len(value), limit=limit)
        if "\n" in value or "\r" in value:
            cell.notice("LINE_BREAK")
        if _FORMULA.match(value):
            cell.notice("LOOKS_LIKE_FORMULA")
        if _CODE.search(value):
            cell.notice("LOOKS_LIKE_CODE")
        if not value.isascii() and (rare := _outside_gbk(value)):
            cell.notice("RARE_CHARACTER", characters=rare)
        return value

    return parse


def _outside_gbk(value: str) -> str:
    try:
        value.encode("gbk")
    except UnicodeEncodeError:
        return "".join(dict.fromkeys(c for c in value if not _in_gbk(c)))[:20]
    return ""


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def code_text(limit: int) -> Parser:
    """Take a short code of letters and digits; full-width characters are read as ordinary ones."""

    def parse(cell: Cell) -> str:
        value = cell.narrow()
        if _SCIENTIFIC.fullmatch(value):
            raise Refuse("SCIENTIFIC_NOTATION")
        if len(value) > limit:
            raise Refuse("TEXT_TOO_LONG", length=len(value), limit=limit)
        return value

    return parse


def one_of(codes: Mapping[str, object], *, unknown: str = "UNKNOWN_VALUE") -> Parser:
    """Take one of the known words and return its code."""
    allowed = ", ".join(codes)

    def parse(cell: Cell) -> object:
        if cell.text in codes:
            return codes[cell.text]
        narrow = cell.narrow()
        if narrow not in codes:
            raise Refuse(unknown, allowed=allowed)
        return codes[narrow]

    return parse


def many_of(codes: Mapping[str, object]) -> Parser:
    """Take known words separated by semicolons; return the list of their codes."""
    allowed = ", ".join(codes)

    def parse(cell: Cell) -> list[object]:
        words = [word.strip() for word in cell.text.replace("；", ";").split(";") if word.strip()]
        if any(word not in codes for word in words):
            raise Refuse("UNKNOWN_VALUE", allowed=allowed)
        return [codes[word] for word in words]

    return parse


def number(
    *, decimals: int, limit: int, positive: bool = False, negative_allowed: bool = False
) -> Parser:
    """Take an exact decimal with at most ``decimals`` places, at most ``limit``."""

    def parse(cell: Cell) -> Decimal:
        value = _decimal(cell)
        if positive and value <= 0:
            raise Refuse("NUMBER_NOT_POSITIVE")
        if value < 0 and not negative_allowed:
            raise Refuse("NUMBER_NEGATIVE")
        exponent = value.as_tuple().exponent
        if abs(value) > limit or (isinstance(exponent, int) and -exponent > decimals):
            raise Refuse("NUMBER_OUT_OF_RANGE", limit=limit, decimals=decimals)
        return value

    return parse


def whole_number(*, limit: int) -> Parser:
    """Take a count from 0 to ``limit``."""
    parse_number = number(decimals=0, limit=limit)

    def parse(cell: Cell) -> int:
        value = parse_number(cell)
        return int(value)  # type: ignore[call-overload, no-any-return]

    return parse


def _decimal(cell: Cell) -> Decimal:
    value = cell.narrow()
    if _NUMBER.fullmatch(value):
        return Decimal(value)
    if _GROUPED.fullmatch(value):
        raise Refuse("NUMBER_GROUPED")
    if _SCIENTIFIC.fullmatch(value):
        raise Refuse("SCIENTIFIC_NOTATION")
    raise Refuse("NUMBER_INVALID")


def day(*, future_allowed: bool = False) -> Parser:
    """Take a date; the usual spelling is 2025-07-01, another clear one (2025/7/1) is noticed."""

    def parse(cell: Cell) -> date:
        value = _day(cell, cell.narrow())
        if not future_allowed and value > cell.today:
            raise Refuse("DATE_IN_FUTURE", today=cell.today.isoformat())
        return value

    return parse


def _day(cell: Cell, written: str) -> date:
    if _YEAR_LAST.fullmatch(written):
        raise Refuse("DATE_AMBIGUOUS")
    match = _YEAR_FIRST.fullmatch(written)
    if match is None:
        raise Refuse("DATE_INVALID")
    try:
        value = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise Refuse("DATE_IMPOSSIBLE") from None
    if not _ISO_DAY.fullmatch(written):
        cell.notice("DATE_NOTATION", taken=value.isoformat())
    return value


def moment(zone: tzinfo) -> Parser:
    """Take a local date and time (2026-01-14 10:30:00) of ``zone``; a date alone means 00:00."""

    def parse(cell: Cell) -> datetime:
        written, _, clock = cell.narrow().replace("T", " ").partition(" ")
        if clock and not _CLOCK.fullmatch(clock):
            raise Refuse("DATE_INVALID")
        at = time.fromisoformat(clock) if clock else time.min
        return datetime.combine(_day(cell, written), at, tzinfo=zone)

    return parse


def checked(check: Callable[[str], str], codes: Mapping[str, str]) -> Parser:
    """Take a code that ``check`` accepts; ``codes`` maps the reason of its refusal to a fault.

    The key "" stands for every other reason.
    """

    def parse(cell: Cell) -> str:
        value = cell.narrow()
        if _SCIENTIFIC.fullmatch(value):
            raise Refuse("SCIENTIFIC_NOTATION")
        try:
            return check(value)
        except GridHallError as error:
            raise Refuse(codes.get(str(error.params.get("reason")), codes[""])) from None

    return parse
