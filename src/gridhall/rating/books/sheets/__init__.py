"""The published monthly price sheet → a proposed tariff book.

``read_sheet(rows, …)`` takes the cells of the sheet as text, whatever file they came from. It finds
the columns by their Chinese headings, tells fen from yuan, checks every price against its
components, proposes corrections of misread digits, and names row and column of everything it
does not understand.
"""

from gridhall.rating.books.sheets.errors import Problem, SheetRefused
from gridhall.rating.books.sheets.proposal import Finding, Proposal
from gridhall.rating.books.sheets.reading import SheetContext, read_sheet

__all__ = ["Finding", "Problem", "Proposal", "SheetContext", "SheetRefused", "read_sheet"]
