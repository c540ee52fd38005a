"""A published price sheet becomes the draft of a book."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gridhall.rating.books import NoValidPrice
from gridhall.rating.books.sheet import Finding, SheetContext, read_sheet

from .. import selectors, sheet_files
from ..errors import OpenTariffDraft
from ..models import TariffDraft
from ._drafts import save_draft


def draft_from_sheet(
    *, file: Path, name: str, structure: str, utility: tuple[str, str], by_id: int, at: datetime,
    month: date | None = None, published: date | None = None, href: str = "",
) -> TariffDraft:  # fmt: skip
    """Read a sheet (XLSX or CSV) and keep the book it proposes as a draft.

    ``structure`` is the key of the grid's price structure (``HB.tou``); it says where the book
    goes and what floats. Every number that its components contradict is a finding to be decided
    with ``decide_finding``. The same sheet again returns the draft there is. Raises
    ``rating.books.sheet.SheetRefused`` with every place that is not understood, NoSheetGrid,
    OpenTariffDraft, and what reading a file raises.
    """
    rows = sheet_files.rows_of(file, name=name)
    grid = selectors.sheet_grid(structure=structure)
    if month is None:  # the sheet says it: what floats then is known only after a first look
        month = read_sheet(rows, _context(grid, utility, None, published, href)).month
    proposal = read_sheet(rows, _context(grid, utility, month, published, href))
    findings = [_kept(one) for one in proposal.findings]
    there = selectors.open_draft_of(path=proposal.name)
    if there is not None:
        if there.origin == TariffDraft.Origin.SHEET and _same(there.findings, findings):
            return there
        raise OpenTariffDraft(path=proposal.name, draft=there.pk)
    return save_draft(
        path=proposal.name, text=proposal.text, reason=name[:300], by_id=by_id, at=at,
        origin=TariffDraft.Origin.SHEET, findings=findings,
    )  # fmt: skip


def _context(
    grid: selectors.SheetGrid, utility: tuple[str, str], month: date | None,
    published: date | None, href: str,
) -> SheetContext:  # fmt: skip
    library, _hash = selectors.current_library()
    structure = None
    if month is not None:
        try:
            structure = library.structure(grid.structure, on=month)
        except NoValidPrice:
            structure = None
    return SheetContext(
        prefix=grid.prefix, folder=grid.folder, jurisdiction=grid.jurisdiction, utility=utility,
        month=month, published=published, href=href or None,
        structure_key=grid.structure if structure else None, structure=structure,
    )  # fmt: skip


def _kept(finding: Finding) -> dict[str, Any]:
    return {
        "place": finding.place, "key": finding.key, "printed": f"{finding.printed:f}",
        "proposed": f"{finding.proposed:f}", "one_digit": finding.one_digit,
        "zh": finding.text.zh, "en": finding.text.en, "accepted": None,
        "said": json.dumps(finding.text.en, ensure_ascii=False),
    }  # fmt: skip


def _same(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    def told(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
        return [(item["place"], item["printed"]) for item in found]

    return told(one) == told(other)
