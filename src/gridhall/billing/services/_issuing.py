"""Issuing an approved run: numbers, dates, and word to the others."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from gridhall.foundation.audit import services as audit
from gridhall.foundation.numbering import services as numbering
from gridhall.foundation.outbox import services as outbox

from .. import rows, rules
from ..errors import ControlTotalMismatch
from ..events import BillsIssued
from ..models import Bill, BillLine, BillRun, BillRunChunk
from ._common import Progress, take_chunk, work_through, wrong_status

ISSUE = """
    UPDATE billing_bill AS bill
    SET status = %s, bill_no = given.bill_no, issued_at = %s, due_date = %s
    FROM unnest(%s::bigint[], %s::text[]) AS given(id, bill_no)
    WHERE bill.id = given.id AND bill.status = %s
"""


def issue_run(*, run_id: int, at: datetime, progress: Progress | None = None) -> BillRun:
    """Issue every open chunk of an approved run; when none is left the run is ISSUED.

    May be called again after a crash and by several workers at once. Raises WrongRunStatus when
    the run is not approved, ControlTotalMismatch when the stored bills are not those rated.
    """
    run = BillRun.objects.get(pk=run_id)
    if run.status not in (BillRun.Status.ISSUING, BillRun.Status.ISSUED):
        raise wrong_status(run, BillRun.Status.ISSUING)
    work_through(
        run_id=run_id, unfinished="issued_at", progress=progress,
        work=lambda chunk_id: issue_chunk(chunk_id=chunk_id, at=at),
    )  # fmt: skip
    _finish(run, at=at)
    run.refresh_from_db()
    return run


@transaction.atomic
def issue_chunk(*, chunk_id: int, at: datetime) -> bool:
    """Issue the bills of a chunk; tell whether it was done here.

    One transaction: numbers without a gap (202601-0000001: month of the bill and a counter), dates,
    history and the event ``billing.bills.issued``, or nothing of it.
    """
    chunk = take_chunk(chunk_id=chunk_id, unfinished="issued_at")
    if chunk is None:
        return False
    run = BillRun.objects.get(pk=chunk.run_id)
    if run.status != BillRun.Status.ISSUING:
        return False
    bill_ids = _checked_bills(run, chunk)
    if bill_ids:
        _issue(run, bill_ids, at=at)
        event = BillsIssued(run_id=run.pk, chunk=chunk.number, bill_ids=bill_ids)
        outbox.publish(event, at=at)
    BillRunChunk.objects.filter(pk=chunk_id, issued_at__isnull=True).update(issued_at=at)
    return True


def due_date(issued_on: date) -> date:
    """Return the last day to pay without a late fee: company rule ``bill.days_to_pay``."""
    return issued_on + timedelta(days=int(rules.rule("bill.days_to_pay", on=issued_on).value))


def _checked_bills(run: BillRun, chunk: BillRunChunk) -> list[int]:
    """Return the chunk's bills in the order of accounts, after comparing the control totals.

    Bills and lines must both add up to what was rated; raises ControlTotalMismatch.
    """
    bills = Bill.objects.filter(
        run=run, status=Bill.Status.RATED, account_id__in=chunk.account_ids
    )  # fmt: skip
    by_bills = bills.aggregate(sum=Sum("total"))["sum"] or Decimal("0.00")
    by_lines = BillLine.objects.filter(bill__in=bills).aggregate(sum=Sum("amount"))[
        "sum"
    ] or Decimal("0.00")
    bill_ids = list(bills.order_by("account_id").values_list("pk", flat=True))
    expected = f"{chunk.bill_count} × {chunk.control_total}"
    for total in (by_bills, by_lines):
        if (len(bill_ids), total) != (chunk.bill_count, chunk.control_total):
            raise ControlTotalMismatch(
                run_no=run.run_no, chunk=chunk.number, found=f"{len(bill_ids)} × {total}",
                expected=expected,
            )  # fmt: skip
    return bill_ids


def _issue(run: BillRun, bill_ids: list[int], *, at: datetime) -> None:
    bill_nos = numbering.issue_numbers(code="bill", on=run.period_start, count=len(bill_ids))
    due = due_date(timezone.localdate(at))
    issued, rated = Bill.Status.ISSUED.value, Bill.Status.RATED.value
    with connection.cursor() as cursor:
        cursor.execute(ISSUE, [issued, at, due, bill_ids, bill_nos, rated])
    rows.write_changes(bill_ids, issued, at=at, actor_id=run.approved_by_id)


@transaction.atomic
def _finish(run: BillRun, *, at: datetime) -> None:
    if BillRunChunk.objects.filter(run=run, issued_at__isnull=True).exists():
        return
    won = BillRun.objects.filter(pk=run.pk, status=BillRun.Status.ISSUING).update(
        status=BillRun.Status.ISSUED, issued_at=at
    )
    if won:
        audit.record(
            action="billing.issue_run", at=at, actor_id=run.approved_by_id, object_type="bill_run",
            object_id=run.pk, object_label=run.run_no, organisation_id=run.organisation_id,
        )  # fmt: skip
