"""A wrong payment and a wrong bill are taken back, never edited."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.messages.models import Message
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.receivables import selectors, services
from gridhall.receivables.models import LedgerEntry, Payment, Receivable
from tests.receivables import street
from tests.receivables.test_counter import take

pytestmark = pytest.mark.django_db


def reverse(payment: Any, clerk: Any, reason: str = "收错户号") -> Any:
    return services.reverse_payment(
        payment_id=payment.pk, reason=reason, scope=whole_company(), actor_id=clerk.pk,
        at=street.NOW,
    )  # fmt: skip


@pytest.fixture
def paid() -> tuple[Any, Any, Any]:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account)
    return account, clerk, take(account, clerk, "259.68", "259.68")


@pytest.mark.requirement("R50")
def test_a_reversed_payment_opens_its_bill_again(paid: tuple[Any, Any, Any]) -> None:
    account, clerk, payment = paid
    reverse(payment, clerk)

    assert selectors.balance_of(account_id=account.pk) == Decimal("259.68")
    (item,) = selectors.open_items(account_ids=[account.pk])
    assert item.outstanding == Decimal("259.68")
    shown = selectors.payment_detail(scope=whole_company(), receipt_no=payment.receipt_no)
    assert shown is not None
    assert shown.is_reversed
    assert shown.reversal_reason == "收错户号"


def test_it_is_reversed_once_and_only_with_a_reason(paid: tuple[Any, Any, Any]) -> None:
    _account, clerk, payment = paid
    with pytest.raises(services.ReasonMissing):
        reverse(payment, clerk, "  ")
    reverse(payment, clerk)
    with pytest.raises(services.PaymentAlreadyReversed, match="收错户号"):
        reverse(payment, clerk, "again")

    assert LedgerEntry.objects.filter(kind="PAYMENT_REVERSAL").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reversals_at_once_are_one() -> None:
    hall = street.organisation()
    account, clerk = street.account(hall), street.cashier(hall)
    street.issued_bill(account)
    payment = take(account, clerk, "259.68", "259.68")
    barrier, outcomes = threading.Barrier(2), []

    def run() -> None:
        barrier.wait()
        try:
            reverse(payment, clerk)
            outcomes.append("done")
        except services.PaymentAlreadyReversed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert selectors.balance_of(account_id=account.pk) == Decimal("259.68")


def test_the_customer_is_told(paid: tuple[Any, Any, Any]) -> None:
    account, clerk, payment = paid
    reverse(payment, clerk)
    deliver_pending()

    told = Message.objects.filter(account_ref=account.pk).values_list("template", flat=True)
    assert "receivables.payment_reversed" in told


def test_another_halls_payment_cannot_be_reversed(paid: tuple[Any, Any, Any]) -> None:
    _account, _clerk, payment = paid
    stranger = street.cashier(street.organisation("42"))
    with pytest.raises(services.UnableToFindPayment):
        services.reverse_payment(
            payment_id=payment.pk, reason="x", scope=street.scope_of(stranger),
            actor_id=stranger.pk, at=street.NOW,
        )  # fmt: skip


@pytest.mark.requirement("R43")
def test_money_for_a_reversed_bill_pays_the_next_one(paid: tuple[Any, Any, Any]) -> None:
    account, _clerk, _payment = paid
    bill_id = Receivable.objects.get().bill_id
    street._model("billing.Bill").objects.filter(pk=bill_id).update(status="REVERSED")
    assert services.post_bill_reversal(bill_id=bill_id, at=street.NOW)
    assert not services.post_bill_reversal(bill_id=bill_id, at=street.NOW)
    assert selectors.balance_of(account_id=account.pk) == Decimal("-259.68")

    street.issued_bill(account, "300.00", month=street.JANUARY.replace(month=2))

    (item,) = selectors.open_items(account_ids=[account.pk])
    assert item.outstanding == Decimal("40.32")
    assert selectors.balance_of(account_id=account.pk) == Decimal("40.32")


def test_the_same_issue_twice_is_posted_once(paid: tuple[Any, Any, Any]) -> None:
    account, _clerk, _payment = paid
    bill_id = Receivable.objects.get().bill_id
    assert services.post_issued_bills(bill_ids=[bill_id], at=street.NOW) == 0
    assert LedgerEntry.objects.filter(account=account, kind="BILL").count() == 1
    assert Message.objects.filter(dedup_key=f"bill-issued:{bill_id}").count() == 1


def test_the_database_itself_refuses_edits(paid: tuple[Any, Any, Any]) -> None:
    _account, _clerk, payment = paid
    for change in (
        lambda: Payment.objects.filter(pk=payment.pk).update(amount=Decimal("1")),
        lambda: Payment.objects.filter(pk=payment.pk).delete(),
        lambda: LedgerEntry.objects.update(amount=Decimal("1")),
        lambda: Receivable.objects.update(outstanding=Decimal("-1")),
        lambda: Receivable.objects.update(outstanding=Decimal("260")),
    ):
        with pytest.raises(Exception) as refused, transaction.atomic():  # noqa: PT011
            change()
        assert isinstance(refused.value, IntegrityError) or "refuse" in str(refused.value).lower()


def test_a_reversed_payment_shows_only_what_it_had_settled_at_the_end(
    paid: tuple[Any, Any, Any],
) -> None:
    account, clerk, payment = paid
    bills = street._model("billing.Bill").objects.filter(account=account)
    bills.update(status="REVERSED")
    services.post_bill_reversal(bill_id=bills.get().pk, at=street.NOW - timedelta(hours=1))
    street.issued_bill(account, "200.00", month=date(2026, 2, 1))
    reverse(payment, clerk)

    shown = selectors.payment_detail(scope=whole_company(), receipt_no=payment.receipt_no)

    assert shown is not None
    assert [part.amount for part in shown.allocations] == [Decimal("200.00")]
    assert shown.advance == Decimal("59.68")
