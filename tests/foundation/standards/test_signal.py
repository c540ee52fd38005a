"""Events start, pause, resume, stop and reopen clocks, by the numbers of the source texts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gridhall.foundation.standards import selectors, services
from gridhall.foundation.standards.errors import SubjectNotMeasured
from gridhall.foundation.standards.models import ClockEvent, ClockSpan, ServiceStandard

from .conftest import at

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R67")
def test_a_complaint_has_three_clocks(world, clocks):
    world.signal("received", at(2, 9))
    world.signal("registered", at(2, 9, 5))
    due = world.signal("accepted", at(2, 9, 10))

    found = clocks(at(2, 9, 30))

    assert due == at(2, 10)
    assert {code: one.due_at for code, one in found.items()} == {
        "first_response": at(2, 10),
        "proposal": at(3, 9, 5),
        "result": at(5, 17, 30),
    }
    assert found["first_response"].used == timedelta(minutes=30)
    assert found["result"].left == timedelta(hours=6.5 + 3 * 7.5)


@pytest.mark.requirement("R57")
def test_telephone_thirty_seconds_chat_one_minute(world, clocks):
    world.signal("queued", at(2, 9), case=1, kind="CONSULTATION", channel="PHONE")
    world.signal("queue_answered", at(2, 9, 0, 30), case=1, kind="CONSULTATION", channel="PHONE")
    world.signal("first_reply", at(2, 9, 1, 1), case=1, kind="CONSULTATION", channel="PHONE")
    world.signal("received", at(2, 23), case=2, kind="CONSULTATION", channel="CHAT")

    phone, chat = clocks(at(2, 10), case=1), clocks(at(2, 23, 0, 20), case=2)

    assert phone["queue_answer"].met is True
    assert phone["first_reply"].met is False
    assert chat["first_reply"].due_at == at(2, 23, 1)
    assert chat["first_reply"].left == timedelta(seconds=40)


@pytest.mark.requirement("R73")
def test_an_outage_is_quicker_than_a_fault(world, clocks):
    world.signal("received", at(7, 3), case=1, kind="REPAIR", category="OUTAGE")
    world.signal("received", at(7, 3), case=2, kind="REPAIR", category="FAULT")

    outage, fault = clocks(at(7, 3), case=1), clocks(at(7, 3), case=2)

    assert outage["dispatch"].due_at == at(7, 3, 10)
    assert outage["on_site"].due_at == at(7, 3, 30)
    assert fault["on_site"].due_at == at(7, 7)
    assert fault["solution"].due_at == at(8, 3)
    assert "dispatch" not in fault


def test_a_pause_moves_the_limit_by_working_time_only(world, clocks):
    world.signal("accepted", at(2, 10))
    world.signal("waiting_customer", at(2, 16, 30))
    paused = clocks(at(3, 7))["result"]
    world.signal("customer_back", at(3, 9, 0, 7))

    found = clocks(at(3, 9, 0, 7))["result"]

    assert (paused.status, paused.paused_since, paused.left) == (
        "PAUSED", at(2, 16, 30), timedelta(hours=6 + 3 * 7.5 - 5),
    )  # fmt: skip
    # one hour on Monday and 30 min 7 s on Tuesday were paused; the limit was Thursday 17:30
    assert found.due_at == at(6, 10, 0, 7)
    assert [(one.kind, one.time) for one in found.spans] == [
        ("COUNTED", timedelta(hours=5)),
        ("PAUSED", timedelta(hours=1, minutes=30, seconds=7)),
        ("COUNTED", timedelta()),
    ]


def test_two_waits_must_both_end(world, clocks):
    world.signal("accepted", at(2, 10))
    world.signal("waiting_customer", at(2, 11))
    world.signal("waiting_third", at(2, 11, 30))
    world.signal("customer_back", at(2, 14))
    still = clocks(at(2, 14))["result"].status
    world.signal("third_back", at(2, 15))

    assert still == "PAUSED"
    assert clocks(at(2, 15))["result"].status == "RUNNING"


def test_stopped_in_time_and_one_second_late(world, clocks):
    for case, second in ((1, 0), (2, 1)):
        world.signal("received", at(2, 9), case=case)
        world.signal("first_response", at(2, 10, 0, second), case=case)

    assert clocks(at(2, 11), case=1)["first_response"].met is True
    assert clocks(at(2, 11), case=2)["first_response"].met is False


def test_reopened_gets_a_second_result_clock_and_keeps_the_first_verdict(world, clocks):
    world.signal("accepted", at(2, 10))
    world.signal("answered", at(4, 10))
    world.signal("reopened", at(9, 10))

    rounds = selectors.clocks_of(subject_type="case", subject_id=1, at=at(9, 10))
    results = [one for one in rounds if one.code == "result"]

    assert [(one.round, one.status, one.met) for one in results] == [
        (2, "RUNNING", None), (1, "STOPPED", True),
    ]  # fmt: skip
    assert results[0].due_at == at(12, 17, 30)


def test_a_signal_counts_once(world):
    first = world.signal("received", at(2, 9), dedup_key="a")
    again = world.signal("received", at(2, 9, 30), dedup_key="a")

    assert first == again
    assert ClockEvent.objects.count() == 1


def test_the_clock_of_the_machine_went_back(world, clocks):
    world.signal("accepted", at(2, 10))
    world.signal("waiting_customer", at(2, 11))
    world.signal("customer_back", at(2, 10, 30))

    event = selectors.events_of(subject_type="case", subject_id=1)[-1]
    assert (event.at, event.told_at) == (at(2, 11), at(2, 10, 30))
    assert event.note == "CLOCK_WENT_BACK"
    assert clocks(at(2, 11))["result"].due_at == at(5, 17, 30)


def test_handed_over_time_is_charged_to_who_held_it(world, clocks):
    world.signal("accepted", at(2, 10))
    services.hand_over(
        subject_type="case", subject_id=1, party="THIRD_PARTY", organisation_id=world.zj.pk,
        user_id=None, at=at(2, 11), reason="to the contractor",
    )  # fmt: skip
    world.signal("answered", at(2, 12), organisation_id=world.zj.pk, user_id=None)

    spans = clocks(at(2, 13))["result"].spans

    assert [(one.party, one.organisation_id, one.user_id, one.time) for one in spans] == [
        ("COMPANY", world.hall.pk, world.clerk.pk, timedelta(hours=1)),
        ("THIRD_PARTY", world.zj.pk, None, timedelta(hours=1)),
    ]  # fmt: skip


def test_facts_that_change_bring_another_standard_and_a_late_clock(world, clocks):
    world.signal("received", at(2, 9), kind="REPAIR", category="FAULT")
    services.regrade(
        subject_type="case", subject_id=1, at=at(2, 9, 20),
        facts=world.facts("REPAIR", category="OUTAGE"),
    )  # fmt: skip

    found = clocks(at(2, 9, 20))

    assert found["on_site"].standard == "outage.on_site"
    assert found["on_site"].due_at == at(2, 9, 30)
    assert found["on_site"].used == timedelta(minutes=20)
    assert found["dispatch"].due_at == at(2, 9, 10)
    with pytest.raises(SubjectNotMeasured):
        services.regrade(
            subject_type="case", subject_id=2, at=at(2, 9), facts=world.facts("REPAIR")
        )


def test_history_is_only_added(world):
    world.signal("accepted", at(2, 10))
    world.signal("waiting_customer", at(2, 11))
    standard = ServiceStandard.objects.filter(code="complaint.result").first()

    with pytest.raises(IntegrityError), transaction.atomic():
        ClockSpan.objects.update(seconds=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockEvent.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStandard.objects.filter(pk=standard.pk).update(target=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        standard.ladder.update(percent=99)
