"""Taking money at the counter, the receipt, taking it back, the close of the day."""

from __future__ import annotations

import uuid
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from gridhall.receivables import selectors as receivables
from tests.workbench import town as the_town
from tests.workbench.town import HOME

pytestmark = pytest.mark.django_db
OWED = Decimal("259.68")
REASON = {"reason": "金额录错，客户当场退款"}


def form(**changes: str) -> dict[str, str]:
    return {
        "amount": "259.68", "channel": "COUNTER_CASH", "tendered": "300",
        "expected_balance": "259.68", "idempotency_key": uuid.uuid4().hex, **changes,
    }  # fmt: skip


def take(client: Any, **changes: str) -> Any:
    return client.post(reverse("workbench:take_payment", args=[HOME]), form(**changes))


def balance() -> Decimal:
    return receivables.balance_of(account_id=the_town.account_id(HOME))


def receipt_no(response: Any) -> str:
    return str(response.headers["Location"]).rstrip("/").rpartition("/")[2]


@pytest.mark.requirement("R50")
def test_the_form_shows_open_bills_and_offers_what_is_owed(town: Any, sign_in: Any) -> None:
    page = sign_in("cashier-zj").get(reverse("workbench:take_payment", args=[HOME]))

    initial = page.context["form"].initial
    assert (initial["amount"], initial["expected_balance"]) == (OWED, OWED)
    assert the_town.bill_no(HOME) in page.content.decode()


@pytest.mark.requirement("R49", "R50")
def test_money_is_taken_and_the_change_is_told(town: Any, sign_in: Any) -> None:
    cashier = sign_in("cashier-zj")

    page = cashier.get(take(cashier).headers["Location"]).content.decode()

    assert balance() == 0
    assert "应找零" in page
    assert "40.32" in page
    assert the_town.bill_no(HOME) in page


def test_the_same_form_sent_twice_is_one_payment(town: Any, sign_in: Any) -> None:
    cashier, key = sign_in("cashier-zj"), uuid.uuid4().hex

    first = take(cashier, idempotency_key=key)
    again = take(cashier, idempotency_key=key)

    assert first.headers["Location"] == again.headers["Location"]
    assert balance() == 0


def test_the_slower_of_two_clerks_is_told_and_nothing_is_taken(town: Any, sign_in: Any) -> None:
    take(sign_in("clerk-zj"))

    late = take(sign_in("cashier-zj"))

    assert late.status_code == 422
    assert "林晓雯" in late.content.decode()
    assert balance() == 0
    assert late.context["form"].initial["expected_balance"] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": ""}, "必填"),
        ({"amount": "-1"}, "0.01"),
        ({"amount": "1.005"}, "小数"),
        ({"amount": "abc"}, "数字"),
        ({"amount": "1e9"}, ""),
        ({"channel": "ONLINE"}, ""),
        ({"channel": "CHEQUE"}, ""),
        ({"tendered": "200"}, "不足"),
        ({"amount": "300", "tendered": ""}, "预存"),
        ({"idempotency_key": ""}, ""),
        ({"expected_balance": "x"}, ""),
    ],
)
def test_bad_input_takes_nothing_and_says_why(
    town: Any, sign_in: Any, changes: dict[str, str], message: str
) -> None:
    response = take(sign_in("cashier-zj"), **changes)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert balance() == OWED


def test_more_than_owed_stays_as_an_advance_when_the_customer_wants_it(
    town: Any, sign_in: Any
) -> None:
    response = take(sign_in("cashier-zj"), amount="300", tendered="", allow_advance="on")

    assert response.status_code == 302
    assert balance() == Decimal("-40.32")


def test_a_card_needs_no_cash(town: Any, sign_in: Any) -> None:
    cashier = sign_in("cashier-zj")
    number = receipt_no(take(cashier, channel="COUNTER_CARD", tendered="1"))

    found = receivables.payment_detail(scope=the_town.scope(), receipt_no=number)

    assert found is not None
    assert (found.channel, found.tendered) == ("COUNTER_CARD", None)


@pytest.mark.requirement("R61")
def test_who_may_not_take_money_here_does_not(town: Any, sign_in: Any) -> None:
    assert take(sign_in("clerk-hb")).status_code == 404
    assert take(sign_in("agent-zj")).status_code == 403
    assert take(sign_in("director")).status_code == 403
    assert balance() == OWED


@pytest.mark.requirement("R50")
def test_the_receipt_is_printed_as_original_and_then_as_copy(town: Any, sign_in: Any) -> None:
    cashier = sign_in("cashier-zj")
    number = receipt_no(take(cashier))
    url = reverse("workbench:receipt", args=[number])

    first, second = cashier.post(url), cashier.post(url)

    assert first["Content-Type"] == "application/pdf"
    texts = [
        "".join(p.extract_text() for p in PdfReader(BytesIO(r.content)).pages)
        for r in (first, second)
    ]
    assert number in texts[0]
    assert texts[0] != texts[1]
    assert cashier.get(url).status_code == 405
    assert sign_in("clerk-hb").post(url).status_code == 404


def test_a_payment_is_taken_back_with_a_reason_and_only_once(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    number = receipt_no(take(clerk))
    url = reverse("workbench:reverse_payment", args=[number])

    done = clerk.post(url, REASON, follow=True)
    again = clerk.post(url, REASON, follow=True)

    assert balance() == OWED
    assert REASON["reason"] in done.content.decode()
    assert "已冲正" in done.content.decode()
    assert any(message.level_tag == "error" for message in again.context["messages"])
    assert balance() == OWED


@pytest.mark.parametrize("reason", ["", "错", "aaaa", "x" * 201])
def test_without_a_good_reason_nothing_is_taken_back(town: Any, sign_in: Any, reason: str) -> None:
    clerk = sign_in("clerk-zj")
    number = receipt_no(take(clerk))

    response = clerk.post(reverse("workbench:reverse_payment", args=[number]), {"reason": reason})

    assert response.status_code == 422
    assert balance() == 0


@pytest.mark.requirement("R61")
def test_another_centre_neither_sees_nor_reverses_the_payment(town: Any, sign_in: Any) -> None:
    number = receipt_no(take(sign_in("clerk-zj")))
    other = sign_in("clerk-hb")

    assert other.get(reverse("workbench:payment", args=[number])).status_code == 404
    assert (
        other.post(reverse("workbench:reverse_payment", args=[number]), REASON).status_code == 404
    )
    assert (
        sign_in("agent-zj")
        .post(reverse("workbench:reverse_payment", args=[number]), REASON)
        .status_code
        == 403
    )
    assert number not in other.get(reverse("workbench:payments")).content.decode()


def test_the_list_filters_by_account_channel_person_and_day(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    number = receipt_no(take(clerk))
    url = reverse("workbench:payments")

    def shown(**query: str) -> bool:
        return number in clerk.get(url, query).content.decode()

    assert shown()
    assert shown(account=HOME, channel="COUNTER_CASH", status="POSTED", who="me")
    assert not shown(account=the_town.HOME_TOU)
    assert not shown(account="0000000000")
    assert not shown(channel="ONLINE")
    assert not shown(last="2020-01-01")
    assert shown(first="nonsense", last="2026-02-30", after="~~x~", size="-1")


@pytest.mark.requirement("R43")
def test_the_close_of_the_day_says_what_lies_in_the_drawer(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    number = receipt_no(take(clerk))
    clerk.post(reverse("workbench:reverse_payment", args=[number]), REASON)
    take(clerk, amount="100", tendered="")

    page = clerk.get(reverse("workbench:day_totals"))

    (row,) = page.context["totals"].cashiers
    assert (row.cashier, row.count, row.cash_in_drawer) == ("林晓雯", 2, Decimal("100.00"))
    assert clerk.get(reverse("workbench:day_totals"), {"day": "2020-01-01"}).status_code == 200


def test_home_shows_the_clerk_her_takings(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    number = receipt_no(take(clerk))

    page = clerk.get(reverse("workbench:home")).content.decode()

    assert "今日实收" in page
    assert number in page
