"""The API: own data, the counter, the provider's notices, and failures as problems."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gridhall.rating.bundle import verify_bundle
from gridhall.receivables import provider
from gridhall.receivables.models import Payment, PaymentOrder
from tests.receivables import street

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def bill() -> Any:
    return street.town_bill(street.organisation(), "3311010371")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def zhao(bill: Any) -> Client:
    return signed_in(street.customer(bill.account))


@pytest.fixture
def clerk(bill: Any) -> Client:
    return signed_in(street.cashier(bill.organisation))


def post(client: Client, path: str, content: dict[str, Any], **headers: str) -> Any:
    return client.post(
        f"{V1}{path}", json.dumps(content), content_type="application/json", headers=headers
    )


@pytest.mark.requirement("R46")
def test_a_customer_reads_her_accounts_and_bills(zhao: Client, bill: Any) -> None:
    (account,) = zhao.get(f"{V1}/me/accounts").json()
    (row,) = zhao.get(f"{V1}/me/bills").json()
    detail = zhao.get(f"{V1}/me/bills/{bill.bill_no}").json()

    assert (account["account_no"], account["balance"]) == ("3311010371", "259.68")
    assert (row["total"], row["outstanding"]) == ("259.68", "259.68")
    (line,) = detail["lines"]
    assert line["amount"] == "259.68"
    assert line["parameters"][0]["citation"]["title"]


def test_the_bundle_agrees(zhao: Client, bill: Any) -> None:
    assert verify_bundle(zhao.get(f"{V1}/me/bills/{bill.bill_no}/bundle").json()).ok


def test_strangers_and_staff_get_nothing_of_it(bill: Any, clerk: Client) -> None:
    other = street.account(bill.organisation, "3311010744")
    stranger = signed_in(street.customer(other, username="li"))

    for path in (f"/me/bills/{bill.bill_no}", f"/me/bills/{bill.bill_no}/bundle"):
        answer = stranger.get(V1 + path)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "BILL_NOT_FOUND"
        assert Client().get(V1 + path).status_code == 401
        assert clerk.get(V1 + path).status_code == 403
    order = post(
        stranger, "/me/payment-orders", {"account_no": "3311010371", "amount": "1"},
        **{"Idempotency-Key": "12345678"},
    )  # fmt: skip
    assert order.status_code == 404


@pytest.mark.requirement("R49")
def test_an_order_is_paid_by_a_signed_notice(zhao: Client) -> None:
    wanted = {"account_no": "3311010371", "amount": "259.68"}
    key = {"Idempotency-Key": "order-0001"}
    first, again = (post(zhao, "/me/payment-orders", wanted, **key) for _ in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()

    outcomes = []
    body = provider.make_notice(
        order_no=first.json()["order_no"], amount=PaymentOrder.objects.get().amount
    )
    for _ in range(2):
        signature = provider.sign(body, at=timezone.now())
        answer = Client(enforce_csrf_checks=True).post(
            f"{V1}/payment-notices", body, content_type="application/json",
            headers={"Payment-Signature": signature},
        )  # fmt: skip
        outcomes.append(answer.json()["outcome"])

    assert outcomes == ["POSTED", "REPEATED"]
    assert zhao.get(f"{V1}/me/accounts").json()[0]["balance"] == "0.00"


def test_a_forged_notice_is_refused() -> None:
    answer = post(Client(), "/payment-notices", {"order_no": "x"}, **{"Payment-Signature": "t=1"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "SIGNATURE_INVALID"
    assert post(Client(), "/payment-notices", {}).status_code == 422


def test_a_clerks_tool_takes_a_payment_once(clerk: Client) -> None:
    wanted = {
        "account_no": "3311010371", "amount": "259.68", "channel": "COUNTER_CASH",
        "expected_balance": "259.68", "tendered": "300",
    }  # fmt: skip
    key = {"Idempotency-Key": "counter-0001"}
    first, again = (post(clerk, "/payments", wanted, **key) for _ in range(2))

    assert first.status_code == 201, first.content
    assert first.json()["receipt_no"] == again.json()["receipt_no"]
    assert first.json()["balance"] == "0.00"
    refused = post(clerk, "/payments", wanted, **{"Idempotency-Key": "counter-0002"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "BALANCE_CHANGED"
    assert "周收费" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"amount": 1.5}, 422), ({"amount": "abc"}, 422), ({"amount": "1.005"}, 409),
     ({"channel": "CHEQUE"}, 409), ({"account_no": "1"}, 404)],
)  # fmt: skip
def test_what_is_wrong_with_a_payment_is_told(
    clerk: Client, change: dict[str, Any], status: int
) -> None:
    wanted = {
        "account_no": "3311010371", "amount": "1", "channel": "COUNTER_CASH",
        "expected_balance": "259.68", **change,
    }  # fmt: skip
    answer = post(clerk, "/payments", wanted, **{"Idempotency-Key": "counter-0001"})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not Payment.objects.exists()


def test_a_payment_needs_its_key(clerk: Client) -> None:
    assert post(clerk, "/payments", {"account_no": "1"}).status_code == 422


def test_another_halls_clerk_finds_nothing(bill: Any) -> None:
    foreign = signed_in(street.cashier(street.organisation("42")))
    assert foreign.get(f"{V1}/accounts", {"search": "3311010371"}).json() == []


def test_a_search_shows_masked_values(clerk: Client) -> None:
    (hit,) = clerk.get(f"{V1}/accounts", {"search": "3311010371"}).json()
    assert hit["account_no"] == "3311010371"
    assert "某甲" not in json.dumps(hit, ensure_ascii=False)


def test_a_cookie_alone_changes_nothing(bill: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(street.cashier(bill.organisation))
    answer = post(client, "/payments", {}, **{"Idempotency-Key": "counter-0001"})
    assert answer.status_code == 403


def test_the_api_describes_itself_without_another_machine() -> None:
    described = Client().get(f"{V1}/openapi.json")
    assert described.status_code == 200
    assert "/api/v1/me/bills/{bill_no}" in described.json()["paths"]
    assert Client().get(f"{V1}/docs").status_code == 404
