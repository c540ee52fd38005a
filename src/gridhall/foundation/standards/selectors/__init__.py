"""Reading standards, profiles and clocks."""

from ._board import SPLITS, Board, BoardFilter, Kept, board, judged, met_share, trend
from ._book import Book, book_of, profile_on
from ._clocks import ClockView, SpanView, clocks_of, due_of, dues_of, events_of
from ._drill import STATES, ClockRow, clock_rows, likely_breaches, promise_titles
from ._shelf import (
    StandardFilter,
    profile,
    profile_history,
    profiles,
    standard,
    standards_of,
    versions_of,
)
from ._telling import told_standard

__all__ = [
    "SPLITS",
    "STATES",
    "Board",
    "BoardFilter",
    "Book",
    "ClockRow",
    "ClockView",
    "Kept",
    "SpanView",
    "StandardFilter",
    "board",
    "book_of",
    "clock_rows",
    "clocks_of",
    "due_of",
    "dues_of",
    "events_of",
    "judged",
    "likely_breaches",
    "met_share",
    "profile",
    "profile_history",
    "profile_on",
    "profiles",
    "promise_titles",
    "standard",
    "standards_of",
    "told_standard",
    "trend",
    "versions_of",
]  # fmt: skip
