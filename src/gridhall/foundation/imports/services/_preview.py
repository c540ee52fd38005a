"""Reading and checking a whole file without writing its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gridhall.foundation.documents import selectors as documents
from gridhall.foundation.identity import selectors as identity

from .. import sheets
from ..checking import Checker
from ..models import ImportBatch
from ..reading import open_table
from ..sheets import ImportContext, Row
from ._state import check_against_database, context_for, keep_faults

if TYPE_CHECKING:
    from gridhall.foundation.documents.models import Document


def preview(
    *, document: Document, sheet_name: str | None, actor_id: int | None, at: datetime,
    progress: Callable[[int], None] | None = None,
) -> ImportBatch:  # fmt: skip
    """Check a file and return its batch with the faults found; ``progress`` is told the rows read.

    The sheet is found by the header unless it is named. Raises a subclass of UnableToReadFile
    when the file as a whole is no good, ImportNotAllowed when the actor may not import it.
    """
    copy = documents.plain_copy(document=document)
    table = open_table(copy.path, name=document.name, held=copy)
    sheet = (
        sheets.sheet_named(sheet_name)
        if sheet_name
        else sheets.detect_sheet(table.header, name=document.name)
    )
    context = context_for(actor_id=actor_id, at=at, is_preview=True)
    sheet.demand_allowed(context)
    checker = Checker(sheet=sheet, table=table, today=timezone.localdate(at))
    batch = ImportBatch(
        sheet=sheet.name, document=document, encoding=table.encoding, header=list(table.header),
        organisation_id=_root_of(context), created_by_id=actor_id, created_at=at,
    )  # fmt: skip
    faulty: list[Row] = []
    for chunk in checker.chunks():
        check_against_database(sheet, chunk, context, checker)
        _count(batch, chunk)
        faulty += [row for row in chunk if row.faults]
        if progress is not None:
            progress(batch.rows_total)
    with transaction.atomic():
        batch.save()
        keep_faults(batch, faulty)
    return batch


def _root_of(context: ImportContext) -> int | None:
    """The topmost organisation of the actor: whoever works there sees the batch."""
    if context.actor_id is None:
        return None
    inside = identity.organisations(scope=context.scope)
    return inside[0].pk if inside else None


def _count(batch: ImportBatch, chunk: Sequence[Row]) -> None:
    batch.rows_total += len(chunk)
    batch.rows_refused += sum(row.is_refused for row in chunk)
    batch.rows_warned += sum(bool(row.faults) and not row.is_refused for row in chunk)
