"""Money over the counter: right once, whoever else stands at another counter."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.outbox.models import OutboxEvent
from gridhall.receivables import selectors, services
from gridhall.receivables.models import LedgerEntry, Payment
from tests.receivables import street

pytestmark = pytest.mark.django_db


def take(account: Any, clerk: Any, amount: str, expected: str, **more: Any) -> Payment:
    arguments: dict[str, Any] = {
        "account_id": account.pk, "amount": Decimal(amount), "channel": "COUNTER_CASH",
        "expected_balance": Decimal(expected), "idempotency_key": f"{amount}-{expected}",
        "scope": more.get("scope") or street.scope_of(clerk), "actor_id": clerk.pk,
        "at": street.NOW,
    }  # fmt: skip
    return services.take_counter_payment(**{**arguments, **more})


@pytest.fixture
def hall() -> Any:
    return street.organisation()


@pytest.fixture
def clerk(hall: Any) -> Any:
    return street.cashier(hall)


@pytest.fixture
def account(hall: Any) -> Any:
    row = street.account(hall)
    street.issued_bill(row)
    return row


@pytest.mark.requirement("R49", "R50")
def test_a_payment_settles_the_bill_and_gets_a_receipt_number(account: Any, clerk: Any) -> None:
    payment = take(account, clerk, "259.68", "259.68", tendered=Decimal("300"))

    assert payment.receipt_no == "R11-20260205-00001"
    assert selectors.balance_of(account_id=account.pk) == Decimal("0.00")
    assert selectors.open_items(account_ids=[account.pk]) == []
    shown = selectors.payment_detail(scope=whole_company(), receipt_no=payment.receipt_no)
    assert shown is not None
    assert shown.change == Decimal("40.32")
    assert [part.amount for part in shown.allocations] == [Decimal("259.68")]
    assert AuditEvent.objects.filter(action="receivables.payment.posted").count() == 1
    assert OutboxEvent.objects.filter(name="receivables.payment.posted").count() == 1


def test_receipt_numbers_have_no_gap_even_after_a_refusal(account: Any, clerk: Any) -> None:
    first = take(account, clerk, "100", "259.68")
    with pytest.raises(services.AmountAboveBalance):
        take(account, clerk, "500", "159.68")
    second = take(account, clerk, "59.68", "159.68")

    assert [first.receipt_no[-5:], second.receipt_no[-5:]] == ["00001", "00002"]


def test_the_oldest_due_bill_is_paid_first(account: Any, clerk: Any) -> None:
    newer = street.issued_bill(account, "100.00", month=street.JANUARY.replace(month=2))
    take(account, clerk, "300.00", "359.68")

    (open_item,) = selectors.open_items(account_ids=[account.pk])
    assert open_item.bill_no == newer.bill_no
    assert open_item.outstanding == Decimal("59.68")


def test_the_same_request_again_is_the_same_payment(account: Any, clerk: Any) -> None:
    first = take(account, clerk, "259.68", "259.68", idempotency_key="k1")
    again = take(account, clerk, "259.68", "259.68", idempotency_key="k1")

    assert again.pk == first.pk
    assert Payment.objects.count() == 1


def test_a_key_with_other_content_is_refused(account: Any, clerk: Any) -> None:
    take(account, clerk, "100", "259.68", idempotency_key="k1")
    with pytest.raises(services.IdempotencyKeyReused, match="R11-20260205-00001"):
        take(account, clerk, "50", "159.68", idempotency_key="k1")


def test_a_key_used_for_another_account_is_refused(account: Any, clerk: Any, hall: Any) -> None:
    other = street.account(hall, "3311010744")
    street.issued_bill(other)
    take(account, clerk, "100", "259.68", idempotency_key="k1")
    with pytest.raises(services.IdempotencyKeyReused):
        take(other, clerk, "100", "259.68", idempotency_key="k1")


def test_a_changed_balance_names_who_took_what(account: Any, clerk: Any, hall: Any) -> None:
    colleague = street.cashier(hall, name="李柜员")
    take(account, colleague, "100", "259.68")
    with pytest.raises(services.BalanceChangedByPayment) as refused:
        take(account, clerk, "259.68", "259.68")

    assert refused.value.params["who"] == "李柜员"
    assert refused.value.params["actual"] == Decimal("159.68")
    assert refused.value.params["at"] == street.NOW


def test_more_than_owed_needs_the_clerks_wish(account: Any, clerk: Any) -> None:
    with pytest.raises(services.AmountAboveBalance):
        take(account, clerk, "300", "259.68")
    take(account, clerk, "300", "259.68", allow_advance=True)

    assert selectors.balance_of(account_id=account.pk) == Decimal("-40.32")


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "10.005", "100000000000"])
def test_only_an_amount_in_fen_is_taken(account: Any, clerk: Any, amount: str) -> None:
    with pytest.raises(services.NotAnAmount):
        take(account, clerk, amount, "259.68")


def test_too_little_money_and_a_strange_channel_are_refused(account: Any, clerk: Any) -> None:
    with pytest.raises(services.TenderedTooLittle):
        take(account, clerk, "100", "259.68", tendered=Decimal("99.99"))
    with pytest.raises(services.UnknownChannel):
        take(account, clerk, "100", "259.68", channel="ONLINE")


def test_another_halls_account_and_no_account_look_the_same(account: Any) -> None:
    stranger = street.cashier(street.organisation("42"))
    with pytest.raises(services.UnableToFindAccount):
        take(account, stranger, "100", "259.68")
    account.pk = 999_999
    with pytest.raises(services.UnableToFindAccount):
        take(account, stranger, "100", "259.68")


def test_a_payment_takes_few_statements(account: Any, clerk: Any) -> None:
    scope = street.scope_of(clerk)
    with CaptureQueriesContext(connection) as captured:
        take(account, clerk, "259.68", "259.68", scope=scope)
    work = [q for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(work) <= 14


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R49")
def test_two_clerks_at_once_take_the_money_once() -> None:
    hall = street.organisation()
    account = street.account(hall)
    street.issued_bill(account)
    clerks = [street.cashier(hall, name="甲"), street.cashier(hall, name="乙")]
    barrier, outcomes = threading.Barrier(2), []

    def counter(clerk: Any) -> None:
        scope = street.scope_of(clerk)
        barrier.wait()
        try:
            take(account, clerk, "259.68", "259.68", idempotency_key=clerk.username, scope=scope)
            outcomes.append("taken")
        except services.BalanceChanged as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=counter, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["BalanceChangedByPayment", "taken"]
    assert LedgerEntry.objects.filter(kind="PAYMENT").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_payment() -> None:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account)
    scope = street.scope_of(clerk)
    barrier, receipts = threading.Barrier(3), []

    def click() -> None:
        barrier.wait()
        try:
            paid = take(account, clerk, "259.68", "259.68", idempotency_key="one", scope=scope)
            receipts.append(paid.receipt_no)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert receipts == ["R11-20260205-00001"] * 3
