"""Quotes through the API: open to everybody, within limits, and nothing is stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridhall.rating.quotes.schema import quote_schema
from gridhall.tariffs import services as tariffs
from tests.receivables import street

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/quotes"
CASE = {"period": "2026-01", "tariff": {"ref": "ZJ-RES-TIER"}, "usage": {"kwh": "320"}}


@pytest.fixture(autouse=True)
def books() -> None:
    cache.clear()
    tariffs.publish_library(at=timezone.now(), actor_id=None)


def ask(content: Any, client: Client | None = None, **headers: str) -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return (client or Client()).post(
        ADDRESS, body, content_type="application/json", headers=headers
    )


@pytest.mark.requirement("R45")
def test_anybody_may_ask_and_one_mistake_stops_nothing() -> None:
    answer = ask([CASE, {**CASE, "usage": {"kwh": 1.5}}, {**CASE, "tariff": {"ref": "NONE"}}])

    assert answer.status_code == 200
    rated, invalid, refused = answer.json()["cases"]
    assert (rated["outcome"], rated["total"]) == ("rated", "172.16")
    assert invalid["errors"][0]["place"] == "cases[1].usage.kwh"
    assert refused["refusal"]["code"] == "UNKNOWN_PRICE_CLASS"


def test_nothing_is_written_but_the_count_of_calls() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask(CASE)

    changed = [
        q["sql"]
        for q in asked
        if q["sql"].lstrip('"( ').upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert all("shared_cache" in sql for sql in changed), changed


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b'{"cases": []}', b"3" * 50])
def test_what_is_no_document_is_refused(body: bytes) -> None:
    answer = ask(body)

    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert answer.json()["code"] == "INVALID_QUOTE_DOCUMENT"
    else:
        assert answer.json()["cases"][0]["outcome"] == "invalid"


def test_the_problem_speaks_the_callers_language() -> None:
    told = {
        code: ask(b"{", **{"accept-language": code}).json()["detail"] for code in ("en", "zh-hans")
    }

    assert told["en"].startswith("This is not JSON")
    assert told["zh-hans"].startswith("不是 JSON")


def test_strangers_have_smaller_limits_than_those_who_signed_in() -> None:
    bill = street.town_bill(street.organisation(), "3311010371")
    customer = Client()
    customer.force_login(street.customer(bill.account))
    many = [CASE] * 21

    assert ask(many).status_code == 422
    assert ask(many, customer).status_code == 200
    long = [{**CASE, "note": "x" * 1900}] * 120
    assert ask(long).status_code == 413


def test_who_asks_too_often_is_told_to_wait() -> None:
    statuses = [ask(b"{").status_code for _ in range(31)]

    assert statuses[:30] == [422] * 30
    assert statuses[30] == 429


def test_the_schema_is_published() -> None:
    answer = Client().get(f"{ADDRESS}/schema")

    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(quote_schema()))
