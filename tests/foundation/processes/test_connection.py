"""The nine steps of a new connection, to their end: branches, joins, clocks, a part of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from gridhall.foundation.processes import registry, selectors, services
from gridhall.foundation.processes.errors import DocumentsMissing, FeeNotPaid
from gridhall.foundation.processes.registry import Change, Happening

from .conftest import AT, Office

pytestmark = pytest.mark.django_db
SUBJECT = {"subject_type": "application", "subject_id": "a1"}


def until_the_scheme_is_out(office: Office) -> None:
    office.start()
    office.accept()
    office.do("service", "survey", outcome="FEASIBLE")
    office.do("price", "scheme", fee_due="1200.50")
    office.do("price2", "scheme_check", outcome="APPROVED")


def into_the_branches(office: Office) -> None:
    until_the_scheme_is_out(office)
    services.signal(**SUBJECT, event="scheme_answered", at=AT, values={"scheme_accepted": True})


def test_a_connection_goes_through_its_nine_steps(office: Office, told: list[Change]) -> None:
    into_the_branches(office)
    assert office.open_steps() == ["contract", "review"]
    with pytest.raises(DocumentsMissing):
        office.do("quality", "review")
    office.do("quality", "review", drawings_complete=True)
    assert office.open_steps() == ["contract", "intermediate", "pick"]

    # the inspection fails once: five working days for mending, then again
    office.do("quality", "intermediate", outcome="FAILED")
    assert services.sweep_timers(at=AT + timedelta(days=3)).rang == 0
    assert services.sweep_timers(at=AT + timedelta(days=8)).rang == 1
    assert services.sweep_timers(at=AT + timedelta(days=8)).rang == 0
    office.do("quality", "intermediate", outcome="PASSED")
    assert office.open_steps() == ["contract", "pick"]  # the other branch is not there yet
    office.do("crew", "pick", meter_no="M-0042")
    office.do("quality", "built")

    with pytest.raises(FeeNotPaid):
        office.do("legal", "contract", fee_paid="1200")
    office.do("legal", "contract", fee_paid="1200.5")
    connect = selectors.items_of(**SUBJECT)[0]
    assert (connect.step, connect.role) == ("connect", "REPAIR_CREW")
    office.do("crew", "connect")  # the meter's number came from the part
    done = office.do("clerk", "file")

    assert done.ended
    position = selectors.position(**SUBJECT)
    assert position is not None
    assert (position.instance.status, position.instance.end_step) == ("ENDED", "connected")
    assert position.instance.values["meter_no"] == "M-0042"
    assert set(position.definition.steps) - set(position.marks) == {"refused"}
    assert [one.kind for one in told[-2:]] == [Happening.LEFT, Happening.ENDED]
    assert not apps.get_model("processes.Timer").objects.filter(status="WAITING").exists()


def test_a_small_low_voltage_customer_needs_no_review(office: Office) -> None:
    office.start()
    office.accept(high_voltage=False, capacity_kva="12")
    office.do("service", "survey", outcome="FEASIBLE")
    office.do("price", "scheme", fee_due="0")
    office.do("price2", "scheme_check", outcome="APPROVED")
    services.signal(**SUBJECT, event="scheme_answered", at=AT, values={"scheme_accepted": True})

    assert office.open_steps() == ["built", "contract"]


def test_a_scheme_without_an_answer_lapses(office: Office, told: list[Change]) -> None:
    until_the_scheme_is_out(office)

    services.sweep_timers(at=AT + timedelta(days=31))

    position = selectors.position(**SUBJECT)
    assert position is not None
    assert position.instance.end_step == "refused"
    assert told[-2].timer == "lapsed"


def test_an_item_becomes_urgent_when_its_clock_rings(office: Office, told: list[Change]) -> None:
    office.start()
    office.accept()
    before = office.item("survey")

    services.sweep_timers(at=AT + timedelta(days=3))

    after = office.item("survey")
    assert (before.priority, after.priority, after.version) == (0, 5, before.version)
    assert after.turn < before.turn
    assert (told[-1].kind, told[-1].timer) == (Happening.TIMER, "slow")


def test_a_clock_that_fails_stays_due_and_holds_nothing_up(office: Office) -> None:
    for key in ("a1", "a2"):
        office.start(key)
    for item in office.items("accept"):
        services.complete(
            item_id=item.pk, by_id=office.people["clerk"].pk, at=AT,
            values={"papers_complete": True, "capacity_kva": "5", "high_voltage": False,
                    "survey_by": "SERVICE_HANDLER"},
        )  # fmt: skip
    kind = registry._kinds["connection"]
    broken: list[str] = ["a1"]

    def fails(change: Change) -> None:
        if change.subject_id in broken:
            raise RuntimeError

    registry._kinds["connection"] = replace(kind, on_change=fails)  # the fixture takes it away
    late = AT + timedelta(days=3)

    first = services.sweep_timers(at=late)
    broken.clear()

    assert (first.rang, first.failed) == (1, 1)
    assert services.sweep_timers(at=late).rang == 1
    assert [item.priority for item in office.items("survey")] == [5, 5]


def test_the_position_says_who_until_when_and_what_next(office: Office) -> None:
    into_the_branches(office)
    contract = office.item("contract")
    services.claim(item_id=contract.pk, by_id=office.people["legal"].pk, at=AT)
    services.set_due(item_id=contract.pk, due_at=AT + timedelta(hours=5))

    position = selectors.position(**SUBJECT)

    assert position is not None
    states = {one.step.id: one for one in position.steps}
    assert states["contract"].who == "legal"
    assert states["contract"].until == AT + timedelta(hours=5)
    assert position.marks["both_ways"] == "DONE"
    assert "built" not in position.marks
    assert states["review"].next  # both the inspection and the equipment
    assert len(states["review"].next) == 2


def test_a_signal_counts_once_and_is_kept_when_nobody_waits(office: Office) -> None:
    until_the_scheme_is_out(office)
    again = {**SUBJECT, "event": "scheme_answered", "at": AT, "dedup_key": "answer 1"}

    assert services.signal(**again, values={"scheme_accepted": False}) == 1
    assert office.open_steps() == ["scheme"]
    assert services.signal(**again, values={"scheme_accepted": True}) == 0
    assert services.signal(**SUBJECT, event="paid", at=AT, values={"fee_paid": "7.10"}) == 0
    position = selectors.position(**SUBJECT)
    assert position is not None
    assert position.instance.values["fee_paid"] == "7.1"
    assert position.instance.values["scheme_accepted"] is False


def test_back_to_before_the_branches_withdraws_them(office: Office, told: list[Change]) -> None:
    into_the_branches(office)
    office.do("quality", "review", drawings_complete=True)
    item = office.item("intermediate")
    targets = [step for step, _title in selectors.targets_of(item_id=item.pk)]
    assert targets == ["accept", "survey", "scheme", "scheme_check", "review"]

    done = services.send_back(
        item_id=item.pk, to_step="scheme", note="wrong transformer",
        by_id=office.people["quality"].pk, at=AT,
    )  # fmt: skip

    scheme = office.item("scheme")
    assert office.open_steps() == ["scheme"]
    assert (done.next_items, scheme.assignee_id) == ((scheme.pk,), office.people["price"].pk)
    assert Happening.CANCELLED in {one.kind for one in told if one.process == "equipment"}
    lines = [line for line in selectors.history_of(**SUBJECT) if line.kind == "RETURNED"]
    assert [(line.step, line.by, line.note) for line in lines] == [
        ("intermediate", "quality", "wrong transformer")
    ]


def test_reopening_and_cancelling(office: Office) -> None:
    instance = office.start()
    office.accept()
    office.do("service", "survey", outcome="NOT_FEASIBLE")
    chief = office.people["chief"].pk

    services.reopen(instance_id=instance, step="survey", by_id=chief, at=AT, reason="new line")
    assert office.open_steps() == ["survey"]
    services.cancel(instance_id=instance, by_id=chief, at=AT, reason="withdrawn")

    assert office.open_steps() == []
    position = selectors.position(**SUBJECT)
    assert position is not None
    assert position.instance.status == "CANCELLED"
