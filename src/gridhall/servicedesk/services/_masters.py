"""A mass event: cases gathered under a master case, one answer to all, told once to each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk.models import Case, MassAnswer, MassAnswered
from gridhall.servicedesk.models.cases import OPEN
from gridhall.servicedesk.refusals import (
    MassAnswerRunning,
    NothingToResume,
    NotRelated,
    UnableToUndo,
)
from gridhall.servicedesk.selectors._masters import mass_answers

from ._checks import TEXT, cause_of, needed, reason_given
from ._hand import hand_on
from ._merging import LOCK, demand_joinable, unable
from ._talk import answer

TASK = "servicedesk.answer_all"
BATCH = 100
TEXT_LABEL = "text"


@transaction.atomic
def make_master(*, case_id: int, by_id: int, at: datetime) -> Case:
    """Make a case the master of a mass event; return it. Raises UnableToRelate."""
    hold_lock(LOCK)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        if case.sealed or not case.is_open or case.part_of_id or case.gathered_by_id:
            raise unable(case, None, "SEALED" if case.sealed else "OVER")
        if not case.is_master:
            hand.set(is_master=True)
            hand.happened("MASTER")
            hand.record("made_master")
    return hand.case


@transaction.atomic
def gather(*, master_id: int, case_ids: Iterable[int], by_id: int, at: datetime) -> int:
    """Put open cases under a master case; return how many were added.

    They keep their numbers and clocks and wait for the one answer. Those that are there already
    stay. Raises UnableToRelate (over, sealed, a master, a part, under another master).
    """
    hold_lock(LOCK)
    added = 0
    with hand_on(master_id, at=at, by_id=by_id) as master:
        if not master.case.is_master or not master.case.is_open:
            raise unable(master.case, None, "NO_MASTER")
        for case_id in sorted(set(case_ids)):
            added += _gathered(case_id, master.case, by_id=by_id, at=at)
        if added:
            master.happened("GATHERED_HERE", count=added)
            master.record("gathered", count=added)
    return added


def _gathered(case_id: int, master: Case, *, by_id: int, at: datetime) -> int:
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        if case.gathered_by_id == master.pk:
            return 0
        demand_joinable(case, master)
        if case.is_master or case.gathered_by_id is not None:
            raise unable(case, master, "MASTER")
        hand.set(gathered_by_id=master.pk)
        hand.happened("GATHERED", case=master.number)
        hand.record("gathered_by", master=master.number)
    return 1


@transaction.atomic
def take_out(*, case_id: int, by_id: int, at: datetime, reason: str) -> Case:
    """Take a case out of its master case: it is answered by itself.

    Possible until the one answer reached it. Raises NotRelated, UnableToUndo, ReasonMissing.
    """
    why = reason_given(reason)
    hold_lock(LOCK)
    with hand_on(case_id, at=at, by_id=by_id) as hand:
        case = hand.case
        if case.gathered_by_id is None:
            raise NotRelated(case=case.number, other="—")
        if MassAnswered.objects.filter(case=case, answer__master_id=case.gathered_by_id).exists():
            raise UnableToUndo(case=case.number)
        master = Case.objects.only("number").get(pk=case.gathered_by_id)
        hand.set(gathered_by_id=None)
        hand.happened("TAKEN_OUT", case=master.number)
        hand.record("taken_out", reason=why, master=master.number)
    return hand.case


def answer_all(
    *, master_id: int, body: str, by_id: int, at: datetime, finding: str = "", cause: str = ""
) -> MassAnswer:
    """Give one answer to a master case and all cases under it; return how it is carried out.

    The master is answered at once, the others by a job in batches that may be killed and goes on
    where it was. Raises MassAnswerRunning, UnableToRelate (no master), and what ``answer`` does.
    """
    text = needed(body, TEXT_LABEL, TEXT)
    try:
        with transaction.atomic():
            master = Case.objects.select_for_update().get(pk=master_id)
            if not master.is_master:
                raise unable(master, None, "NO_MASTER")
            on = timezone.localdate(at)
            row = MassAnswer.objects.create(
                master=master, body=text, finding=finding, asked_by_id=by_id, asked_at=at,
                cause=cause_of(cause, on=on) if cause else None,
            )  # fmt: skip
            if master.is_open and master.answered_at is None:
                answer(case_id=master_id, body=text, by_id=by_id, at=at, finding=finding,
                       cause=cause, entitled=True, dedup_key=f"answer {row.pk}")  # fmt: skip
            app.configure_task(TASK).defer(answer_id=row.pk)
    except IntegrityError as error:
        if "one_mass_answer_at_a_time" not in str(error):
            raise
        raise MassAnswerRunning(case=Case.objects.get(pk=master_id).number) from None
    return row


def carry_on(*, answer_id: int, at: datetime, limit: int = BATCH) -> int:
    """Answer the next cases of a mass answer; return how many, 0 when it is done.

    Each case in a transaction of its own with a row that cannot be written twice: whoever is
    killed in between answered it or did not. A case that refuses the answer is noted with its
    reason and left to a person.
    """
    row = MassAnswer.objects.select_related("master", "cause").get(pk=answer_id)
    reached = MassAnswered.objects.filter(answer=row).values("case_id")
    rest = Case.objects.filter(OPEN, gathered_by_id=row.master_id).exclude(pk__in=reached)
    ids = list(rest.order_by("pk").values_list("pk", flat=True)[:limit])
    for case_id in ids:
        _answer_one(row, case_id, at=at)
    if not ids:
        _finish(row, at)
    return len(ids)


@transaction.atomic
def resume_answer(*, answer_id: int, master_id: int, by_id: int, at: datetime) -> MassAnswer:
    """Set an answer to all going again that stands still, or try the cases again that refused.

    Nobody is answered twice: what was reached stays noted. Return it. Raises NotRelated (no such
    answer to this case), NothingToResume, MassAnswerRunning (a newer one is on its way).
    """
    row = MassAnswer.objects.select_for_update(of=("self",)).select_related("master").filter(
        pk=answer_id, master_id=master_id
    ).first()  # fmt: skip
    if row is None:
        raise NotRelated(case=Case.objects.get(pk=master_id).number, other="—")
    known = {one.id: one for one in mass_answers(master_id=master_id, at=at, limit=BATCH)}
    if answer_id not in known or not known[answer_id].may_resume:
        raise NothingToResume(case=row.master.number)
    running = MassAnswer.objects.filter(master_id=master_id, status=MassAnswer.Status.RUNNING)
    if running.exclude(pk=row.pk).exists():
        raise MassAnswerRunning(case=row.master.number)
    refused, _models = MassAnswered.objects.filter(answer=row).exclude(fault="").delete()
    row.status, row.resumed_at, row.done_at = MassAnswer.Status.RUNNING, at, None
    row.save(update_fields=["status", "resumed_at", "done_at"])
    app.configure_task(TASK).defer(answer_id=row.pk)
    audit.record(
        action="servicedesk.answer_resumed", at=at, actor_id=by_id, object_type="case",
        object_id=row.master_id, object_label=row.master.number,
        organisation_id=row.master.organisation_id, changes={"refused": refused},
    )  # fmt: skip
    return row


def _answer_one(row: MassAnswer, case_id: int, *, at: datetime) -> None:
    fault, told = "", False
    try:
        with transaction.atomic():
            hold_lock(f"mass answer {row.pk} case {case_id}")
            if MassAnswered.objects.filter(answer=row, case_id=case_id).exists():
                return
            case = Case.objects.get(pk=case_id)
            if case.answered_at is None:
                told = _is_first_of_customer(row, case)
                answer(
                    case_id=case_id, body=row.body, by_id=row.asked_by_id, at=at,
                    finding=row.finding, cause=row.cause.code if row.cause else "",
                    dedup_key=f"answer {row.pk}", entitled=True, quietly=not told,
                )  # fmt: skip
            MassAnswered.objects.create(answer=row, case_id=case_id, told=told, at=at)
    except GridHallError as error:
        fault = error.code
    if fault:
        MassAnswered.objects.get_or_create(
            answer=row, case_id=case_id, defaults={"told": False, "fault": fault[:60], "at": at}
        )


def _is_first_of_customer(row: MassAnswer, case: Case) -> bool:
    """Tell whether this customer has not been told by this answer: each hears it once."""
    told = MassAnswered.objects.filter(answer=row, told=True)
    if case.account_id is not None:
        same = told.filter(case__account_id=case.account_id)
        return not same.exists() and row.master.account_id != case.account_id
    if case.contact_phone_index:
        index = bytes(case.contact_phone_index)
        return not told.filter(case__contact_phone_index=index).exists()
    return True


def _finish(row: MassAnswer, at: datetime) -> None:
    rows = MassAnswered.objects.filter(answer=row)
    MassAnswer.objects.filter(pk=row.pk, status=MassAnswer.Status.RUNNING).update(
        status=MassAnswer.Status.DONE, done_at=at, cases_answered=rows.filter(fault="").count(),
        customers_told=rows.filter(told=True).count(),
    )  # fmt: skip
