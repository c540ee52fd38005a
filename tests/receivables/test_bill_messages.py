"""What a customer is told of a bill depends on whether there is anything to pay."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from gridhall.foundation.messages import selectors as messages
from gridhall.receivables import selectors, services
from gridhall.receivables.models import Receivable
from tests.receivables import street

pytestmark = pytest.mark.django_db


def told(account: Any, language: str) -> list[str]:
    with translation.override(language):
        return [str(one.body) for one in messages.to_accounts(account_ids=[account.pk])]


@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("total", "zh", "en"),
    [
        ("0.00", "本期电费 0.00 元，无需缴费", "nothing to pay"),
        ("-2.50", "本期应退电费 2.50 元", "2.50 yuan in your favour"),
    ],
)
def test_nobody_is_asked_to_pay_nothing(total: str, zh: str, en: str) -> None:
    account = street.account(street.organisation())
    street.issued_bill(account, total)

    (chinese,), (english,) = told(account, "zh-hans"), told(account, "en")

    assert zh in chinese
    assert en in english
    assert "please pay" not in english
    assert "2026-02-20" not in chinese + english


def test_a_bill_reversed_before_it_was_posted_is_neither_owed_nor_announced() -> None:
    account = street.account(street.organisation())
    bill = street.issued_bill(account, status="REVERSED", posted=False)

    # the two events may arrive in either order
    assert not services.post_bill_reversal(bill_id=bill.pk, at=street.NOW)
    assert services.post_issued_bills(bill_ids=[bill.pk], at=street.NOW) == 0
    assert not services.post_bill_reversal(bill_id=bill.pk, at=street.NOW)

    assert told(account, "zh-hans") == []
    assert not Receivable.objects.exists()
    assert selectors.balance_of(account_id=account.pk) == 0
