"""Finding a customer, her page, and looking at what is masked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gridhall.customers import selectors as customers
from gridhall.foundation.audit import selectors as audit
from gridhall.workbench.audit import sentences
from tests.workbench import town as the_town
from tests.workbench.town import FACTORY, HOME, HOME_TOU, NO_READING

pytestmark = pytest.mark.django_db


def search(client: Any, text: str, **more: str) -> Any:
    return client.get(reverse("workbench:search"), {"q": text, **more})


def clear_name(account_no: str) -> str:
    pk = the_town.account_id(account_no)
    return customers.display_names(account_ids=[pk], masked=False)[pk]


@pytest.mark.requirement("R11")
def test_a_number_that_names_one_account_leads_straight_to_it(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    page = reverse("workbench:customer", args=[HOME])

    assert search(clerk, HOME).headers["Location"] == page
    assert search(clerk, the_town.meter_of(HOME)).headers["Location"] == page
    assert search(clerk, f"SP{HOME}").headers["Location"] == page


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("text", ["赵某", "zhaomou", "zm"])
def test_name_pinyin_and_initials_show_masked_hits_with_what_is_owed(
    town: Any, sign_in: Any, text: str
) -> None:
    page = search(sign_in("clerk-zj"), text).content.decode()

    assert HOME in page
    assert "赵**" in page
    assert "259.68" in page
    assert clear_name(HOME) not in page


def test_a_search_is_noted_without_what_was_typed(town: Any, sign_in: Any) -> None:
    search(sign_in("clerk-zj"), "赵某")

    newest = audit.events_page(scope=the_town.scope(), limit=1).rows[0]
    assert newest.action == "customers.searched"
    assert HOME in newest.changes["accounts"]
    assert "赵" not in str(newest.changes) + newest.reason + newest.object_label


def test_nothing_found_and_too_little_typed_say_what_to_do(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")

    assert "查不到不等于不存在" in search(clerk, "没有此人").content.decode()
    assert "输入内容太短" in search(clerk, "1").content.decode()
    assert "要查哪位客户" in search(clerk, "").content.decode()


@pytest.mark.requirement("R61")
def test_a_search_finds_nothing_of_another_regional_centre(town: Any, sign_in: Any) -> None:
    response = search(sign_in("clerk-hb"), HOME)

    assert response.status_code == 200
    assert "本单位范围内未找到" in response.content.decode()


def test_suggestions_are_links_to_the_customers(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    url = reverse("workbench:search_suggest")

    assert (
        reverse("workbench:customer", args=[HOME]) in clerk.get(url, {"q": "赵某"}).content.decode()
    )
    assert clerk.get(url, {"q": ""}).content.decode().strip() == ""


@pytest.mark.requirement("R7")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_one_page_shows_everything_about_a_customer(town: Any, sign_in: Any, language: str) -> None:
    page = sign_in("clerk-zj", language=language).get(
        reverse("workbench:customer", args=[HOME_TOU])
    )
    text = page.content.decode()

    for part in ("2,910.54", "ZJ-RES-TIER-TOU", the_town.meter_of(HOME_TOU), "TA1107", "郑**"):
        assert part in text
    assert page.context["page"].chart is not None
    assert len(page.context["page"].chart.categories) == 13
    assert ("办理经过" in text) is (language == "zh-hans")
    assert clear_name(HOME_TOU) not in text


def test_a_reader_sees_only_the_parts_her_role_may_see(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj").get(reverse("workbench:customer", args=[HOME]))
    reader = sign_in("reader-zj").get(reverse("workbench:customer", args=[HOME]))

    assert {"billing", "receivables", "metering"} <= clerk.context["page"].shows
    assert reader.context["page"].shows == {"customers", "metering"}
    assert "¥" not in reader.content.decode()
    assert not reader.context["page"].may["pay"]


def test_a_held_account_says_why_and_what_to_do(town: Any, sign_in: Any) -> None:
    page = sign_in("clerk-zj").get(reverse("workbench:customer", args=[NO_READING]))

    assert "账单挂起" in page.content.decode()
    assert "补抄示数并导入" in page.content.decode()


@pytest.mark.requirement("R120")
def test_a_value_is_shown_in_full_with_a_reason_and_that_is_kept(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    url = reverse("workbench:reveal", args=[HOME])

    answer = clerk.post(url, {"field": "name", "reason": "客户本人到厅核对"})

    assert answer.status_code == 200
    assert clear_name(HOME) in answer.content.decode()
    newest = audit.history_of_account(account_id=the_town.account_id(HOME))[0]
    assert (newest.action, newest.reason) == ("customers.revealed", "客户本人到厅核对")
    assert sentences.sentence(newest) == f"查看客户 {HOME} 的完整户名"
    history = clerk.get(reverse("workbench:customer_history", args=[HOME])).content.decode()
    assert "客户本人到厅核对" in history


@pytest.mark.parametrize("reason", ["", "嗯", "aaaa"])
def test_without_a_reason_nothing_is_shown(town: Any, sign_in: Any, reason: str) -> None:
    answer = sign_in("clerk-zj").post(
        reverse("workbench:reveal", args=[HOME]), {"field": "name", "reason": reason}
    )

    assert answer.status_code == 422
    assert clear_name(HOME) not in answer.content.decode()


@pytest.mark.requirement("R61")
def test_who_may_not_reveal_does_not(town: Any, sign_in: Any) -> None:
    url = reverse("workbench:reveal", args=[HOME])
    form = {"field": "name", "reason": "客户本人到厅核对"}

    assert sign_in("cashier-zj").post(url, form).status_code == 403
    assert sign_in("clerk-hb").post(url, form).status_code == 404
    assert sign_in("clerk-zj").get(url).status_code == 405
    unknown = {"field": "password", "reason": "客户本人到厅核对"}
    assert sign_in("clerk-zj").post(url, unknown).status_code == 400


def test_the_list_filters_and_pages_by_account_number(town: Any, sign_in: Any) -> None:
    director = sign_in("director")
    url = reverse("workbench:customers")

    industry = director.get(url, {"category": "LARGE_INDUSTRY"}).context["table"].page.rows
    first = director.get(url, {"size": "20"}).context["table"].page
    second = director.get(url, {"after": first.next_cursor}).context["table"].page

    assert FACTORY in {row.account_no for row in industry}
    assert {row.category for row in industry} == {"LARGE_INDUSTRY"}
    assert first.rows[-1].account_no < second.rows[0].account_no
    assert second.has_previous
    assert director.get(url, {"after": "'; drop", "unit": "x", "page": "-1"}).status_code == 200
