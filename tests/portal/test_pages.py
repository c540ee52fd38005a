"""Every page of the portal, in both languages, with the bills of four kinds of customers."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from gridhall.foundation.outbox.services import deliver_pending
from gridhall.receivables import receipts, services
from gridhall.receivables.models import Payment, PaymentOrder
from tests.receivables import street

pytestmark = pytest.mark.django_db
HOME, HOME_TOU, SHOP, FACTORY = "3311010371", "3311011114", "4222000102128", "4222000129159"
PAGES = ("home", "bills", "usage", "payments", "messages", "profile", "pay")


@pytest.fixture
def hall() -> Any:
    return street.organisation()


@pytest.fixture
def bill(hall: Any) -> Any:
    return street.town_bill(hall, HOME)


@pytest.fixture
def zhao(bill: Any) -> Client:
    return signed_in(street.customer(bill.account))


def signed_in(user: Any, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def read(client: Client, name: str, *args: object, status: int = 200) -> str:
    response = client.get(reverse(f"portal:{name}", args=args))
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


@pytest.mark.requirement("R46")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(bill: Any, language: str) -> None:
    client = signed_in(street.customer(bill.account), language)
    deliver_pending()
    for name in PAGES:
        text = read(client, name)
        assert "<h1" in text
        assert ("请" in text or "电" in text) is (language == "zh-hans") or "赵" in text


@pytest.mark.requirement("R47")
def test_the_bill_explains_every_line(zhao: Client, bill: Any) -> None:
    text = read(zhao, "bill", bill.bill_no)

    for part in ("第一档电费", "482.68", "0.538", "259.68", "浙江省居民生活用电价格表"):
        assert part in text
    assert "2,277.32" in text  # what is left of tier 1: 2,760 − 482.68
    assert "gridhall verify" in text


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    ("number", "parts"),
    [
        (HOME_TOU, ("峰段电费", "谷段电费", "第二档加价电费", "第三档加价电费", "低谷")),
        (SHOP, ("尖峰电费", "政府性基金及附加", "功率因数调整电费", "功率因数")),
        (FACTORY, ("需量电费", "超需量电费", "最大需量", "1,967,870.64")),
    ],
)
def test_every_kind_of_bill_is_explained(hall: Any, number: str, parts: tuple[str, ...]) -> None:
    made = street.town_bill(hall, number)
    text = read(signed_in(street.customer(made.account)), "bill", made.bill_no)
    for part in parts:
        assert part in text
    english = read(signed_in(street.customer(username="zhao"), "en"), "bill", made.bill_no)
    assert "The arithmetic" in english


@pytest.mark.requirement("R47")
def test_the_bundle_of_a_bill_recomputes_to_the_same_bill(zhao: Client, bill: Any) -> None:
    from gridhall.rating.bundle import verify_bundle

    response = zhao.get(reverse("portal:bundle", args=[bill.bill_no]))

    assert response["Content-Disposition"] == f'attachment; filename="bill-{bill.bill_no}.json"'
    found = verify_bundle(json.loads(response.content))
    assert found.ok, found.differences


def test_what_belongs_to_somebody_else_is_not_found(bill: Any, hall: Any) -> None:
    other = street.account(hall, "3311010744", name="李某甲")
    stranger = signed_in(street.customer(other, username="li"))
    order = services.create_payment_order(
        account_id=bill.account_id, user_id=street.customer().pk, amount=Decimal(1),
        idempotency_key="k", at=street.NOW,
    )  # fmt: skip
    payment = pay_online(order)

    for name, key in (
        ("bill", bill.bill_no), ("bundle", bill.bill_no), ("payment", payment.receipt_no),
        ("receipt", payment.receipt_no), ("bank", order.order_no), ("pay_result", order.order_no),
        ("account", bill.account.account_no),
    ):  # fmt: skip
        read(stranger, name, key, status=404)
    assert stranger.post(reverse("portal:bank", args=[order.order_no])).status_code == 404


def test_a_bill_that_is_not_issued_is_not_shown(zhao: Client, bill: Any) -> None:
    later = street.issued_bill(bill.account, month=street.JANUARY.replace(month=2), posted=False)
    draft = street.issued_bill(
        bill.account, month=street.JANUARY.replace(month=3), posted=False, status="RATED"
    )
    assert later.bill_no in read(zhao, "bills")
    assert draft.bill_no not in read(zhao, "bills")
    read(zhao, "bill", draft.bill_no, status=404)


def test_a_reversed_bill_says_so(zhao: Client, bill: Any) -> None:
    street._model("billing.Bill").objects.filter(pk=bill.pk).update(status="REVERSED")
    assert "已撤销" in read(zhao, "bill", bill.bill_no)


def pay_online(order: PaymentOrder) -> Payment:
    from gridhall.receivables import provider

    body = provider.make_notice(order_no=order.order_no, amount=order.amount)
    result = services.receive_notice(
        body=body, signature=provider.sign(body, at=street.NOW), at=street.NOW
    )
    assert result.payment is not None
    return result.payment


def start(client: Client, amount: str = "259.68", key: str = "key-1") -> PaymentOrder:
    answer = client.post(reverse("portal:pay"), {"amount": amount, "idempotency_key": key})
    assert answer.status_code == 302, answer.content[:500]
    return PaymentOrder.objects.get(order_no=answer["Location"].rstrip("/").split("/")[-1])


@pytest.mark.requirement("R49", "R50")
def test_a_customer_pays_and_gets_her_receipt(zhao: Client, bill: Any) -> None:
    order = start(zhao)
    answer = zhao.post(reverse("portal:bank", args=[order.order_no]), {"answer": "success"})
    page = zhao.get(answer["Location"]).content.decode()
    payment = Payment.objects.get()

    assert payment.receipt_no in page
    pdf = zhao.get(reverse("portal:receipt", args=[payment.receipt_no]))
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "人民币贰佰伍拾玖元陆角捌分" in text
    assert "赵某甲" in text
    assert receipts.verification_code(payment.receipt_no)[:20] in text


@pytest.mark.parametrize(
    ("answer", "outcome", "payments"),
    [("fail", "failed", 0), ("twice", "REPEATED", 1), ("wrong_amount", "DISPUTED", 0)],
)
def test_the_bank_may_answer_otherwise(
    zhao: Client, answer: str, outcome: str, payments: int
) -> None:
    order = start(zhao)
    response = zhao.post(reverse("portal:bank", args=[order.order_no]), {"answer": answer})

    assert response["Location"].endswith(f"?outcome={outcome}")
    assert Payment.objects.count() == payments
    assert zhao.get(response["Location"]).status_code == 200


def test_a_double_click_is_one_order(zhao: Client) -> None:
    assert start(zhao).pk == start(zhao).pk


@pytest.mark.parametrize("amount", ["", "0", "-1", "1.001", "abc", "1e9"])
def test_a_wrong_amount_is_explained(zhao: Client, amount: str) -> None:
    answer = zhao.post(reverse("portal:pay"), {"amount": amount, "idempotency_key": "k"})
    assert answer.status_code == 422
    assert not PaymentOrder.objects.exists()


def test_without_the_demo_there_is_no_simulated_bank(zhao: Client, settings: Any) -> None:
    order = start(zhao)
    settings.GRIDHALL_DEMO = False
    read(zhao, "bank", order.order_no, status=404)


def test_anybody_may_check_a_receipt_and_learns_nothing_else(zhao: Client, bill: Any) -> None:
    order = start(zhao)
    zhao.post(reverse("portal:bank", args=[order.order_no]), {"answer": "success"})
    payment = Payment.objects.get()
    code = receipts.verification_code(payment.receipt_no)

    text = read(Client(), "receipt_check", code)
    assert "真实有效" in text
    for secret in ("赵", bill.account.account_no, "259.68"):
        assert secret not in text
    assert "查无此收据" in read(Client(), "receipt_check", code[:-1] + "9", status=404)
    Payment.objects.update(status="REVERSED")
    assert "已冲正" in read(Client(), "receipt_check", code)


def test_messages_are_read_one_by_one_and_only_ones_own(zhao: Client, bill: Any, hall: Any) -> None:
    from gridhall.foundation.messages.models import Message

    other = street.account(hall, "3311010744")
    street.issued_bill(other)
    foreign = Message.objects.get(account_ref=other.pk)
    own = Message.objects.get(account_ref=bill.account_id)

    zhao.post(reverse("portal:messages_read"), {"message": foreign.pk})
    zhao.post(reverse("portal:messages_read"), {"message": own.pk})

    foreign.refresh_from_db()
    own.refresh_from_db()
    assert foreign.read_at is None
    assert own.read_at is not None


def test_several_accounts_are_chosen_from(bill: Any, hall: Any) -> None:
    shop = street.town_bill(hall, SHOP)
    client = signed_in(street.customer(bill.account, shop.account))
    client.get(reverse("portal:account", args=[SHOP]))

    text = read(client, "bills")
    assert shop.bill_no in text
    assert bill.bill_no not in text


def test_the_form_pays_for_the_account_it_shows(bill: Any, hall: Any) -> None:
    other = street.account(hall, "3311010744")
    client = signed_in(street.customer(bill.account, other))
    shown = client.get(reverse("portal:pay"), {"account": "3311010744"}).content.decode()
    assert 'name="account" value="3311010744"' in shown
    client.get(reverse("portal:account", args=[HOME]))  # another tab looks at another account

    client.post(
        reverse("portal:pay"), {"account": "3311010744", "amount": "5", "idempotency_key": "k"}
    )

    assert PaymentOrder.objects.get().account_id == other.pk
    foreign = street.account(hall, "3311010850")
    refused = client.get(reverse("portal:pay"), {"account": foreign.account_no})
    assert refused.status_code == 404


def test_who_has_no_account_is_told_what_to_do(db: None) -> None:
    assert "营业厅" in read(signed_in(street.customer()), "home")


def test_the_door_is_closed_to_staff_and_strangers(hall: Any) -> None:
    assert signed_in(street.cashier(hall)).get(reverse("portal:home")).status_code == 403
    assert Client().get(reverse("portal:home")).status_code == 302


def test_an_access_that_has_ended_shows_nothing(bill: Any) -> None:
    user = street.customer(bill.account)
    street._model("customers.PortalAccess").objects.update(
        valid_to=street.JANUARY - timedelta(days=1)
    )
    assert "259.68" not in read(signed_in(user), "bill", bill.bill_no)


@pytest.mark.parametrize("name", [*PAGES, "bill"])
def test_a_page_asks_the_database_little(zhao: Client, bill: Any, name: str) -> None:
    args = (bill.bill_no,) if name == "bill" else ()
    read(zhao, name, *args)
    with CaptureQueriesContext(connection) as captured:
        read(zhao, name, *args)
    assert len(captured) <= 20, "\n".join(query["sql"][:120] for query in captured)
