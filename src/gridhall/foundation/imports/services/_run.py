"""Importing the rows of a batch, chunk by chunk, so that a kill in the middle harms nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from gridhall.foundation.audit import services as audit
from gridhall.kernel.errors import GridHallError

from .. import sheets
from ..checking import Checker
from ..errors import ImportBusy
from ..models import ImportBatch, ImportFault
from ..selectors import table_of
from ..sheets import ImportContext, Row, Sheet
from ._state import Status, check_against_database, context_for, keep_faults, wrong_state

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]

ADVISORY_CLASS = 0x494D  # "IM": one process at a time for one batch
UNEXPECTED = gettext_noop(
    "Something unexpected stopped the import; rows already in stay. "
    "Import the file again, or ask the operator to look at the log."
)
COUNTERS = {
    sheets.CREATED: "rows_created",
    sheets.UPDATED: "rows_updated",
    sheets.UNCHANGED: "rows_unchanged",
}


def run(*, batch_id: int, clock: Clock, progress: Progress | None = None) -> ImportBatch:
    """Import the rows of a batch that are not in yet; return it FINISHED.

    Each chunk is one transaction that moves ``rows_done`` along with the data: a process that is
    killed loses at most the chunk it was in, and the next run goes on from there. ``progress`` is
    told rows done and rows in all. Raises ImportBusy when another process is at it,
    ImportInWrongState when it was discarded or failed; a finished batch is returned as it is.
    """
    with _alone(batch_id):
        batch = _claim(batch_id)
        if batch.status == Status.RUNNING:
            _run_or_fail(batch, clock, progress)
        return ImportBatch.objects.select_related("document").get(pk=batch_id)


@contextmanager
def _alone(batch_id: int) -> Iterator[None]:
    """Hold the batch's lock; it ends with the database connection, so a killed run frees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ADVISORY_CLASS, batch_id])
        if not cursor.fetchone()[0]:
            raise ImportBusy()
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ADVISORY_CLASS, batch_id])


@transaction.atomic
def _claim(batch_id: int) -> ImportBatch:
    """Move the batch to RUNNING; what the preview found is dropped, the run finds it again."""
    rows = ImportBatch.objects.select_related("document").select_for_update(of=("self",))
    batch = rows.get(pk=batch_id)
    if batch.status in (Status.DISCARDED, Status.FAILED):
        raise wrong_state(batch)
    if batch.status in (Status.PREVIEWED, Status.QUEUED):
        ImportFault.objects.filter(batch=batch).delete()
        batch.status = Status.RUNNING
        batch.rows_refused = batch.rows_warned = 0
        batch.save(update_fields=["status", "rows_refused", "rows_warned"])
    return batch


def _run_or_fail(batch: ImportBatch, clock: Clock, progress: Progress | None) -> None:
    """Run; a failure that would come again ends the batch, a lost connection leaves it open."""
    try:
        _run_chunks(batch, clock, progress)
    except (ImportBusy, OperationalError, InterfaceError):
        raise
    except Exception as error:
        if not isinstance(error, GridHallError):
            logger.exception("import failed")
        ImportBatch.objects.filter(pk=batch.pk, status=Status.RUNNING).update(
            status=Status.FAILED, finished_at=clock(), failure=_failure(error)
        )
        raise


def _failure(error: Exception) -> dict[str, Any]:
    """Return what is kept of a failure: code, English template and parameters."""
    if isinstance(error, GridHallError):
        params = {name: str(value) for name, value in error.params.items()}
        return {"code": error.code, "template": error.template, "params": params}
    return {"code": "UNEXPECTED", "template": UNEXPECTED, "params": {}}


def _run_chunks(batch: ImportBatch, clock: Clock, progress: Progress | None) -> None:
    sheet = sheets.sheet_named(batch.sheet)
    context = context_for(actor_id=batch.created_by_id, at=clock())
    sheet.demand_allowed(context)
    # Dates are judged by the day of the preview: what was promised then holds.
    today = timezone.localdate(batch.created_at)
    checker = Checker(sheet=sheet, table=table_of(batch), today=today)
    for chunk in checker.chunks(skip=batch.rows_done):
        _write_chunk(batch, sheet, chunk, context, checker)
        if progress is not None:
            progress(batch.rows_done, batch.rows_total)
    _finish(batch, clock())


@transaction.atomic
def _write_chunk(
    batch: ImportBatch, sheet: Sheet, chunk: Sequence[Row], context: ImportContext, checker: Checker
) -> None:
    """Write one chunk and its progress together; the row lock keeps any second run out."""
    stored = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if stored.status != Status.RUNNING or stored.rows_done != batch.rows_done:
        raise ImportBusy()
    check_against_database(sheet, chunk, context, checker)
    good = [row for row in chunk if not row.is_refused]
    if good:
        sheet.write(good, context)
    keep_faults(batch, chunk)
    batch.rows_done += len(chunk)
    for row in chunk:
        _count(batch, row)
    batch.save(
        update_fields=["rows_done", "rows_refused", "rows_warned", *COUNTERS.values()]
    )  # fmt: skip


def _count(batch: ImportBatch, row: Row) -> None:
    if row.is_refused:
        batch.rows_refused += 1
        return
    batch.rows_warned += bool(row.faults)
    name = COUNTERS[row.outcome]
    setattr(batch, name, getattr(batch, name) + 1)


@transaction.atomic
def _finish(batch: ImportBatch, at: datetime) -> None:
    """Close the batch and write the one audit row of the import."""
    ImportBatch.objects.filter(pk=batch.pk, status=Status.RUNNING).update(
        status=Status.FINISHED, finished_at=at
    )
    audit.record(
        action="imports.finished", at=at, actor_id=batch.created_by_id, object_type="import_batch",
        object_id=batch.pk, object_label=batch.document.name, organisation_id=batch.organisation_id,
        changes={
            "sheet": batch.sheet, "rows": batch.rows_total, "created": batch.rows_created,
            "updated": batch.rows_updated, "unchanged": batch.rows_unchanged,
            "refused": batch.rows_refused,
        },
    )  # fmt: skip
