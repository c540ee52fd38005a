"""A bill below zero is set off against other bills, oldest first, and never twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gridhall.receivables import selectors, services
from gridhall.receivables.models import BillOffset, Receivable
from tests.receivables import street

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def account() -> Any:
    return street.account(street.organisation())


def still_open(account: Any) -> list[str]:
    return [str(item.outstanding) for item in selectors.open_items(account_ids=[account.pk])]


def left(account: Any) -> list[str]:
    return [str(one.left) for one in selectors.bill_credits(account_ids=[account.pk])]


def reverse(bill: Any) -> None:
    street._model("billing.Bill").objects.filter(pk=bill.pk).update(status="REVERSED")
    assert services.post_bill_reversal(bill_id=bill.pk, at=street.NOW)


@pytest.mark.requirement("R43")
def test_a_negative_bill_pays_what_is_open_oldest_first(account: Any) -> None:
    street.issued_bill(account, "2.00")
    street.issued_bill(account, "3.00", month=FEBRUARY)

    credit = street.issued_bill(account, "-2.50", month=MARCH)

    assert still_open(account) == ["2.50"]
    assert left(account) == []
    assert selectors.balance_of(account_id=account.pk) == Decimal("2.50")
    assert [str(one.amount) for one in selectors.offsets_of_bill(bill_id=credit.pk)] == [
        "2.00", "0.50",
    ]  # fmt: skip


@pytest.mark.requirement("R43")
def test_a_credit_that_is_left_pays_the_next_bill(account: Any) -> None:
    first = street.issued_bill(account, "-2.50")
    assert left(account) == ["2.50"]
    assert selectors.outstanding_of_bills(bill_ids=[first.pk]) == {first.pk: Decimal("0.00")}

    bill = street.issued_bill(account, "2.50", month=FEBRUARY)

    assert selectors.balance_of(account_id=account.pk) == 0
    assert still_open(account) == []
    assert left(account) == []
    (offset,) = selectors.offsets_of_bill(bill_id=bill.pk)
    assert (offset.credit_bill_no, offset.amount) == (first.bill_no, Decimal("2.50"))


def test_reversing_the_debt_frees_the_credit_for_others(account: Any) -> None:
    paid = street.issued_bill(account, "2.00")
    street.issued_bill(account, "-2.50", month=FEBRUARY)
    street.issued_bill(account, "3.00", month=MARCH)
    assert still_open(account) == ["2.50"]

    reverse(paid)

    assert still_open(account) == ["0.50"]
    assert selectors.offsets_of_bill(bill_id=paid.pk) == []


def test_reversing_the_credit_opens_the_debt_again(account: Any) -> None:
    street.issued_bill(account, "2.00")
    credit = street.issued_bill(account, "-2.50", month=FEBRUARY)
    assert still_open(account) == []

    reverse(credit)

    assert still_open(account) == ["2.00"]
    assert left(account) == []
    assert selectors.balance_of(account_id=account.pk) == Decimal("2.00")
    assert BillOffset.objects.count() == 2


@pytest.mark.parametrize(
    ("amount", "turned"), [("3.00", False), ("0.00", False), ("-0.01", False), ("1.00", True)]
)
def test_the_database_refuses_more_than_there_is(account: Any, amount: str, turned: bool) -> None:
    street.issued_bill(account, "-2.50")
    other = street.account(account.organisation, "3311010744")
    street.issued_bill(other, "9.00")
    credit, debt = Receivable.objects.order_by("amount")
    if turned:
        credit, debt = debt, credit

    with pytest.raises(DatabaseError), transaction.atomic():
        BillOffset.objects.create(credit=credit, debt=debt, amount=Decimal(amount), at=street.NOW)


def test_the_database_refuses_more_than_the_credit_or_the_debt_has(account: Any) -> None:
    street.issued_bill(account, "2.00")
    street.issued_bill(account, "-2.50", month=FEBRUARY)
    credit, debt = Receivable.objects.order_by("amount")
    for amount in ("0.01", "-2.01"):  # the debt is settled; no more was set off than 2.00
        with pytest.raises(DatabaseError), transaction.atomic():
            BillOffset.objects.create(
                credit=credit, debt=debt, amount=Decimal(amount), at=street.NOW
            )
    for change in ({"amount": Decimal(1)}, {"debt": credit}):
        with pytest.raises(DatabaseError), transaction.atomic():
            BillOffset.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        BillOffset.objects.all().delete()
    for outstanding in ("0.01", "-2.51"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Receivable.objects.filter(pk=credit.pk).update(outstanding=Decimal(outstanding))


def test_credit_of_one_account_never_pays_for_another(account: Any) -> None:
    other = street.account(account.organisation, "3311010744")
    street.issued_bill(account, "-2.50")
    street.issued_bill(other, "2.00")
    assert (left(account), still_open(other)) == (["2.50"], ["2.00"])
    credit, debt = Receivable.objects.order_by("amount")

    with pytest.raises(DatabaseError), transaction.atomic():
        BillOffset.objects.create(credit=credit, debt=debt, amount=Decimal(1), at=street.NOW)
