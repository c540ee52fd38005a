"""The life of a batch outside its run: queued or discarded; and for whom rows are checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.identity import selectors as identity

from ..checking import Checker, demand_known, shown
from ..errors import ImportInWrongState
from ..models import ImportBatch, ImportFault
from ..sheets import REFUSED, ImportContext, Row, Sheet

Status = ImportBatch.Status
ACTION = "imports.run"
RUN_TASK = "imports.run"


@transaction.atomic
def enqueue(*, batch_id: int) -> None:
    """Hand a previewed batch to the worker; raise ImportInWrongState for any other."""
    waiting = ImportBatch.objects.filter(pk=batch_id, status=Status.PREVIEWED)
    if not waiting.update(status=Status.QUEUED):
        raise wrong_state(ImportBatch.objects.get(pk=batch_id))
    transaction.on_commit(lambda: wake_worker(batch_id=batch_id), robust=True)


def wake_worker(*, batch_id: int) -> None:
    """Ask the worker to run the batch; one waiting request is enough."""
    task = app.configure_task(RUN_TASK, queueing_lock=f"{RUN_TASK}:{batch_id}")
    try:
        with transaction.atomic():
            task.defer(batch_id=batch_id)
    except AlreadyEnqueued:
        return


@transaction.atomic
def discard(*, batch_id: int, at: datetime) -> None:
    """Give up a batch that was only previewed; raise ImportInWrongState for any other."""
    waiting = ImportBatch.objects.filter(pk=batch_id, status=Status.PREVIEWED)
    if not waiting.update(status=Status.DISCARDED, finished_at=at):
        raise wrong_state(ImportBatch.objects.get(pk=batch_id))
    ImportFault.objects.filter(batch_id=batch_id).delete()


def wrong_state(batch: ImportBatch) -> ImportInWrongState:
    """Return the failure that names the state the batch is in."""
    return ImportInWrongState(status=batch.get_status_display())


def context_for(*, actor_id: int | None, at: datetime, is_preview: bool = False) -> ImportContext:
    """Return for whom and when rows are checked; without an actor it is the system itself."""
    today = timezone.localdate(at)
    if actor_id is None:
        scope = identity.whole_company()
    else:
        scope = identity.scope_of(user_id=actor_id, action=ACTION, on=today)
    return ImportContext(actor_id=actor_id, scope=scope, at=at, is_preview=is_preview, seen={})


def check_against_database(
    sheet: Sheet, chunk: Sequence[Row], context: ImportContext, checker: Checker
) -> None:
    """Check the rows that are still good against what is stored and what stands in the file."""
    context.seen = checker.seen
    good = [row for row in chunk if not row.is_refused]
    if good:
        sheet.check_rows(good, context)
    for row in chunk:
        demand_known(row)


def keep_faults(batch: ImportBatch, rows: Sequence[Row]) -> None:
    """Store the faults of these rows; what was noticed about a refused row no longer matters."""
    ImportFault.objects.bulk_create(
        (
            ImportFault(
                batch=batch, row_number=row.number, field=fault.field, value=shown(fault.value),
                taken=shown(fault.taken), code=fault.code, params=fault.params,
                severity=fault.severity,
            )
            for row in rows
            for fault in row.faults
            if fault.severity == REFUSED or not row.is_refused
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )  # fmt: skip
