"""From the bill run to the debt and the message: by events, in bulk, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from gridhall.billing import services as billing
from gridhall.foundation.identity.selectors import whole_company
from gridhall.foundation.messages import selectors as messages
from gridhall.foundation.outbox.models import OutboxDelivery, OutboxEvent
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.receivables import selectors, services
from gridhall.receivables.models import LedgerEntry, Receivable
from tests.billing import street as billing_street
from tests.receivables import street

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> tuple[Any, list[Any]]:
    town = billing_street.company()
    billing_street.homes(town.east, 5)
    run = billing_street.issued(town)
    return town, billing_street.bills_of(run)


@pytest.mark.requirement("R43", "R46")
def test_issued_bills_are_owed_and_announced(issued: tuple[Any, list[Any]]) -> None:
    _town, bills = issued
    assert not Receivable.objects.exists()

    deliver_pending()

    for bill in bills:
        assert selectors.balance_of(account_id=bill.account_id) == bill.total
        (message,) = messages.to_accounts(account_ids=[bill.account_id])
        assert message.params["bill_no"] == bill.bill_no
        assert str(bill.total) in message.body


def test_the_same_event_again_changes_nothing(issued: tuple[Any, list[Any]]) -> None:
    deliver_pending()
    before = LedgerEntry.objects.aggregate(total=Sum("amount"))
    OutboxDelivery.objects.all().delete()
    OutboxEvent.objects.update(delivered_at=None)

    assert deliver_pending() == OutboxEvent.objects.count()

    assert LedgerEntry.objects.aggregate(total=Sum("amount")) == before


def test_a_reversed_bill_is_owed_no_more(issued: tuple[Any, list[Any]]) -> None:
    town, bills = issued
    deliver_pending()
    billing.reverse_bill(
        bill_id=bills[0].pk, reason="示数抄错", scope=whole_company(), at=street.NOW,
        actor_id=town.approver.pk,
    )  # fmt: skip
    deliver_pending()

    assert selectors.balance_of(account_id=bills[0].account_id) == 0
    assert selectors.open_items(account_ids=[bills[0].account_id]) == []


def test_many_bills_take_as_many_statements_as_few(issued: tuple[Any, list[Any]]) -> None:
    _town, bills = issued
    counts = []
    for some in (bills[:1], bills[1:]):
        with CaptureQueriesContext(connection) as captured:
            services.post_issued_bills(bill_ids=[bill.pk for bill in some], at=street.NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 16
