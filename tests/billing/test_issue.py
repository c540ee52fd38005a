"""Approval by another person; issue with numbers and word to the others; what stays for ever."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gridhall.billing import services as billing
from gridhall.billing.errors import (
    ApprovalNeedsPerson,
    ControlTotalMismatch,
    RunNotFound,
    UnableToApproveOwnRun,
    WrongRunStatus,
)
from gridhall.foundation.identity.selectors import whole_company
from tests.billing import street
from tests.billing.street import AT, Company, model

pytestmark = pytest.mark.django_db


def events(name: str = "billing.bills.issued") -> list[dict]:
    rows = model("outbox.OutboxEvent").objects.filter(name=name).order_by("pk")
    return [row.payload for row in rows]


@pytest.mark.requirement("R45")
def test_whoever_started_the_run_cannot_approve_it(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.rated(town)

    with pytest.raises(UnableToApproveOwnRun):
        billing.approve_run(run_id=run.pk, scope=whole_company(), at=AT, actor_id=town.clerk.pk)
    with pytest.raises(IntegrityError, match="approved_by_another_person"), transaction.atomic():
        model("billing.BillRun").objects.filter(pk=run.pk).update(approved_by=town.clerk)


def test_the_system_cannot_approve(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.rated(town)

    with pytest.raises(ApprovalNeedsPerson):
        billing.approve_run(run_id=run.pk, scope=whole_company(), at=AT, actor_id=None)


def test_an_approver_of_another_hall_sees_no_such_run(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.rated(town, organisation=town.east)
    stranger = street.person("west-approver", "BILLING_APPROVER", town.west)

    with pytest.raises(RunNotFound):
        billing.approve_run(
            run_id=run.pk, scope=street.scope_of(stranger, "billing.approve"), at=AT,
            actor_id=stranger.pk,
        )  # fmt: skip


def test_approval_is_given_once(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.approved(town)

    with pytest.raises(WrongRunStatus):
        billing.approve_run(run_id=run.pk, scope=whole_company(), at=AT, actor_id=town.approver.pk)


def test_nothing_is_issued_without_approval(town: Company) -> None:
    street.homes(town.east, 1)
    run = street.rated(town)

    with pytest.raises(WrongRunStatus):
        billing.issue_run(run_id=run.pk, at=AT)
    assert not billing.issue_chunk(chunk_id=run.chunks.get().pk, at=AT)
    assert not events()


@pytest.mark.requirement("R44")
def test_issued_bills_have_numbers_without_a_gap_and_a_due_date(town: Company) -> None:
    street.homes(town.east, 6)

    run = street.issued(town, chunk_size=4)

    bills = street.bills_of(run)
    assert run.status == "ISSUED"
    assert [b.bill_no for b in bills] == [f"202601-{n:07d}" for n in range(1, 7)]
    assert {b.due_date for b in bills} == {date(2026, 2, 22)}
    assert {b.status for b in bills} == {"ISSUED"}
    assert [c.status for c in bills[0].status_changes.order_by("pk")] == ["RATED", "ISSUED"]


def test_each_chunk_tells_once_which_bills_were_issued(town: Company) -> None:
    street.homes(town.east, 6)
    run = street.issued(town, chunk_size=4)

    billing.issue_run(run_id=run.pk, at=AT)

    told = events()
    assert [payload["chunk"] for payload in told] == [1, 2]
    assert sorted(i for payload in told for i in payload["bill_ids"]) == sorted(
        b.pk for b in street.bills_of(run)
    )


def test_a_bill_changed_behind_the_program_stops_the_issue(town: Company) -> None:
    street.homes(town.east, 2)
    run = street.approved(town)
    bill = street.bills_of(run)[0]
    model("billing.Bill").objects.filter(pk=bill.pk).update(total=bill.total - Decimal("0.01"))

    with pytest.raises(ControlTotalMismatch):
        billing.issue_run(run_id=run.pk, at=AT)

    assert not events()
    assert {b.status for b in street.bills_of(run)} == {"RATED"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_bill SET total = 0 WHERE id = %s",
        "UPDATE billing_bill SET status = 'RATED' WHERE id = %s",
        "DELETE FROM billing_bill WHERE id = %s",
        "UPDATE billing_billline SET amount = 0 WHERE bill_id = %s",
        "DELETE FROM billing_billline WHERE bill_id = %s",
        "INSERT INTO billing_billline (bill_id, number, code, quantity, unit, price, amount, trace)"
        " VALUES (%s, 99, 'X', 1, 'kWh', 1, 1, '{}')",
        "DELETE FROM billing_billstatuschange WHERE bill_id = %s",
    ],
)
def test_an_issued_bill_cannot_be_changed_by_anybody(town: Company, statement: str) -> None:
    from django.db import connection

    street.homes(town.east, 1)
    (bill,) = street.bills_of(street.issued(town))

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [bill.pk])


@pytest.mark.parametrize("status", ["REVERSED", "ISSUED"])
def test_a_bill_reaches_its_status_only_by_the_way_there_is(town: Company, status: str) -> None:
    street.homes(town.east, 1)
    (bill,) = street.bills_of(street.rated(town))
    bills = model("billing.Bill").objects.filter(pk=bill.pk)
    before = "RATED" if status == "REVERSED" else "DISCARDED"
    bills.update(status=before, bill_no="202601-0000001", issued_at=AT, due_date=AT.date())

    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        bills.update(status=status)

    assert bills.get().status == before
