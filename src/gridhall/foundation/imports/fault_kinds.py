"""Every reason for which a row is refused or noticed: its words and its remedy.

A fault is stored as a code with parameters; the sentences are made when somebody reads them, in
the reader's language. Sheets add the kinds of their trade with ``register``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One reason: ``reason`` says what is wrong, ``remedy`` what to do (English msgids)."""

    code: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FaultText:
    """A fault in the reader's language."""

    reason: str
    remedy: str


_kinds: dict[str, FaultKind] = {}


def register(kinds: Iterable[FaultKind]) -> None:
    """Make the kinds known; a code has one meaning for ever."""
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise ValueError(f"fault code {kind.code} is taken")


def codes() -> frozenset[str]:
    """Return every known code."""
    return frozenset(_kinds)


def text_of(code: str, params: Mapping[str, object]) -> FaultText:
    """Return reason and remedy in the current language; raise KeyError for an unknown code."""
    kind = _kinds[code]
    shown = {name: gettext(v) if isinstance(v, str) and v else v for name, v in params.items()}
    return FaultText(gettext(kind.reason).format(**shown), gettext(kind.remedy).format(**shown))


def general_reason(code: str) -> str:
    """Return the reason without a row: … stands for what differs from row to row."""
    return re.sub(r"\{\w+\}", "…", gettext(_kinds[code].reason))


GENERIC: tuple[FaultKind, ...] = (
    FaultKind(
        "COLUMNS_TOO_FEW",
        gettext_noop("The row has {found} columns, the header has {expected}."),
        gettext_noop("Fill in the row to its end; an empty cell needs its comma too."),
    ),
    FaultKind(
        "COLUMNS_TOO_MANY",
        gettext_noop("The row has {found} columns, the header has {expected}."),
        gettext_noop("Delete what stands right of the last column; quote text that has commas."),
    ),
    FaultKind(
        "QUOTES_BROKEN",
        gettext_noop("The quotation marks in this row make no sense."),
        gettext_noop("Put the whole cell in quotation marks and double each mark inside it."),
    ),
    FaultKind(
        "BYTES_UNREADABLE",
        gettext_noop("Some characters are damaged: they fit neither UTF-8 nor GB18030."),
        gettext_noop("Type the text again and save the file as UTF-8."),
    ),
    FaultKind(
        "CONTROL_CHARACTER",
        gettext_noop("The text holds an invisible control character."),
        gettext_noop("Delete the cell and type it again."),
    ),
    FaultKind(
        "REQUIRED",
        gettext_noop("The cell is empty; a value is needed here."),
        gettext_noop("Fill in the value."),
    ),
    FaultKind(
        "BLANK_ONLY",
        gettext_noop("The cell holds nothing but blanks; a value is needed here."),
        gettext_noop("Fill in the value."),
    ),
    FaultKind(
        "TEXT_TOO_LONG",
        gettext_noop("The text has {length} characters, at most {limit} are allowed."),
        gettext_noop("Shorten the text."),
    ),
    FaultKind(
        "UNKNOWN_VALUE",
        gettext_noop("This value is not known here."),
        gettext_noop("Use one of: {allowed}."),
    ),
    FaultKind(
        "NUMBER_INVALID",
        gettext_noop("This is not a number."),
        gettext_noop("Write digits with a point for decimals, for example 30 or 12.5."),
    ),
    FaultKind(
        "NUMBER_GROUPED",
        gettext_noop("A comma in a number can mean thousands or decimals."),
        gettext_noop("Write the number without commas, for example 1250 or 1.25."),
    ),
    FaultKind(
        "NUMBER_NOT_POSITIVE",
        gettext_noop("The number must be greater than zero."),
        gettext_noop("Correct the number."),
    ),
    FaultKind(
        "NUMBER_NEGATIVE",
        gettext_noop("The number must not be negative."),
        gettext_noop("Correct the number."),
    ),
    FaultKind(
        "NUMBER_OUT_OF_RANGE",
        gettext_noop("The number must be at most {limit}, with at most {decimals} decimals."),
        gettext_noop("Correct the number."),
    ),
    FaultKind(
        "SCIENTIFIC_NOTATION",
        gettext_noop("A spreadsheet made this scientific notation; the digits are lost."),
        gettext_noop("Format the column as text, enter the whole number again, and save the file."),
    ),
    FaultKind(
        "DATE_INVALID",
        gettext_noop("This is not a date."),
        gettext_noop("Write the date as 2025-07-01."),
    ),
    FaultKind(
        "DATE_IMPOSSIBLE",
        gettext_noop("This day does not exist."),
        gettext_noop("Correct the date."),
    ),
    FaultKind(
        "DATE_AMBIGUOUS",
        gettext_noop("Day and month cannot be told apart."),
        gettext_noop("Write the date as 2025-07-01: year, month, day."),
    ),
    FaultKind(
        "DATE_IN_FUTURE",
        gettext_noop("The date lies in the future (today is {today})."),
        gettext_noop("Correct the date, or import the row when the day has come."),
    ),
    FaultKind(
        "DUPLICATE_IN_FILE",
        gettext_noop("The same entry stands in row {other_row} of this file already."),
        gettext_noop("Keep one of the two rows."),
    ),
    FaultKind(
        "BLANKS_REMOVED",
        gettext_noop("Blanks around the value were left out."),
        gettext_noop("Nothing to do; check what was stored."),
    ),
    FaultKind(
        "FULL_WIDTH",
        gettext_noop("Full-width characters were read as ordinary digits and letters."),
        gettext_noop("Nothing to do; check what was stored."),
    ),
    FaultKind(
        "DATE_NOTATION",
        gettext_noop("The date is written in another way, but clearly: year, month, day."),
        gettext_noop("Nothing to do; check what was stored. Better: 2025-07-01."),
    ),
    FaultKind(
        "LINE_BREAK",
        gettext_noop("The text has a line break; it was kept."),
        gettext_noop("Nothing to do; check whether it is meant."),
    ),
    FaultKind(
        "LOOKS_LIKE_FORMULA",
        gettext_noop("The text begins like a spreadsheet formula; it is kept as text, never run."),
        gettext_noop("Check whether this is meant. Exported files show it with an apostrophe."),
    ),
    FaultKind(
        "LOOKS_LIKE_CODE",
        gettext_noop("The text looks like a program (HTML or SQL); it is kept as text, never run."),
        gettext_noop("Check whether this is meant."),
    ),
    FaultKind(
        "RARE_CHARACTER",
        gettext_noop("The text has the rare characters {characters}; they were kept."),
        gettext_noop("Nothing to do; old printers and bank files may not know them."),
    ),
)  # fmt: skip
register(GENERIC)
