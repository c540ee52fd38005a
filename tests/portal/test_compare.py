"""The public comparison: typed numbers or a file, no cookie, nothing stored, faults told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gridhall.contracts.models import CustomerAgreement
from gridhall.tariffs import services as tariffs
from tests.receivables import street

PAGE = "/portal/compare/"
TYPED = {"present": "ZJ-RES-TIER", "first": "2025-01", "spread": "days"} | {
    f"kwh{n}": "300" for n in range(1, 13)
}
SPLIT = {"peak": "60", "valley": "40"}


@pytest.fixture(autouse=True)
def books(db: None) -> None:
    cache.clear()
    tariffs.publish_library(at=timezone.now(), actor_id=None)


def ask(data: dict[str, Any], language: str = "en") -> Any:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    return client.post(PAGE, data)


def uploaded(content: str | bytes, name: str = "use.csv") -> Any:
    body = content if isinstance(content, bytes) else content.encode()
    return ask({"present": "ZJ-RES-TIER", "file": SimpleUploadedFile(name, body)})


@pytest.mark.requirement("R39", "R42")
def test_anybody_types_twelve_numbers_and_learns_the_cheapest_price() -> None:
    page = ask(TYPED | SPLIT)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Zhejiang home with time of use and annual tiers" in text
    assert "¥\u00a0295.20" in text
    assert "300 kWh × 0.538 = 161.40 yuan" in text  # the trace of a month
    assert 'role="img"' in text


def test_totals_alone_tell_the_share_from_which_time_of_use_pays() -> None:
    text = ask(TYPED).content.decode()
    assert "Your price today is the cheapest" in text
    assert "they are not guessed" in text
    assert "Pays from a valley share of 10.8" in text


def test_the_same_in_chinese() -> None:
    text = ask(TYPED | SPLIT, "zh-hans").content.decode()
    assert "最省的电价" in text
    assert "各时段的比例是您假定的" in text


def test_a_year_and_a_file_do_as_well() -> None:
    year = ask({"present": "ZJ-RES-TIER", "year_kwh": "3600", "spread": "even"}).content.decode()
    assert "This is an assumption" in year
    months = "\n".join(f"2025-{n:02},180,120" for n in range(1, 13))
    assert "¥\u00a0295.20" in uploaded(f"月份,峰,谷\n{months}".encode("gb18030")).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [({}, "present"), (TYPED | {"year_kwh": "1"}, "one way"), (TYPED | {"kwh3": "x"}, "kwh3"),
     (TYPED | {"kwh3": "-1"}, "kwh3"), (TYPED | {"first": ""}, "first"),
     (TYPED | {"present": "<script>"}, "present"), ({"document": "{"}, "JSON"),
     ({"document": "[]"}, ""), ({"document": '{"present": "ZJ-RES-TIER"}', "percent": "x"}, "")],
)  # fmt: skip
def test_what_is_wrong_is_told_on_the_page(data: dict[str, str], said: str) -> None:
    page = ask(data)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "content",
    ["a,b\n", "time,kWh\n2025-01-01 00:00,1\n2025-01-01 00:15,1\n2025-01-01 01:00,1",
     "<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><f>&x;</f>",
     b"\x00\xff", b"1" * 2_000_001],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_faults(content: str | bytes) -> None:
    page = uploaded(content)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert "root:" not in page.content.decode()


def test_the_result_is_downloaded_and_another_share_worked_out() -> None:
    document = (
        '{"present":"ZJ-RES-TIER","months":[{"month":"2025-01","kwh":"300"}],'
        '"split":{"peak":"60","valley":"40"}}'
    )
    csv = ask({"document": document, "answer": "csv"})
    assert csv["Content-Type"].startswith("text/csv")
    assert "ZJ-RES-TIER-TOU" in csv.content.decode()
    found = ask({"document": document, "answer": "json"}).json()
    assert found["cheapest"] == "ZJ-RES-TIER-TOU"
    assert "65 %" in ask({"document": document, "percent": "65"}).content.decode()


def test_nothing_is_stored_and_asking_too_often_is_refused() -> None:
    with CaptureQueriesContext(connection) as captured:
        ask(TYPED)
    written = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("shared_cache" in sql for sql in written)
    statuses = [ask({}).status_code for _ in range(21)]
    assert statuses[-1] == 429


def test_a_customer_gets_her_own_months_filled_in_and_nobody_else_does() -> None:
    bill = street.town_bill(street.organisation(), "3311010371")
    CustomerAgreement.objects.create(
        account=bill.account, price_class=bill.price_class, billing_method="ENERGY_ONLY",
        contracted_capacity_kva=8, tou=False, valid_from="2024-01-01",
    )  # fmt: skip
    zhao, stranger = Client(), Client()
    zhao.force_login(street.customer(bill.account))
    query = f"{PAGE}?account=3311010371"
    assert "259.68" in zhao.get(query).content.decode()
    assert "259.68" not in Client().get(query).content.decode()
    other = street.account(bill.organisation, "3311010744")
    stranger.force_login(street.customer(other, username="li"))
    answer = stranger.get(query)
    assert answer.status_code == 200
    assert "259.68" not in answer.content.decode()
