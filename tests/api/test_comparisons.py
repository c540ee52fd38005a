"""Comparisons through the API: open within tight limits, own months for a customer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridhall.contracts.models import CustomerAgreement
from gridhall.tariffs import services as tariffs
from tests.receivables import street

ADDRESS = "/api/v1/comparisons"
MONTHS = [{"month": f"2025-{month:02}", "kwh": "300"} for month in range(1, 13)]
QUESTION = {"present": "ZJ-RES-TIER", "months": MONTHS, "split": {"peak": "60", "valley": "40"}}


@pytest.fixture(autouse=True)
def books(db: None) -> None:
    cache.clear()
    tariffs.publish_library(at=timezone.now(), actor_id=None)


def ask(content: Any, client: Client | None = None, query: str = "") -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return (client or Client()).post(ADDRESS + query, body, content_type="application/json")


@pytest.mark.requirement("R39")
def test_anybody_learns_the_cheapest_price_with_every_bill_explained() -> None:
    answer = ask(QUESTION)
    found = answer.json()
    assert answer.status_code == 200
    assert (found["cheapest"], found["saving"]) == ("ZJ-RES-TIER-TOU", "295.20")
    bill = found["candidates"][0]["months"][0]["bill"]
    assert bill["lines"][0]["trace"]["numbers"]["zh"]
    assert "bill" not in ask(QUESTION, query="?bills=false").json()["candidates"][0]["months"][0]


def test_nothing_is_stored_but_the_count_of_calls() -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = ask(QUESTION)
    written = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("shared_cache" in sql for sql in written)
    assert answer.cookies == {}


@pytest.mark.parametrize(
    "content",
    [{}, [], None, {"present": 1}, {**QUESTION, "months": [{"month": "2025-01", "kwh": 1.5}]},
     {**QUESTION, "against": ["ZJ-RES-TIER-TOU"] * 21}, b"{", b"\xff", b"[" * 5000],
)  # fmt: skip
def test_what_is_wrong_is_told_as_a_problem(content: Any) -> None:
    answer = ask(content)
    assert answer.status_code == 422
    assert answer.json()["code"] == "INVALID_COMPARISON"


def test_strangers_have_tighter_limits_than_who_signed_in() -> None:
    many = [{"name": str(n), "tariff": {"inline": {"energy": {"price": "0.5"}}}} for n in range(8)]
    assert ask({**QUESTION, "against": many}).status_code == 422
    assert ask(b" " * 500_001).status_code == 413
    organisation = street.organisation()
    known = Client()
    known.force_login(street.cashier(organisation))
    assert ask({**QUESTION, "against": many}, known).status_code == 200
    statuses = [ask(b"{").status_code for _ in range(12)]
    assert statuses[-1] == 429


@pytest.mark.requirement("R39")
def test_a_customer_compares_her_own_last_months_and_nobody_else_does() -> None:
    bill = street.town_bill(street.organisation(), "3311010371")
    CustomerAgreement.objects.create(
        account=bill.account, price_class=bill.price_class, billing_method="ENERGY_ONLY",
        contracted_capacity_kva=8, tou=False, valid_from="2024-01-01",
    )  # fmt: skip
    zhao = Client()
    zhao.force_login(street.customer(bill.account))
    path = "/api/v1/me/comparison?account_no="
    answer = zhao.get(path + "3311010371")
    found = answer.json()
    assert answer.status_code == 200
    assert found["present"] == bill.price_class
    assert found["candidates"][0]["months"][-1]["total"] == "259.68"
    assert zhao.get(path + "3311010744").status_code == 404
    assert Client().get(path + "3311010371").status_code == 401


def test_the_schema_is_published() -> None:
    assert "present" in Client().get(f"{ADDRESS}/schema").json()["properties"]
