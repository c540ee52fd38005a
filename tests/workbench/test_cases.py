"""Cases on the workbench: the list, a new case, one page a case, acts and tasks."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gridhall.servicedesk import selectors as servicedesk
from tests.workbench import town as the_town
from tests.workbench.case_things import act, finish, register
from tests.workbench.test_callers import said as answers_of_the_caller

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def status_label(code: str) -> str:
    return str(dict(servicedesk.choices_of("case_status"))[code])


def page(client: Any, number: str) -> str:
    return client.get(url("case", number)).content.decode()


def found(client: Any, **asked: str) -> list[str]:
    """Return the numbers that the list shows."""
    answer = client.get(url("cases"), asked)
    return [row.number for row in answer.context["table"].page.rows]


@pytest.mark.requirement("R65")
def test_a_complaint_goes_from_the_first_word_to_the_end(town: Any, sign_in: Any) -> None:
    agent, handler = sign_in("agent-zj"), sign_in("service-zj")

    number = register(agent, account_no=the_town.HOME, topic="BUSINESS")
    assert "窗口排队时间过长" in page(agent, number)
    act(handler, number, "respond", channel="PHONE", body="已致电客户了解经过")
    finish(handler, number, outcome="FOUND")
    act(handler, number, "propose", body="增开一个窗口", channel="PHONE")
    finish(handler, number)
    act(handler, number, "answer", body="已增开窗口，向您致歉。", channel="PHONE",
        finding="JUSTIFIED", cause="", liable="COMPANY", liable_organisation="")  # fmt: skip
    act(agent, number, "revisit", result="SATISFIED", channel="PHONE", note="")
    finish(handler, number)

    closed = page(agent, number)
    assert "窗口排队时间过长" in closed
    for said in ("在营业厅等了一个半小时", "增开一个窗口", "已致电客户了解经过", "138****0001"):
        assert said not in closed  # until the caller is checked
    agent.post(url("check_caller", the_town.HOME), answers_of_the_caller())
    shown = page(agent, number)
    assert "在营业厅等了一个半小时" in shown
    assert agent.get(url("case", number)).context["page"].status.label == status_label("CLOSED")
    for said in ("增开一个窗口", "已增开窗口，向您致歉。", "已致电客户了解经过"):
        assert said in shown


def test_the_same_form_sent_twice_is_one_case(town: Any, sign_in: Any) -> None:
    agent = sign_in("agent-zj")

    first = register(agent, account_no=the_town.HOME, key="a" * 32)
    second = register(agent, account_no=the_town.HOME, key="a" * 32)

    assert first == second


def test_a_page_looked_at_before_the_case_changed_is_told_so(town: Any, sign_in: Any) -> None:
    agent = sign_in("agent-zj")
    number = register(agent, account_no=the_town.HOME)
    opened = url("case_act", number, "priority")
    seen = agent.get(opened).context["form"]["version"].value()
    act(agent, number, "priority", priority="1", reason="客户家中有病人")

    stale = agent.post(opened, {"version": seen, "priority": "2", "reason": "再次来电催促"})

    assert stale.status_code == 422
    assert "已经变化" in stale.content.decode() or "已有变动" in stale.content.decode()


def test_a_remark_stays_inside_and_a_reply_goes_out(town: Any, sign_in: Any) -> None:
    agent = sign_in("agent-zj")
    number = register(agent, account_no=the_town.HOME)

    for mode, body in (("REMARK", "客户情绪激动"), ("REPLY", "您好，正在核实")):
        sent = agent.post(
            url("case_say", number),
            {"key": mode, "mode": mode, "body": body, "channel": "PHONE"},
        )
        assert sent.status_code == 302
    empty = agent.post(url("case_say", number), {"key": "3", "mode": "REPLY", "body": " "})

    assert "客户情绪激动" not in page(agent, number)
    agent.post(url("check_caller", the_town.HOME), answers_of_the_caller())
    shown = page(agent, number)
    assert "客户情绪激动" in shown
    assert "您好，正在核实" in shown
    assert empty.status_code == 422


def test_lists_are_narrowed_and_taken_along(town: Any, sign_in: Any) -> None:
    agent, supervisor = sign_in("agent-zj"), sign_in("supervisor-zj")
    number = register(agent, account_no=the_town.HOME)
    other = register(agent, kind="CONSULTATION", topic="BILL", summary="询问本月账单")

    assert found(agent, q=number) == [number]
    assert found(agent, q="询问本月账单") == [other]
    assert found(agent, account=the_town.HOME) == [number]
    assert found(agent, kind="COMPLAINT", view="all") == [number]
    assert found(agent, view="waiting") == found(agent, view="overdue") == []
    assert agent.get(url("cases"), {"export": "csv"}).status_code == 403
    taken = b"".join(supervisor.get(url("cases"), {"export": "csv"}).streaming_content).decode()
    assert number in taken
    assert other in taken
    assert agent.get(url("case_filters")).status_code == 200


@pytest.mark.requirement("R61")
def test_a_case_of_another_region_does_not_exist(town: Any, sign_in: Any) -> None:
    number = register(sign_in("agent-zj"), account_no=the_town.HOME)
    other = sign_in("service-hb")

    assert other.get(url("case", number)).status_code == 404
    assert other.get(url("case_act", number, "cancel")).status_code == 404
    assert number not in other.get(url("cases"), {"view": "all"}).content.decode()
    assert sign_in("billing").get(url("cases")).status_code == 403


@pytest.mark.requirement("R69")
def test_a_report_is_seen_by_its_officers_only(town: Any, sign_in: Any) -> None:
    officer = sign_in("reports")
    number = register(
        officer, kind="REPORT", topic="", summary="抄表员收受好处", account_no="",
        contact_name="赵某乙", contact_phone="13900000002",
    )  # fmt: skip

    shown = page(officer, number)
    assert "13900000002" not in shown
    assert "赵某乙" not in shown
    assert sign_in("supervisor").get(url("case", number)).status_code == 404
    assert number not in sign_in("director").get(url("cases"), {"view": "all"}).content.decode()


def test_beside_the_new_case_stand_topics_customer_and_likes(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    number = register(clerk, account_no=the_town.HOME)

    assert clerk.get(url("case_new"), {"account": the_town.HOME}).status_code == 200
    topics = clerk.post(url("case_topics"), {"kind": "COMPLAINT", "summary": "窗口排队"})
    person = clerk.post(url("case_person") + "?only=list", {"account_words": the_town.HOME})
    chosen = clerk.post(url("case_person") + f"?account={the_town.HOME}", {"kind": "COMPLAINT"})
    alike = clerk.post(url("case_similar"), {"account_no": the_town.HOME, "summary": ""})

    assert "营业服务" in topics.content.decode()
    assert the_town.HOME in person.content.decode()
    assert number in chosen.content.decode()
    assert number in alike.content.decode()
    assert number in clerk.get(url("cases_of_account", the_town.HOME)).content.decode()


def test_wrong_things_are_told_at_their_field(town: Any, sign_in: Any) -> None:
    agent = sign_in("agent-zj")
    form = agent.get(url("case_new")).context["form"]
    typed = {"key": form["key"].value(), "kind": "COMPLAINT", "channel": "PHONE", "priority": "0",
             "organisation": form["organisation"].value()}  # fmt: skip

    no_summary = agent.post(url("case_new"), typed)
    unnamed = agent.post(
        url("case_new"), typed | {"summary": "x", "anonymous": "on", "contact_phone": "13800000001"}
    )
    no_account = agent.post(url("case_new"), typed | {"summary": "x", "account_no": "9999999999"})

    for answer in (no_summary, unnamed, no_account):
        assert answer.status_code == 422
