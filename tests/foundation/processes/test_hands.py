"""Taking, assigning, delegating, giving back; deputies; moving to another unit."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from gridhall.foundation.identity import selectors as identity_reads
from gridhall.foundation.identity import services as identity
from gridhall.foundation.processes import selectors, services
from gridhall.foundation.processes.errors import (
    AlreadyDone,
    AlreadyTaken,
    NoteNeeded,
    UnableToAct,
    UnableToSendBack,
    UnableToTake,
)
from gridhall.foundation.processes.selectors import InboxFilters

from .conftest import AT, Office, make_people

pytestmark = pytest.mark.django_db


def box(office: Office, who: str, name: str = "mine", **more: Any) -> list[str]:
    page = selectors.inbox(user_id=office.people[who].pk, at=AT, box=name, **more)
    return [item.subject_label for item in page.rows]


def act(office: Office, what: str, who: str, step: str = "accept", **more: Any) -> None:
    if "to" in more:
        more["to_id"] = office.people[more.pop("to")].pk
    item = office.item(step)
    getattr(services, what)(item_id=item.pk, by_id=office.people[who].pk, at=AT, **more)


def test_an_item_goes_from_hand_to_hand(office: Office) -> None:
    office.start()
    assert (box(office, "clerk", "open"), box(office, "south", "open")) == (["YK-a1"], [])

    act(office, "claim", "clerk")
    act(office, "claim", "clerk")
    with pytest.raises(AlreadyTaken):
        act(office, "claim", "clerk2")
    with pytest.raises(AlreadyTaken):
        office.do("clerk2", "accept")
    act(office, "delegate", "clerk", to="clerk2", note="on leave")
    assert (box(office, "clerk"), box(office, "clerk2")) == ([], ["YK-a1"])
    with pytest.raises(UnableToAct):
        act(office, "give_back", "clerk")
    act(office, "give_back", "clerk2")
    with pytest.raises(UnableToTake):
        act(office, "assign", "chief", to="south")
    with pytest.raises(UnableToAct):
        act(office, "assign", "clerk", to="clerk2")
    act(office, "assign", "chief", to="clerk2")

    lines = selectors.hands_of(item_id=office.item("accept").pk)
    assert [line.kind for line in lines] == ["ASSIGNED", "GIVEN_BACK", "DELEGATED", "CLAIMED"]
    assert (lines[2].holder, lines[2].receiver, lines[2].note) == ("clerk", "clerk2", "on leave")
    audited = apps.get_model("audit.AuditEvent").objects.values_list("action", flat=True)
    assert list(audited) == ["processes.assigned"]


def test_many_items_each_with_its_own_result(office: Office) -> None:
    for key in ("a1", "a2", "a3"):
        office.start(key)
    first, second, third = office.items("accept")
    services.claim(item_id=second.pk, by_id=office.people["clerk2"].pk, at=AT)

    results = services.many(
        "claim", [first.pk, second.pk, third.pk, 999_999], by_id=office.people["clerk"].pk, at=AT
    )

    assert [type(one.error).__name__ if one.error else "" for one in results] == [
        "", "AlreadyTaken", "", "WorkItemNotFound",
    ]  # fmt: skip


def test_a_deputy_sees_and_does_the_work_of_whom_she_stands_in_for(office: Office) -> None:
    office.start()
    clerk, crew = office.people["clerk"], office.people["crew"]
    assert box(office, "crew", "deputy") == []
    act(office, "claim", "clerk")
    [role] = identity_reads.assignments_of(user_id=clerk.pk)
    lent = identity.propose_deputy(
        principal_id=clerk.pk, deputy_id=crew.pk, assignment_ids=[role.pk],
        valid_from=AT.date(), valid_to=AT.date() + timedelta(days=5), reason="leave",
        proposed_by_id=clerk.pk, at=AT,
    )  # fmt: skip
    identity.answer_deputyship(deputyship_id=lent.pk, deputy_id=crew.pk, accept=True, at=AT)

    office.start("a2")
    assert box(office, "crew", "deputy") == ["YK-a1", "YK-a2"]
    assert box(office, "crew", "open") == []
    services.complete(
        item_id=office.items("accept")[0].pk, by_id=crew.pk, at=AT,
        values={"papers_complete": True, "capacity_kva": "5", "high_voltage": False,
                "survey_by": "SERVICE_HANDLER"},
    )  # fmt: skip
    assert box(office, "crew", "deputy") == ["YK-a2"]


def test_moved_work_goes_back_into_the_box_of_the_other_unit(office: Office) -> None:
    instance = office.start()
    act(office, "claim", "clerk")
    seen = office.item("accept")

    services.move(
        instance_id=instance, organisation_id=office.people["south_unit"].pk, at=AT,
        by_id=office.people["top"].pk,
    )  # fmt: skip

    moved = office.item("accept")
    assert (moved.assignee_id, moved.version) == (None, seen.version + 1)
    assert (box(office, "south", "open"), box(office, "clerk")) == (["YK-a1"], [])


def test_a_changed_role_moves_the_open_item(office: Office) -> None:
    instance = office.start()
    office.accept()
    services.move(
        instance_id=instance, values={"survey_by": "QUALITY_HANDLER"}, at=AT,
        by_id=office.people["chief"].pk,
    )  # fmt: skip
    assert office.item("survey").role == "QUALITY_HANDLER"


def test_sending_back_needs_a_reason_and_a_task_done_before(office: Office) -> None:
    office.start()
    office.accept()
    with pytest.raises(NoteNeeded):
        act(office, "send_back", "service", "survey", to_step="accept", note=" ")
    for step in ("scheme", "survey", "nowhere", "applied"):
        with pytest.raises(UnableToSendBack):
            act(office, "send_back", "service", "survey", to_step=step, note="x")


def test_the_inbox_is_in_order_and_pages_by_keys(office: Office) -> None:
    for number in range(7):
        office.start(f"n{number}")
    items = office.items("accept")
    services.set_due(item_id=items[5].pk, due_at=AT - timedelta(hours=1))
    services.set_due(item_id=items[3].pk, due_at=AT + timedelta(hours=1))
    services.set_priority(subject_type="application", subject_id="n6", priority=5)
    user = office.people["clerk"].pk

    first = selectors.inbox(user_id=user, at=AT, box="open", limit=3)
    second = selectors.inbox(user_id=user, at=AT, box="open", limit=3, after=first.next_key)
    last = selectors.inbox(user_id=user, at=AT, box="open", limit=3, after=second.next_key)
    back = selectors.inbox(user_id=user, at=AT, box="open", limit=3, before=last.previous_key)

    labels = [[row.subject_label for row in page.rows] for page in (first, second, last)]
    assert labels == [["YK-n6", "YK-n5", "YK-n3"], ["YK-n0", "YK-n1", "YK-n2"], ["YK-n4"]]
    assert (first.previous_key, last.next_key, first.count) == ("", "", 7)
    assert [row.subject_label for row in back.rows] == labels[1]
    overdue = InboxFilters(overdue=True)
    assert box(office, "clerk", "open", filters=overdue) == ["YK-n5"]
    assert box(office, "clerk", "open", filters=InboxFilters(text="N4")) == ["YK-n4"]
    assert box(office, "clerk", "open", filters=InboxFilters(text="%")) == []
    assert box(office, "clerk", "open", filters=InboxFilters(process="equipment")) == []


def test_who_hands_out_work_sees_all_of_her_units(office: Office) -> None:
    office.start("a1")
    office.start("a2", organisation_id=office.people["south_unit"].pk)
    for who, seen in (("chief", ["YK-a1"]), ("top", ["YK-a1", "YK-a2"])):
        user = office.people[who].pk
        scope = identity_reads.scope_of(user_id=user, action="work.assign", on=date(2026, 3, 2))
        assert box(office, who, "all", scope=scope) == seen
        counts = selectors.inbox_counts(user_id=user, at=AT, scope=scope)
        assert counts["all"] == len(seen)
        people, units = selectors.workload(scope=scope, at=AT)
        assert sum(unit.free for unit in units) == len(seen)
        assert "clerk" in {person.name for person in people}
    assert box(office, "clerk", "all") == []


def test_notes_are_forgotten_with_their_subject(office: Office) -> None:
    office.start()
    act(office, "claim", "clerk")
    act(office, "delegate", "clerk", to="clerk2", note="call her back")

    assert services.forget_notes(subject_type="application", subject_ids=["a1"]) > 0
    assert {line.note for line in selectors.hands_of(item_id=office.item("accept").pk)} == {""}


def test_history_cannot_be_changed(office: Office) -> None:
    office.start()
    act(office, "claim", "clerk")
    for table in ("StepLog", "WorkItemEvent"):
        with pytest.raises(IntegrityError), transaction.atomic():
            apps.get_model(f"processes.{table}").objects.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            apps.get_model(f"processes.{table}").objects.update(at=AT + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        apps.get_model("processes.ProcessDefinition").objects.update(text="x")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(told: Any) -> None:
    people = make_people()
    services.load_shipped(at=AT)
    office = Office(people)
    office.start()
    item = office.item("accept").pk
    start, results = Barrier(2), []

    def finish(who: str) -> None:
        start.wait()
        try:
            services.complete(
                item_id=item, by_id=people[who].pk, at=AT,
                values={"papers_complete": True, "capacity_kva": "5", "high_voltage": False,
                        "survey_by": "SERVICE_HANDLER"},
            )  # fmt: skip
            results.append("done")
        except AlreadyDone:
            results.append("late")
        finally:
            connection.close()

    threads = [Thread(target=finish, args=[who]) for who in ("clerk", "clerk2")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(results) == ["done", "late"]
    assert office.open_steps() == ["survey"]
