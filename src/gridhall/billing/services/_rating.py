"""Rating the chunks of a run."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gridhall.rating.books import Library
from gridhall.tariffs import selectors as tariffs

from .. import checks, inputs, rows
from ..drafts import Inputs, rate_accounts
from ..models import Bill, BillRun, BillRunChunk
from ._common import Progress, take_chunk, work_through


def rate_run(*, run_id: int, at: datetime, progress: Progress | None = None) -> BillRun:
    """Rate every open chunk and, when none is left, let the run wait for approval.

    May be called again after a crash and by several workers at once: a chunk is one transaction,
    done once. ``progress`` is called with (chunks done, chunks in all).
    """
    work_through(
        run_id=run_id, unfinished="rated_at", progress=progress,
        work=lambda chunk_id: rate_chunk(chunk_id=chunk_id, at=at),
    )  # fmt: skip
    still_open = BillRunChunk.objects.filter(run_id=run_id, rated_at__isnull=True)
    if not still_open.exists():
        BillRun.objects.filter(pk=run_id, status=BillRun.Status.RATING).update(
            status=BillRun.Status.RATED
        )
    return BillRun.objects.get(pk=run_id)


@transaction.atomic
def rate_chunk(*, chunk_id: int, at: datetime) -> bool:
    """Rate the accounts of a chunk and store what comes out; tell whether it was done here.

    Everything or nothing: a killed process leaves no trace, and a chunk that is done already (or
    whose run was cancelled) is left alone. Accounts that have a bill for the month are skipped.
    """
    chunk = take_chunk(chunk_id=chunk_id, unfinished="rated_at")
    if chunk is None:
        return False
    run = BillRun.objects.get(pk=chunk.run_id)
    if run.status != BillRun.Status.RATING:
        return False
    library = tariffs.library_by_hash(library_hash=run.library_hash)
    found = _inputs(run, chunk, library)
    outcome = rate_accounts(found, library, checks.limits_on(run.period_start))
    rows.write_bills(run, outcome.bills, at=at)
    rows.write_holds(run, outcome.holds, at=at)
    BillRunChunk.objects.filter(pk=chunk_id, rated_at__isnull=True).update(
        rated_at=at, bill_count=len(outcome.bills), hold_count=len(outcome.holds),
        control_total=outcome.control_total,
    )  # fmt: skip
    return True


def _inputs(run: BillRun, chunk: BillRunChunk, library: Library) -> Inputs:
    billed = set(
        Bill.objects.filter(
            account_id__in=chunk.account_ids, period_start=run.period_start,
            status__in=[Bill.Status.RATED, Bill.Status.ISSUED],
        ).values_list("account_id", flat=True)
    )  # fmt: skip
    return inputs.collect(
        account_ids=[pk for pk in chunk.account_ids if pk not in billed],
        period_start=run.period_start, period_end=run.period_end, library=library,
    )  # fmt: skip
