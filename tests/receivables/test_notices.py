"""Notices of the payment provider: late, twice, at once, changed, forged."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from gridhall.foundation.messages.models import Message
from gridhall.foundation.outbox.models import OutboxEvent
from gridhall.receivables import provider, selectors, services
from gridhall.receivables.models import LedgerEntry, Payment, PaymentNotice, PaymentOrder
from tests.receivables import street

pytestmark = pytest.mark.django_db


def order_for(account: Any, user: Any, amount: str = "259.68", key: str = "k") -> PaymentOrder:
    return services.create_payment_order(
        account_id=account.pk, user_id=user.pk, amount=Decimal(amount), idempotency_key=key,
        at=street.NOW,
    )  # fmt: skip


def receive(body: bytes, *, minutes: int = 0) -> services.NoticeResult:
    at = street.NOW + timedelta(minutes=minutes)
    return services.receive_notice(body=body, signature=provider.sign(body, at=at), at=at)


@pytest.fixture
def account() -> Any:
    row = street.account(street.organisation())
    street.issued_bill(row)
    return row


@pytest.fixture
def order(account: Any) -> PaymentOrder:
    return order_for(account, street.customer(account))


@pytest.mark.requirement("R49")
def test_a_notice_posts_the_payment(account: Any, order: PaymentOrder) -> None:
    result = receive(provider.make_notice(order_no=order.order_no, amount=order.amount))

    assert result.outcome == "POSTED"
    assert selectors.balance_of(account_id=account.pk) == 0
    order.refresh_from_db()
    assert order.status == "PAID"


def test_a_notice_in_another_spelling_of_the_amount_posts_the_amount_of_the_order(
    account: Any, order: PaymentOrder
) -> None:
    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    receive(body.replace(b"259.68", b"259.6800"))

    payload = OutboxEvent.objects.get(name="receivables.payment.posted").payload
    assert payload["amount"] == "259.68"


def test_the_same_notice_again_changes_nothing(account: Any, order: PaymentOrder) -> None:
    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    first, again = receive(body), receive(body, minutes=3)

    assert (first.outcome, again.outcome) == ("POSTED", "REPEATED")
    assert first.payment == again.payment
    assert LedgerEntry.objects.filter(kind="PAYMENT").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_notice_four_times_at_once_is_one_payment() -> None:
    account = street.account(street.organisation())
    street.issued_bill(account)
    order = order_for(account, street.customer(account))
    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    barrier, outcomes = threading.Barrier(4), []

    def deliver() -> None:
        barrier.wait()
        try:
            outcomes.append(str(receive(body).outcome))
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["POSTED", "REPEATED", "REPEATED", "REPEATED"]
    assert Payment.objects.count() == 1


def test_a_changed_amount_is_kept_but_not_posted(account: Any, order: PaymentOrder) -> None:
    clerk = street.cashier(account.organisation)
    result = receive(provider.make_notice(order_no=order.order_no, amount=Decimal("0.01")))

    assert result.outcome == "DISPUTED"
    assert not Payment.objects.exists()
    assert PaymentNotice.objects.get().amount == "0.01"
    assert Message.objects.filter(employee=clerk).count() == 1


def test_a_paid_orders_notice_with_another_amount_is_disputed(order: PaymentOrder) -> None:
    body = provider.make_notice(order_no=order.order_no, amount=order.amount, notice_id="n1")
    changed = provider.make_notice(order_no=order.order_no, amount=Decimal("500"), notice_id="n1")
    receive(body)
    result = receive(changed)

    assert result.outcome == "DISPUTED"
    assert Payment.objects.count() == 1


def test_a_second_notice_for_a_paid_order_is_disputed(order: PaymentOrder) -> None:
    receive(provider.make_notice(order_no=order.order_no, amount=order.amount))
    second = receive(provider.make_notice(order_no=order.order_no, amount=order.amount))

    assert second.outcome == "DISPUTED"
    assert Payment.objects.count() == 1


def test_one_notice_cannot_pay_two_orders(account: Any, order: PaymentOrder) -> None:
    second = order_for(account, order.created_by, key="k2")
    for target in (order, second):
        result = receive(
            provider.make_notice(order_no=target.order_no, amount=target.amount, notice_id="n1")
        )
    assert result.outcome == "DISPUTED"
    assert Payment.objects.count() == 1


def test_an_unknown_order_is_kept(order: PaymentOrder) -> None:
    body = provider.make_notice(order_no="PO404", amount=Decimal("1"))
    assert receive(body).outcome == "UNKNOWN_ORDER"
    assert receive(body).outcome == "REPEATED"


def test_money_for_an_expired_order_is_not_lost(account: Any, order: PaymentOrder) -> None:
    second = order_for(account, order.created_by, key="k2")
    receive(provider.make_notice(order_no=second.order_no, amount=second.amount))
    late = receive(provider.make_notice(order_no=order.order_no, amount=order.amount), minutes=600)

    assert late.outcome == "POSTED"
    assert selectors.balance_of(account_id=account.pk) == Decimal("-259.68")


@pytest.mark.parametrize("damage", ["", "t=1,v1=00", "v1=00", "t=x,v1=y", "t=99999999999999,v1=0"])
def test_a_forged_signature_is_refused(order: PaymentOrder, damage: str) -> None:
    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    with pytest.raises(provider.SignatureInvalid):
        services.receive_notice(body=body, signature=damage, at=street.NOW)
    assert not PaymentNotice.objects.exists()


def test_a_genuine_signature_is_refused_when_old_or_for_another_body(order: PaymentOrder) -> None:
    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    signature = provider.sign(body, at=street.NOW)
    with pytest.raises(provider.SignatureInvalid):
        provider.verify(body, signature=signature, at=street.NOW + timedelta(minutes=6))
    with pytest.raises(provider.SignatureInvalid):
        provider.verify(body + b" ", signature=signature, at=street.NOW)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", b'{"notice_id":"n","order_no":"o","amount":1.5}',
             b'{"notice_id":"n","order_no":"o","amount":"NaN"}',
             b'{"notice_id":"","order_no":"o","amount":"1"}'],
)  # fmt: skip
def test_an_unreadable_notice_is_refused(body: bytes) -> None:
    with pytest.raises(services.InvalidNotice):
        receive(body)


def test_the_same_order_request_is_the_same_order(account: Any, order: PaymentOrder) -> None:
    again = order_for(account, order.created_by)
    assert again.order_no == order.order_no
    with pytest.raises(services.IdempotencyKeyReused):
        order_for(account, order.created_by, amount="1")
