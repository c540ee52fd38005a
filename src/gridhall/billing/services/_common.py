"""What the services of billing share: finding, locking and background work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.identity.selectors import Scope

from ..errors import RunNotFound, WrongRunStatus
from ..models import BillRun, BillRunChunk

RATE_TASK, ISSUE_TASK = "billing.rate_run", "billing.issue_run"
REPLAY_TASK = "billing.replay_draft"
Progress = Callable[[int, int], None]


def month_text(period_start: date) -> str:
    """Return the month as people write it: 2026-01."""
    return f"{period_start:%Y-%m}"


def find_run(*, run_id: int, scope: Scope) -> BillRun:
    """Return the run; raises RunNotFound when there is none or it lies outside the scope."""
    run = BillRun.objects.select_related("organisation").filter(pk=run_id).first()
    if run is None or not scope.holds(run.organisation_id):
        raise RunNotFound
    return run


def wrong_status(run: BillRun, *needed: BillRun.Status) -> WrongRunStatus:
    """Return the error that names the status the run has now and those the step needs."""
    run.refresh_from_db(fields=["status"])
    return WrongRunStatus(
        run_no=run.run_no, status=run.get_status_display(),
        needed=" / ".join(str(status.label) for status in needed),
    )  # fmt: skip


def take_chunk(*, chunk_id: int, unfinished: str) -> BillRunChunk | None:
    """Lock the chunk if its work (``rated_at`` or ``issued_at``) is still open, else ``None``.

    Waits while somebody else works on it and then sees what became of it.
    """
    return (
        BillRunChunk.objects.select_for_update()
        .filter(pk=chunk_id, **{f"{unfinished}__isnull": True})
        .first()
    )


def next_chunk(*, run_id: int, unfinished: str) -> int | None:
    """Return an open chunk that nobody works on, else any open one, else ``None``: all is done.

    Several workers share a run this way; the last ones wait for each other.
    """
    still_open = BillRunChunk.objects.filter(run_id=run_id, **{f"{unfinished}__isnull": True})
    ordered = still_open.order_by("number").values_list("pk", flat=True)
    with transaction.atomic():
        free = ordered.select_for_update(skip_locked=True).first()
    return free if free is not None else ordered.first()


def work_through(
    *, run_id: int, unfinished: str, work: Callable[[int], bool], progress: Progress | None
) -> None:
    """Do ``work`` on every open chunk; ends early when a chunk refuses to be worked on."""
    chunks = BillRunChunk.objects.filter(run_id=run_id)
    total = chunks.count()
    while (chunk_id := next_chunk(run_id=run_id, unfinished=unfinished)) is not None:
        if (
            not work(chunk_id)
            and chunks.filter(pk=chunk_id, **{f"{unfinished}__isnull": True}).exists()
        ):
            return
        if progress is not None:
            done = chunks.filter(**{f"{unfinished}__isnull": False}).count()
            progress(done, total)


def enqueue(task: str, *, run_id: int) -> None:
    """Ask the worker, in the caller's transaction, to do the run; one waiting request is enough."""
    try:
        with transaction.atomic():
            lock = f"{task}:{run_id}"
            app.configure_task(task, queueing_lock=lock).defer(run_id=run_id)
    except AlreadyEnqueued:
        return
