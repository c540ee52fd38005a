"""Any sequence of acts keeps what must always hold; two people at once; what nobody may change."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes import services as engine
from gridhall.foundation.standards import selectors as standards
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import services
from gridhall.servicedesk.models import Case, CaseEntry, CaseStatusChange, Custody

from .desk import Desk, check, make_desk

KINDS = [("CONSULTATION", "BILL"), ("COMPLAINT", "CHARGES"), ("OPINION", "HALL"),
         ("APPLICATION", "METER_TEST"), ("REPAIR", "VOLTAGE")]  # fmt: skip
PEOPLE = ("agent", "price", "service", "quality", "crew", "boss")
ACTS: dict[str, dict[str, Any]] = {
    "respond": {}, "reply": {"body": "回复"}, "remark": {"body": "备注"},
    "propose": {"body": "方案"},
    "answer": {"body": "答复", "finding": "PARTLY"}, "confirm": {}, "reject": {"reason": "不满意"},
    "object_": {"body": "异议"}, "rate": {"rating": 3}, "close": {"reason": "办结"},
    "reopen": {"reason": "重启"}, "cancel": {"reason": "撤销"}, "take": {}, "back": {},
    "wait_for": {"party": "CUSTOMER", "reason": "补充"},
    "hand_to": {"role": "LEGAL_HANDLER", "reason": "转办"}, "escalate": {"reason": "升级"},
    "set_priority": {"priority": 2, "reason": "紧急"}, "mark_dispatched": {}, "mark_arrived": {},
    "revisit": {"outcome": "NOT_REACHED"}, "write_in": {"body": "留言"},
}  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE)), max_size=12)


def holds(case: Case, desk: Desk) -> None:
    """Check what must always hold: of the case, its process and its clocks."""
    check(case)
    where = processes.position(subject_type="case", subject_id=case.pk)
    assert where is not None
    assert where.is_running is case.is_open
    clocks = standards.clocks_of(subject_type="case", subject_id=case.pk, at=desk.now)
    if not case.is_open:
        assert not [one for one in clocks if one.status in ("RUNNING", "PAUSED")]
        assert case.due_at is None
    spans = list(Custody.objects.filter(case=case).order_by("id"))
    for one, following in itertools.pairwise(spans):
        assert one.end is not None
        assert one.end <= following.start


@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(kind=st.sampled_from(KINDS), walk=STEPS)
def test_any_sequence_of_acts_keeps_the_case_whole(
    desk: Desk, kind: tuple[str, str], walk: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        case = desk.register(*kind)
        for act, who in walk:
            try:
                with transaction.atomic():
                    desk.act(who, getattr(services, act), case, **ACTS[act])
            except GridHallError:
                case.refresh_from_db()
            holds(case, desk)
        transaction.set_rollback(True)


def test_what_happened_cannot_be_changed(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")

    for rows, change in (
        (CaseEntry.objects.filter(case=case), {"shown_to_customer": False}),
        (CaseStatusChange.objects.filter(case=case), {"after": "CLOSED"}),
        (Custody.objects.filter(case=case), {"party": "CUSTOMER"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_the_same_step_one_wins() -> None:
    desk = make_desk()
    case = desk.register("CONSULTATION", "BILL")
    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    begin, won, lost = threading.Barrier(2), [], []

    def finish(by_page: bool) -> None:
        begin.wait()
        try:
            if by_page:
                services.answer(case_id=case.pk, body="答复", by_id=desk.id("agent"), at=desk.now)
            else:
                engine.complete(item_id=item.item_id, by_id=desk.id("agent"), at=desk.now,
                                outcome="FORWARD")  # fmt: skip
            won.append(by_page)
        except GridHallError as error:
            lost.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=finish, args=(one,)) for one in (True, False)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    # The page that comes second may still find its way; it never finishes the same step twice.
    assert len(won) + len(lost) == 2
    assert won
    case.refresh_from_db()
    holds(case, desk)
    history = processes.history_of(subject_type="case", subject_id=case.pk)
    assert len([one for one in history if one.step == "look_up" and one.kind == "DONE"]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_register_one_case() -> None:
    desk = make_desk()
    begin, found = threading.Barrier(2), []

    def click() -> None:
        from .test_register import new_case, put

        begin.wait()
        try:
            found.append(put(desk, new_case(desk), "click").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(found) == 2
    assert len(set(found)) == 1 == Case.objects.count()
