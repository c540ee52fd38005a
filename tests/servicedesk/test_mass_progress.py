"""How far an answer to all has got, and setting it going again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from gridhall.servicedesk import selectors, services
from gridhall.servicedesk.models import Case, MassAnswered
from gridhall.servicedesk.refusals import NothingToResume, NotRelated

from .desk import Desk
from .test_relations import answer_all, mass_event


def progress(desk: Desk, master: Case) -> selectors.MassProgress:
    return selectors.mass_answers(master_id=master.pk, at=desk.now)[0]


def resume(desk: Desk, master: Case, answer_id: int) -> None:
    services.resume_answer(
        answer_id=answer_id, master_id=master.pk, by_id=desk.id("boss"), at=desk.now
    )


@pytest.mark.requirement("R66")
def test_an_answer_that_was_stopped_shows_how_far_it_is_and_goes_on(desk: Desk) -> None:
    master, cases = mass_event(desk, 5)
    answer = answer_all(desk, master)
    services.carry_on(answer_id=answer.pk, at=desk.now, limit=2)

    found = progress(desk, master)
    assert (found.total, found.reached, found.running, found.stuck) == (5, 2, True, False)
    with pytest.raises(NothingToResume):  # it moved a moment ago
        resume(desk, master, answer.pk)
    desk.later(minutes=3)
    assert progress(desk, master).stuck
    resume(desk, master, answer.pk)
    assert not progress(desk, master).stuck
    while services.carry_on(answer_id=answer.pk, at=desk.now):
        pass

    found = progress(desk, master)
    assert (found.reached, found.running, found.refused) == (5, False, 0)
    assert all(case.entries.filter(kind="ANSWER").count() == 1 for case in cases)
    with pytest.raises(NothingToResume):
        resume(desk, master, answer.pk)


def test_a_case_that_refuses_is_listed_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridhall.servicedesk.errors import CaseChanged
    from gridhall.servicedesk.services import _masters

    master, cases = mass_event(desk, 3)
    answer = answer_all(desk, master)
    real = _masters.answer

    def refusing(**values: object) -> Case:
        if values["case_id"] == cases[1].pk:
            raise CaseChanged(case=cases[1].number)
        return real(**values)  # type: ignore[arg-type]

    monkeypatch.setattr(_masters, "answer", refusing)
    while services.carry_on(answer_id=answer.pk, at=desk.now):
        pass
    found = progress(desk, master)
    assert (found.reached, found.refused, found.may_resume) == (3, 1, True)
    assert [(one.number, one.fault) for one in found.faults] == [(cases[1].number, "CASE_CHANGED")]

    monkeypatch.setattr(_masters, "answer", real)
    resume(desk, master, answer.pk)
    while services.carry_on(answer_id=answer.pk, at=desk.now + timedelta(minutes=1)):
        pass
    assert progress(desk, master).refused == 0
    assert [case.entries.filter(kind="ANSWER").count() for case in cases] == [1, 1, 1]


def test_what_was_answered_stays_noted_and_belongs_to_its_master(desk: Desk) -> None:
    master, cases = mass_event(desk, 2)
    answer = answer_all(desk, master)
    while services.carry_on(answer_id=answer.pk, at=desk.now):
        pass
    with pytest.raises(DatabaseError), transaction.atomic():
        MassAnswered.objects.filter(answer=answer).delete()
    with pytest.raises(NotRelated):
        resume(desk, cases[0], answer.pk)
