"""Lists as files: what the reader sees, masked, and noted in the audit."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gridhall.customers import selectors as customers
from gridhall.foundation.audit import selectors as audit
from gridhall.workbench.audit import sentences
from tests.workbench import town as the_town
from tests.workbench.town import HOME

pytestmark = pytest.mark.django_db

EXPORTS = [
    ("customers", (), "clerk-zj", HOME),
    ("readings", (), "reader-zj", HOME),
    ("tariffs", (), "clerk-zj", "CN/zhejiang/residential"),
    ("tariff_book", ("CN/zhejiang/residential",), "clerk-zj", "0.538"),
    ("price_classes", (), "clerk-zj", "ZJ-RES-TIER"),
    ("bill_runs", (), "billing", "R202601-0001"),
    ("bills", (), "billing", "259.68"),
    ("holds", (), "billing", the_town.NO_READING),
    ("payments", (), "clerk-zj", "收款时间"),
    ("day_totals", (), "clerk-zj", "收费员"),
    ("payment_notices", (), "clerk-zj", "订单号"),
    ("staff", (), "director", "林晓雯"),
    ("audit", (), "auditor", "R202601-0001"),
]


@pytest.mark.parametrize(("name", "args", "username", "expected"), EXPORTS)
def test_a_list_comes_as_a_file_and_is_noted(
    town: Any, sign_in: Any, name: str, args: tuple[str, ...], username: str, expected: str
) -> None:
    client = sign_in(username)
    url = reverse(f"workbench:{name}", args=args)

    text = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    book = b"".join(client.get(url, {"export": "xlsx"}).streaming_content)

    assert expected in text
    assert book.startswith(b"PK")
    noted = audit.events_page(
        scope=the_town.scope(), narrowed=audit.EventFilter(action="lists.export")
    ).rows
    assert [event.changes["format"] for event in noted] == ["xlsx", "csv"]
    assert {event.actor.username for event in noted} == {username}
    assert sentences.sentence(noted[0]).startswith("导出“")


def test_a_file_of_customers_is_masked_and_follows_the_filters(town: Any, sign_in: Any) -> None:
    url = reverse("workbench:customers")
    whole = the_town.account_id(HOME)
    name = customers.display_names(account_ids=[whole], masked=False)[whole]

    answer = sign_in("director").get(url, {"export": "csv", "category": "LARGE_INDUSTRY"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert the_town.FACTORY in text
    assert HOME not in text
    everything = b"".join(sign_in("director").get(url, {"export": "csv"}).streaming_content)
    assert HOME in everything.decode()
    assert name not in everything.decode()


def test_a_clerk_exports_her_own_unit_only(town: Any, sign_in: Any) -> None:
    answer = sign_in("clerk-hb").get(reverse("workbench:bills"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()

    assert the_town.FACTORY in text
    assert HOME not in text
