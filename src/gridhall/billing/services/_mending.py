"""After the run: take a bill back, bill a held account when its data are mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.numbering import services as numbering
from gridhall.foundation.outbox import services as outbox
from gridhall.rating.result import Text
from gridhall.tariffs import selectors as tariffs

from .. import checks, inputs, rows
from ..drafts import HoldDraft, Outcome, rate_accounts
from ..errors import (
    AccountNotBilled,
    AlreadyBilled,
    BillNotFound,
    ReasonNeeded,
    RunNotFound,
    StillHeld,
    UnableToReverseBill,
)
from ..events import BillReversed
from ..models import Bill, BillHold, BillRun, BillRunChunk, BillStatusChange
from ._common import month_text, wrong_status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebilling:
    """What rating again gave: a supplementary run, or ``None``, and who is still held."""

    run: BillRun | None
    still_held: tuple[HoldDraft, ...]


@transaction.atomic
def reverse_bill(
    *, bill_id: int, scope: Scope, reason: str, at: datetime, actor_id: int | None
) -> None:
    """Take an issued bill back (冲红); it stays readable, and the account may be billed again.

    Publishes ``billing.bill.reversed``. Raises BillNotFound, ReasonNeeded, UnableToReverseBill.
    """
    if not reason.strip():
        raise ReasonNeeded
    bill = Bill.objects.select_for_update().filter(pk=bill_id).first()
    if bill is None or not scope.holds(bill.organisation_id):
        raise BillNotFound
    won = Bill.objects.filter(pk=bill_id, status=Bill.Status.ISSUED).update(
        status=Bill.Status.REVERSED
    )
    if not won:
        raise UnableToReverseBill(bill_no=bill.bill_no or "", status=bill.get_status_display())
    BillStatusChange.objects.create(
        bill=bill, status=Bill.Status.REVERSED, at=at, by_id=actor_id, reason=reason
    )
    outbox.publish(
        BillReversed(
            run_id=bill.run_id, bill_id=bill.pk, account_id=bill.account_id, reason=reason
        ),
        at=at,
    )
    audit.record(
        action="billing.reverse_bill", at=at, actor_id=actor_id, object_type="bill",
        object_id=bill.pk, object_label=bill.bill_no or "", account_id=bill.account_id,
        organisation_id=bill.organisation_id, reason=reason,
    )  # fmt: skip


def release_hold(*, hold_id: int, scope: Scope, at: datetime, actor_id: int | None) -> BillRun:
    """Bill a held account after its data were mended, by a supplementary run that needs approval.

    Raises RunNotFound, AlreadyBilled, and StillHeld with the reason if it cannot be billed yet.
    """
    hold = BillHold.objects.select_related("account").filter(pk=hold_id).first()
    if hold is None or not scope.holds(hold.organisation_id):
        raise RunNotFound
    done = rebill_accounts(
        run_id=hold.run_id, account_ids=[hold.account_id], scope=scope, at=at, actor_id=actor_id
    )
    if done.run is None:
        left = done.still_held[0]
        language = get_language() or "en"
        raise StillHeld(
            account_no=hold.account.account_no,
            reason=Text(left.reason_zh, left.reason_en).get(language),
        )
    return done.run


@transaction.atomic
def rebill_accounts(
    *, run_id: int, account_ids: list[int], scope: Scope, at: datetime, actor_id: int | None
) -> Rebilling:
    """Rate accounts again within a run's month: those held, or whose bill was reversed.

    What can be billed now becomes one supplementary run by today's tariff books; it waits for
    approval as every run does. Raises RunNotFound, WrongRunStatus, AlreadyBilled, and
    AccountNotBilled when none of the accounts lies inside the scope.
    """
    run = _find_finished(run_id)
    hold_lock(f"billing.rebill {run.period_start}")  # two clerks at once: one after the other
    library, library_hash = tariffs.current_library()
    found = inputs.collect(
        account_ids=account_ids, period_start=run.period_start, period_end=run.period_end,
        library=library,
    ).inside(scope)  # fmt: skip
    if not found.account_ids:
        raise AccountNotBilled
    _refuse_billed(found.account_ids, run.period_start)
    outcome = rate_accounts(found, library, checks.limits_on(run.period_start))
    if not outcome.bills:
        return Rebilling(run=None, still_held=tuple(outcome.holds))
    extra = _supplement(run, outcome, library_hash=library_hash, at=at, actor_id=actor_id)
    return Rebilling(run=extra, still_held=tuple(outcome.holds))


def _find_finished(run_id: int) -> BillRun:
    """Lock and return the run, whatever its organisation: the accounts must lie inside the scope.

    It cannot be cancelled while a supplementary run of it is being made.
    """
    run = BillRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise RunNotFound
    needed = (BillRun.Status.RATED, BillRun.Status.ISSUING, BillRun.Status.ISSUED)
    if run.status not in needed:
        raise wrong_status(run, *needed)
    return run


def _refuse_billed(account_ids: list[int], period_start: date) -> None:
    billed = (
        Bill.objects.filter(
            account_id__in=account_ids, period_start=period_start,
            status__in=[Bill.Status.RATED, Bill.Status.ISSUED],
        )
        .select_related("account")
        .first()
    )  # fmt: skip
    if billed is not None:
        raise AlreadyBilled(account_no=billed.account.account_no, month=month_text(period_start))


def _supplement(
    run: BillRun, outcome: Outcome, *, library_hash: str, at: datetime, actor_id: int | None
) -> BillRun:
    owner = outcome.bills[0].account.organisation_id
    alone = all(draft.account.organisation_id == owner for draft in outcome.bills)
    extra = BillRun.objects.create(
        run_no=numbering.issue_number(code="bill_run", on=run.period_start),
        kind=BillRun.Kind.SUPPLEMENTARY, supplement_to=run,
        organisation_id=owner if alone else run.organisation_id,
        organisation_path=run.organisation_path,
        period_start=run.period_start, period_end=run.period_end, status=BillRun.Status.RATED,
        library_hash=library_hash, created_by_id=actor_id, created_at=at,
    )  # fmt: skip
    rows.write_bills(extra, outcome.bills, at=at)
    billed = [draft.account.account_id for draft in outcome.bills]
    BillRunChunk.objects.create(
        run=extra, number=1, account_ids=billed, rated_at=at, bill_count=len(billed),
        control_total=outcome.control_total,
    )  # fmt: skip
    BillHold.objects.filter(
        account_id__in=billed, released_at=None,
        run__period_start=run.period_start,
    ).update(released_at=at)  # fmt: skip
    audit.record(
        action="billing.rebill", at=at, actor_id=actor_id, object_type="bill_run",
        object_id=extra.pk, object_label=extra.run_no, organisation_id=extra.organisation_id,
        changes={"supplement_to": run.run_no, "accounts": len(billed)},
    )  # fmt: skip
    return extra
