"""The frames of both sites: who sees what, in which language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gridhall.foundation.identity import services
from gridhall.foundation.identity.roles import ACTIONS, ALL_ACTIONS, Role
from gridhall.workbench import navigation
from gridhall.workbench.home import page


@pytest.fixture
def company(db: None) -> Any:
    """Return the headquarters."""
    return services.put_organisation(code="HQ", name="华新电力公司", level="HEADQUARTERS")[0]


def employee(company: Any, role: str) -> Any:
    """Return somebody who holds ``role`` for the whole company."""
    user, _new = services.create_user(
        username=role.lower(), password="a long enough one", kind="EMPLOYEE", display_name="王晓明"
    )
    services.assign_role(user=user, role=role, organisation=company, valid_from=date(2020, 1, 1))
    return user


def labels(actions: frozenset[str]) -> set[str]:
    """Return the url names of the sidebar for these actions."""
    return {
        link.item.url_name
        for _section, links in navigation.sections_for(actions=actions, path="/workbench/")
        for link in links
    }


def test_every_item_names_a_known_action() -> None:
    items = [item for section in navigation.SECTIONS for item in section.items]
    assert [item.action for item in items if item.action and item.action not in ALL_ACTIONS] == []


def test_no_two_items_share_a_key() -> None:
    keys = [item.keys for section in navigation.SECTIONS for item in section.items if item.keys]
    assert len(keys) == len(set(keys))


def test_every_item_has_its_screen() -> None:
    assert navigation.unresolved() == []


@pytest.mark.requirement("R61")
@pytest.mark.parametrize("role", list(Role))
def test_sidebar_follows_the_role(role: str) -> None:
    shown = labels(ACTIONS[role])
    for section in navigation.SECTIONS:
        for item in section.items:
            allowed = not item.action or item.action in ACTIONS[role]
            assert (item.url_name in shown) is allowed, item.url_name


def test_somebody_without_a_role_sees_only_what_is_for_all() -> None:
    assert labels(frozenset()) == {
        "workbench:home", "workbench:approvals", "workbench:my_rights", "workbench:calendar"
    }  # fmt: skip


def test_the_longest_fitting_address_is_current() -> None:
    address = navigation.address_of("workbench:customers")
    sections = navigation.sections_for(actions=ALL_ACTIONS, path=f"{address}1/")
    current = [link.item.url_name for _s, links in sections for link in links if link.current]
    assert current == ["workbench:customers"]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(8, "Good morning"), (13, "Good afternoon"), (20, "Good evening"), (2, "Good evening")],
)
def test_greeting(hour: int, words: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert str(page.greeting(hour)) == words


def test_home_greets_in_chinese_first(client: Client, company: Any) -> None:
    client.force_login(
        employee(company, Role.HALL_CLERK), backend="django.contrib.auth.backends.ModelBackend"
    )
    text = client.get("/workbench/").content.decode()
    assert 'lang="zh-Hans"' in text
    assert "王晓明" in text
    assert "我的工作" in text
    assert "审计日志" not in text


def test_language_switch_keeps_the_page(client: Client, company: Any) -> None:
    client.force_login(
        employee(company, Role.DIRECTOR), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post("/language/", {"language": "en", "next": "/workbench/?a=1"})
    assert answer.headers["Location"] == "/workbench/?a=1"
    assert "My work" in client.get("/workbench/").content.decode()


@pytest.mark.parametrize("path", ["/workbench/", "/workbench/notices/", "/workbench/help/"])
def test_customers_and_strangers_stay_outside(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 302
    user, _new = services.create_user(
        username="c", password="a long enough one", kind="CUSTOMER", display_name="张丽"
    )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("status_path", ["/nothing-here/", "/accounts/signup/"])
def test_plain_pages_speak_chinese_and_need_no_login(
    client: Client, db: None, status_path: str
) -> None:
    text = client.get(status_path).content.decode()
    assert 'lang="zh-Hans"' in text
    assert 'class="gh-plain' in text


def test_log_in_and_out(client: Client, company: Any) -> None:
    employee(company, Role.CASHIER)
    page_text = client.get("/accounts/login/").content.decode()
    assert "gh-login-card" in page_text
    answer = client.post("/accounts/login/", {"login": "cashier", "password": "a long enough one"})
    assert answer.status_code == 302
    assert client.get("/workbench/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/workbench/").status_code == 302
