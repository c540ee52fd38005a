"""The monthly published sheet as a proposed book: see ``books.sheets``."""

from gridhall.rating.books.sheets import (
    Finding,
    Problem,
    Proposal,
    SheetContext,
    SheetRefused,
    read_sheet,
)

__all__ = ["Finding", "Problem", "Proposal", "SheetContext", "SheetRefused", "read_sheet"]
