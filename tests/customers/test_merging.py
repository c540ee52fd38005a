"""One customer who stood in the files twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.customers import selectors, services
from gridhall.customers.errors import MergeNotFound, UnableToMerge, UnableToSplit
from gridhall.customers.models import Account, Party, PartyMerge
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.errors import UnableToDecideOwnRequest
from gridhall.foundation.approvals.models import ApprovalRequest
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import services as identity
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.outbox.models import OutboxEvent

from .builders import AT, FIRM, account_row, person, put, scope_of

NOW = AT + timedelta(days=30)


@pytest.fixture
def people(organisations: Any) -> list[Any]:
    found = []
    for name in ("first", "second"):
        user, _new = identity.create_user(
            username=name, password="unused", kind="EMPLOYEE", display_name=name
        )
        identity.assign_role(
            user=user, role="CUSTOMER_STEWARD", organisation=organisations["00"],
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
        found.append(user)
    return found


@pytest.fixture
def twins(organisations: Any) -> list[Account]:
    """Two files of one woman, who moved and whose name was misspelt; and two neighbours."""
    hall = organisations["11"]
    put(
        account_row(1, hall),
        account_row(2, hall, party=person("赵谋甲", 7), phone="15400000001"),
        account_row(3, hall, party=person("周小乙", 8), phone="15400000001"),
        account_row(4, organisations["21"], party=FIRM, phone="15400000001"),
    )
    return list(Account.objects.order_by("account_no"))


def merge(twins: list[Account], people: list[Any], *, decide: bool = True) -> PartyMerge:
    pk = services.ask_to_merge(
        scope=whole_company(), survivor_id=twins[0].party_id, absorbed_id=twins[1].party_id,
        reason="same woman, two cards", actor_id=people[0].pk, at=NOW,
    )  # fmt: skip
    row = PartyMerge.objects.get(pk=pk)
    if decide:
        approve(row.merge_approval, people[1])
        row.refresh_from_db()
    return row


def approve(pk: int | None, who: Any, at: datetime = NOW) -> None:
    assert pk is not None
    approvals.decide(pk=pk, approve=True, decided_by_id=who.pk, at=at)


@pytest.mark.requirement("R6")
def test_who_shares_a_phone_and_sounds_alike_is_shown(twins: list[Account]) -> None:
    (found,) = selectors.duplicates(scope=whole_company())

    assert {found.first_id, found.second_id} == {twins[0].party_id, twins[1].party_id}
    assert found.reasons == ("SOUND", "PHONE")
    assert found.first[0].name == "赵**"


def test_nobody_sees_a_pair_that_lies_partly_elsewhere(
    twins: list[Account], organisations: Any
) -> None:
    Account.objects.filter(pk=twins[1].pk).update(organisation=organisations["21"])

    assert selectors.duplicates(scope=scope_of(organisations["11"])) == []
    with pytest.raises(MergeNotFound):
        services.ask_to_merge(
            scope=scope_of(organisations["11"]), survivor_id=twins[0].party_id,
            absorbed_id=twins[1].party_id, reason="x", actor_id=1, at=NOW,
        )  # fmt: skip


def test_told_apart_is_remembered(twins: list[Account], people: list[Any]) -> None:
    for _time in range(2):
        services.tell_apart(
            scope=whole_company(), party_ids=[twins[1].party_id, twins[0].party_id],
            reason="mother and daughter", actor_id=people[0].pk, at=NOW,
        )  # fmt: skip

    assert selectors.duplicates(scope=whole_company()) == []
    assert AuditEvent.objects.filter(action="customers.told_apart").count() == 1


@pytest.mark.requirement("R6")
def test_a_merge_moves_the_accounts_when_a_second_person_says_so(
    twins: list[Account], people: list[Any]
) -> None:
    row = merge(twins, people, decide=False)
    with pytest.raises(UnableToDecideOwnRequest):
        approve(row.merge_approval, people[0])
    assert Account.objects.get(pk=twins[1].pk).party_id == twins[1].party_id

    approve(row.merge_approval, people[1])

    row.refresh_from_db()
    assert (row.status, row.moved) == ("MERGED", [twins[1].pk])
    assert Account.objects.get(pk=twins[1].pk).party_id == twins[0].party_id
    assert selectors.duplicates(scope=whole_company()) == []
    assert OutboxEvent.objects.filter(name="customers.parties.merged").count() == 1
    trace = AuditEvent.objects.filter(action="customers.corrected").latest("pk")
    assert trace.changes["party_id"] == [twins[1].party_id, twins[0].party_id]


def test_the_file_before_the_merge_is_still_hers(twins: list[Account], people: list[Any]) -> None:
    merge(twins, people)

    names = [
        selectors.file_of(scope=whole_company(), account_no=twins[1].account_no, on=day)
        .part("PARTY").entries[0].subject_id
        for day in (NOW.date() - timedelta(days=1), NOW.date())
    ]  # fmt: skip

    assert names == [twins[1].party_id, twins[0].party_id]
    found = selectors.search_accounts(scope=whole_company(), text="赵某甲")
    assert twins[1].account_no in {hit.account_no for hit in found.hits if hit.matched == "NAME"}


def test_a_split_gives_back_what_was_moved_and_nothing_else(
    twins: list[Account], people: list[Any]
) -> None:
    row = merge(twins, people)
    later = NOW + timedelta(days=3)

    services.ask_to_split(
        scope=whole_company(), merge_id=row.pk, reason="they are two", actor_id=people[0].pk,
        at=later,
    )  # fmt: skip
    row.refresh_from_db()
    approve(row.split_approval, people[1], later)

    row.refresh_from_db()
    assert row.status == "SPLIT"
    owners = dict(Account.objects.values_list("pk", "party_id"))
    assert owners == {one.pk: one.party_id for one in twins}
    again = selectors.duplicates(scope=whole_company())
    assert len(again) == 1


def test_what_was_given_away_since_cannot_be_split(twins: list[Account], people: list[Any]) -> None:
    row = merge(twins, people)
    Account.objects.filter(pk=twins[1].pk).update(party_id=twins[2].party_id)

    with pytest.raises(UnableToSplit, match=twins[1].account_no):
        services.ask_to_split(
            scope=whole_company(), merge_id=row.pk, reason="two", actor_id=people[0].pk, at=NOW
        )


def test_a_person_and_a_firm_are_never_one(twins: list[Account], people: list[Any]) -> None:
    with pytest.raises(UnableToMerge):
        services.ask_to_merge(
            scope=whole_company(), survivor_id=twins[0].party_id, absorbed_id=twins[3].party_id,
            reason="x", actor_id=people[0].pk, at=NOW,
        )  # fmt: skip


def test_nobody_is_absorbed_twice(twins: list[Account], people: list[Any]) -> None:
    merge(twins, people, decide=False)

    for survivor, absorbed in ((2, 1), (2, 0)):  # gone already; about to be someone's survivor
        with pytest.raises(UnableToMerge):
            services.ask_to_merge(
                scope=whole_company(), survivor_id=twins[survivor].party_id,
                absorbed_id=twins[absorbed].party_id, reason="x", actor_id=people[0].pk, at=NOW,
            )  # fmt: skip
    with pytest.raises(IntegrityError, match="party_absorbed_once"), transaction.atomic():
        PartyMerge.objects.create(
            survivor_id=twins[2].party_id, absorbed_id=twins[1].party_id, reason="x",
            asked_at=NOW, asked_by=people[0],
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_cross_end_with_one(twins: list[Account], people: list[Any]) -> None:
    """Asked at the same moment, one each way: one is taken, the other is told why not."""
    barrier, outcomes = Barrier(2), []

    def ask(survivor: int, absorbed: int) -> None:
        barrier.wait()
        try:
            services.ask_to_merge(
                scope=whole_company(), survivor_id=survivor, absorbed_id=absorbed, reason="x",
                actor_id=people[0].pk, at=NOW,
            )  # fmt: skip
            outcomes.append("asked")
        except UnableToMerge:
            outcomes.append("refused")
        finally:
            connection.close()

    a, b = twins[0].party_id, twins[1].party_id
    threads = [Thread(target=ask, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["asked", "refused"]
    assert ApprovalRequest.objects.filter(kind="customers.merge").count() == 1
    assert Party.objects.count() == 4
