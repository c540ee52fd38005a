"""Cases in a real browser: every picture, and a complaint worked on from the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workbench import town as the_town
from tests.workbench.case_things import act, finish, register

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def named(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def client_of(username: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(the_town.user(username))
    return client


def some_cases() -> tuple[str, str]:
    """Return a complaint in full course and a sealed report, among a few others."""
    agent, handler, officer = map(client_of, ("agent-zj", "service-zj", "reports"))
    register(agent, kind="REPAIR", topic="", summary="小区半边停电", priority="2")
    register(agent, kind="SUGGESTION", topic="", summary="希望增加夜间缴费点", channel="WECHAT")
    waiting = register(agent, kind="CONSULTATION", topic="BILL", summary="询问本月账单为何偏高",
                       account_no=the_town.HOME_TOU)  # fmt: skip
    act(agent, waiting, "wait", party="CUSTOMER", reason="等客户补充表计照片")
    number = register(agent, account_no=the_town.HOME, contact_name="赵某甲",
                      contact_phone="13800000001")  # fmt: skip
    act(handler, number, "respond", channel="PHONE", body="已致电客户，了解排队经过和时间。")
    handler.post(named("case_say", number), {
        "key": "1", "mode": "REMARK", "body": "营业厅监控显示 9:10–10:40 只开了一个窗口。",
        "channel": "",
    })  # fmt: skip
    finish(handler, number, outcome="FOUND")
    act(handler, number, "priority", priority="1", reason="客户家中有老人等候")
    act(handler, number, "propose", body="高峰时段增开一个窗口，设综合引导岗。", channel="PHONE")
    sealed = register(officer, kind="REPORT", topic="", summary="抄表员收受好处",
                      contact_name="钱某", contact_phone="13900000002")  # fmt: skip
    return number, sealed


@pytest.mark.parametrize(
    ("variant", "options"),
    [
        ("desk-zh", {}),
        ("desk-en", {"language": "en-GB"}),
        ("phone-zh", {"phone": True}),
        ("desk-zh-dark", {"dark": True}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_screen_of_cases_is_clean(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any, variant: str,
    options: dict[str, Any],
) -> None:  # fmt: skip
    number, sealed = some_cases()
    screens = [
        ("cases", "agent-zj", named("cases")),
        ("cases-filtered", "supervisor-zj", named("cases") + "?view=all&priority=1&kind=COMPLAINT"),
        ("case-filters", "agent-zj", named("case_filters")),
        (
            "case-new",
            "clerk-zj",
            named("case_new") + f"?account={the_town.HOME_TOU}&kind=COMPLAINT",
        ),
        ("case", "service-zj", named("case", number)),
        ("case-sealed", "reports", named("case", sealed)),
        ("case-answer", "service-zj", named("case_act", number, "answer")),
        ("case-customer", "clerk-zj", named("customer", the_town.HOME) + "#cases"),
        ("case-home", "agent-zj", named("home")),
    ]
    opened: dict[str, Any] = {}
    problems: list[str] = []
    for name, username, path in screens:
        if username not in opened:
            opened[username] = browser_page(user=the_town.user(username), **options)
        page = opened[username]
        page.goto(path)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"workbench-{name}-{variant}")
        try:
            axe(page)
        except AssertionError as found:
            problems.append(str(found))
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            problems.append(f"{path} is {width} px wider than the window")
    assert not problems, "\n\n".join(problems)


@pytest.mark.requirement("R65")
def test_a_complaint_is_worked_on_with_the_keyboard(
    live_town: Any, browser_page: Any, axe: Any, screenshot: Any
) -> None:
    agent = browser_page(named("cases"), user=the_town.user("agent-zj"))
    agent.keyboard.press("a")
    agent.wait_for_url("**/cases/new/")
    agent.locator("label.cs-tile", has_text="投诉").click()
    agent.get_by_label("营业服务").check()
    agent.locator("#account-search").fill(the_town.HOME)
    agent.locator(".cs-found button").first.click()
    agent.locator("[name=account_no][type=hidden]").wait_for(state="attached")
    agent.locator("#id_summary").fill("窗口排队时间过长 13800000001")
    agent.locator("#cs-summary-warning").wait_for()
    agent.locator("#id_summary").fill("窗口排队时间过长")
    agent.locator("#id_text").fill("在营业厅等了一个半小时")
    screenshot(agent, "workbench-case-new-filled-desk-zh")
    axe(agent)
    agent.get_by_role("button", name="登记工单").click()
    agent.wait_for_url("**/cases/S*/")
    address = agent.url

    page = browser_page(user=the_town.user("service-zj"))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        page.keyboard.press("c")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    page.keyboard.type("您好，正在核实您反映的情况。")
    page.keyboard.press("Control+Enter")
    page.locator(".cs-turn-us", has_text="正在核实").wait_for()
    _drawer(page, lambda: page.keyboard.press("e"))
    page.get_by_label("已查明，需采取措施").check()
    axe(page)
    _send(page)
    _drawer(page, lambda: page.keyboard.press("e"))
    page.locator("#act_body").fill("高峰时段增开一个窗口。")
    _send(page)
    _drawer(page, lambda: page.keyboard.press("e"))
    _send(page)
    _drawer(page, lambda: page.keyboard.press("e"))
    page.locator("#act_body").fill("已增开窗口，向您致歉。")
    page.locator("#act_finding").select_option("JUSTIFIED")
    screenshot(page, "workbench-case-answer-drawer-desk-zh", full_page=False)
    _send(page)

    agent.goto(address)
    _drawer(agent, lambda: agent.keyboard.press("e"))
    agent.locator("input[name=result][value=SATISFIED]").check()
    _send(agent)
    page.goto(address)
    _drawer(page, lambda: page.keyboard.press("e"))
    _send(page)
    page.wait_for_load_state("networkidle")
    screenshot(page, "workbench-case-closed-desk-zh")
    axe(page)
    assert page.locator(".gh-page-header .gh-status", has_text="已办结").count() == 1


def _drawer(page: Any, opened_by: Any) -> None:
    page.wait_for_load_state("networkidle")
    opened_by()
    page.locator("dialog#gh-drawer[open] form").wait_for()


def _send(page: Any) -> None:
    with page.expect_navigation():
        page.locator("dialog#gh-drawer form button[type=submit]").click()
