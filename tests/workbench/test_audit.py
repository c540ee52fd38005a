"""The audit trail as sentences, narrowed by what an auditor asks; staff and their units."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gridhall.foundation.audit import selectors as audit
from gridhall.workbench.audit import words
from tests.workbench import town as the_town
from tests.workbench.town import HOME

pytestmark = pytest.mark.django_db


def look(client: Any) -> None:
    client.post(
        reverse("workbench:reveal", args=[HOME]), {"field": "phone", "reason": "回访前核对电话"}
    )


@pytest.mark.requirement("R120")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-hans", f"查看客户 {HOME} 的完整电话"), ("en", f"looked at “Phone” of customer {HOME}")],
)
def test_an_act_is_told_in_the_readers_language(
    town: Any, sign_in: Any, language: str, sentence: str
) -> None:
    look(sign_in("clerk-zj"))

    auditor = sign_in("auditor", language=language)
    page = auditor.get(reverse("workbench:audit")).content.decode()
    newest = audit.events_page(scope=the_town.scope(), limit=1).rows[0]
    entry = auditor.get(reverse("workbench:audit_entry", args=[newest.pk])).content.decode()

    assert sentence in page
    assert sentence in entry
    assert "回访前核对电话" in entry


def test_the_trail_narrows_by_kind_person_object_account_and_day(town: Any, sign_in: Any) -> None:
    look(sign_in("clerk-zj"))
    auditor = sign_in("auditor")

    def count(**query: str) -> int:
        return len(auditor.get(reverse("workbench:audit"), query).context["table"].page.rows)

    assert count(action="customers.", actor="林晓雯", account=HOME) == 1
    assert count(actor="clerk-zj") == 1
    assert count(actor="nobody") == 0
    assert count(account="0000000000") == 0
    assert count(q="R202601-0001") >= 3
    assert count(last="2020-01-01") == 0
    assert count(first="nonsense", action="'; --", after="x") > 3


@pytest.mark.requirement("R61")
def test_an_entry_of_another_unit_does_not_exist(town: Any, sign_in: Any) -> None:
    assert sign_in("auditor").get(reverse("workbench:audit_entry", args=[10**9])).status_code == 404
    assert sign_in("clerk-zj").get(reverse("workbench:audit_entry", args=[1])).status_code == 403


def test_every_act_of_the_town_has_its_sentence(town: Any) -> None:
    known = {event.action for event in audit.events_page(scope=the_town.scope(), limit=500).rows}

    assert known <= set(words.SENTENCES)


def test_the_tree_is_shown_whole_and_roles_stand_at_their_unit(town: Any, sign_in: Any) -> None:
    director = sign_in("director")

    units = director.get(reverse("workbench:organisations")).context["units"]
    staff = director.get(reverse("workbench:staff"), {"q": "林晓雯"}).content.decode()

    assert [unit.depth for unit in units][:2] == [0, 1]
    assert {unit.depth for unit in units} == {0, 1, 2, 3}
    assert "clerk-zj" in staff
    assert "clerk-hb" not in staff


@pytest.mark.parametrize(
    ("name", "args", "username", "most"),
    [
        ("home", (), "clerk-zj", 30),
        ("customer", (HOME,), "clerk-zj", 48),
        ("customers", (), "clerk-zj", 20),
        ("bills", (), "billing", 16),
        ("payments", (), "clerk-zj", 16),
        ("audit", (), "auditor", 16),
    ],
)
def test_a_page_asks_the_database_few_questions(
    town: Any, sign_in: Any, name: str, args: tuple[str, ...], username: str, most: int
) -> None:
    from django.db import connection

    client, url = sign_in(username), reverse(f"workbench:{name}", args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) <= most, [query["sql"][:90] for query in queries]
