"""Approving a rated run, or throwing it away."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope

from ..errors import ApprovalNeedsPerson, ReasonNeeded, SupplementsAlive, UnableToApproveOwnRun
from ..models import Bill, BillHold, BillRun, BillRunChunk
from ._common import ISSUE_TASK, enqueue, find_run, wrong_status

DISCARD = """
    WITH gone AS (
        UPDATE billing_bill SET status = %s WHERE run_id = %s AND status = %s RETURNING id
    )
    INSERT INTO billing_billstatuschange (bill_id, status, at, by_id, reason)
    SELECT id, %s, %s, %s, %s FROM gone
"""


@transaction.atomic
def approve_run(
    *, run_id: int, scope: Scope, at: datetime, actor_id: int | None, background: bool = False
) -> BillRun:
    """Approve a rated run so that it may be issued; ``scope`` is where the actor may approve.

    Raises ApprovalNeedsPerson, UnableToApproveOwnRun (whoever started the run), WrongRunStatus.
    With ``background`` the worker is asked to issue it.
    """
    run = find_run(run_id=run_id, scope=scope)
    if actor_id is None:
        raise ApprovalNeedsPerson(run_no=run.run_no)
    if actor_id == run.created_by_id:
        raise UnableToApproveOwnRun(run_no=run.run_no)
    won = BillRun.objects.filter(pk=run_id, status=BillRun.Status.RATED).update(
        status=BillRun.Status.ISSUING, approved_by_id=actor_id, approved_at=at
    )
    if not won:
        raise wrong_status(run, BillRun.Status.RATED)
    _record("billing.approve_run", run, at=at, actor_id=actor_id)
    if background:
        enqueue(ISSUE_TASK, run_id=run_id)
    run.refresh_from_db()
    return run


@transaction.atomic
def cancel_run(
    *, run_id: int, scope: Scope, reason: str, at: datetime, actor_id: int | None
) -> BillRun:
    """Throw a run away before it is approved: its bills become DISCARDED, the month is free again.

    Accounts that a supplementary run released from their hold are held again. Waits for chunks
    that are being rated. Raises WrongRunStatus, ReasonNeeded, SupplementsAlive.
    """
    run = find_run(run_id=run_id, scope=scope)
    if not reason.strip():
        raise ReasonNeeded
    list(BillRunChunk.objects.select_for_update().filter(run=run).order_by("pk").values("pk"))
    before = (BillRun.Status.RATING, BillRun.Status.RATED)
    won = BillRun.objects.filter(pk=run_id, status__in=before).update(
        status=BillRun.Status.CANCELLED
    )
    if not won:
        raise wrong_status(run, *before)
    _refuse_supplements(run)
    gone, held = Bill.Status.DISCARDED.value, Bill.Status.RATED.value
    with connection.cursor() as cursor:
        cursor.execute(DISCARD, [gone, run_id, held, gone, at, actor_id, reason])
    _hold_again(run)
    _record("billing.cancel_run", run, at=at, actor_id=actor_id, reason=reason)
    run.refresh_from_db()
    return run


def _refuse_supplements(run: BillRun) -> None:
    """Raise SupplementsAlive; the caller changed the run already, so no supplement can follow."""
    alive = run.supplements.exclude(status=BillRun.Status.CANCELLED).order_by("pk")
    if numbers := list(alive.values_list("run_no", flat=True)):
        raise SupplementsAlive(run_no=run.run_no, supplements=", ".join(numbers))


def _hold_again(run: BillRun) -> None:
    """Open the holds again that the making of this supplementary run closed."""
    if run.kind == BillRun.Kind.SUPPLEMENTARY:
        billed = Bill.objects.filter(run=run).values("account_id")
        BillHold.objects.filter(
            account_id__in=billed, run__period_start=run.period_start, released_at=run.created_at
        ).update(released_at=None)


def _record(
    action: str, run: BillRun, *, at: datetime, actor_id: int | None, reason: str = ""
) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="bill_run", object_id=run.pk,
        object_label=run.run_no, organisation_id=run.organisation_id, reason=reason,
    )  # fmt: skip
