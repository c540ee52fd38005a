"""Lists and pages: what is found, what is seen, what stays hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gridhall.foundation.documents import access
from gridhall.servicedesk import errors, selectors, services
from gridhall.servicedesk.models import Case
from gridhall.servicedesk.records import Contact
from gridhall.servicedesk.selectors import CaseFilters

from .desk import Desk


def numbers(desk: Desk, who: str = "agent", **filters: Any) -> list[str]:
    """Return the numbers of a page."""
    page = selectors.cases_page(
        scope=desk.scope(who), reader_id=desk.id(who), filters=CaseFilters(**filters), at=desk.now
    )
    return [row.number for row in page.rows]


def test_cases_are_found_by_number_account_phone_and_words(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES", summary="电表计量异常")
    other = desk.register("REPAIR", "VOLTAGE", summary="路灯不亮", account_id=None,
                          contact=Contact(name="孙某", phone="13900000002"))  # fmt: skip

    assert numbers(desk) == [other.number, case.number]
    assert numbers(desk, text=case.number) == [case.number]
    assert numbers(desk, text=desk.account.account_no) == [case.number]
    assert numbers(desk, text="13900000002") == [other.number]
    assert numbers(desk, text="计量") == numbers(desk, text="异常 电表") == [case.number]
    assert numbers(desk, text="孙某") == [other.number]
    assert numbers(desk, text="没有这样的") == []


def test_cases_are_filtered(desk: Desk) -> None:
    late = desk.register("COMPLAINT", "CHARGES")
    closed = desk.register("CONSULTATION", "BILL", channel="WEB")
    desk.act("agent", services.answer, closed, body="好")
    desk.act("agent", services.reject, closed, reason="不满意")
    desk.act("agent", services.answer, closed, body="好了")
    desk.act("agent", services.revisit, closed, outcome="SATISFIED")
    urgent = desk.register("REPAIR", "FIRE")
    desk.act("boss", services.escalate, urgent, reason="危险")
    desk.later(days=20)

    assert numbers(desk, kind="COMPLAINT") == [late.number]
    assert numbers(desk, status="CLOSED") == numbers(desk, satisfied=True) == [closed.number]
    assert numbers(desk, status="OPEN") == [urgent.number, late.number]
    assert numbers(desk, category="PRICE", topic="CHARGES") == [late.number]
    assert numbers(desk, channel="WEB") == [closed.number]
    assert numbers(desk, priority=2) == numbers(desk, escalated=True) == [urgent.number]
    assert late.number in numbers(desk, overdue=True)
    assert late.number in numbers(desk, due_before=desk.now)
    assert numbers(desk, first=desk.now.date()) == []
    assert len(numbers(desk, last=desk.now.date())) == 3
    assert numbers(desk, organisation_id=desk.units["20"].pk) == []
    assert numbers(desk, mine=True) == []
    assert numbers(desk, repeat=True) == numbers(desk, master=True) == []


def test_pages_follow_each_other(desk: Desk) -> None:
    made = [desk.register("CONSULTATION", "BILL").number for _ in range(5)]
    page: dict[str, Any] = {"scope": desk.scope("agent"), "reader_id": desk.id("agent"),
                            "filters": CaseFilters(), "at": desk.now, "limit": 2}  # fmt: skip

    first = selectors.cases_page(**page)
    second = selectors.cases_page(**page, after=first.next_key)

    assert [row.number for row in (*first.rows, *second.rows)] == made[:0:-1]
    assert first.count == 5


@pytest.mark.requirement("R69")
def test_reports_of_wrongdoing_are_there_for_their_officers_only(desk: Desk) -> None:
    report = desk.register("REPORT", "THEFT", summary="有人窃电")

    assert report.number not in numbers(desk, "agent")
    assert report.number not in numbers(desk, "boss")
    assert numbers(desk, "agent", text=report.number) == []
    assert numbers(desk, "officer") == [report.number]
    with pytest.raises(errors.CaseNotFound):
        file_of(desk, report, "boss")
    seen = file_of(desk, report, "officer")
    assert seen.contact_name == seen.contact_phone == seen.row.account_no == ""
    subject = access.demand(
        subject_type="case", subject_id=str(report.pk),
        reader=access.Reader(user_id=desk.id("officer"), on=desk.now.date()),
    )  # fmt: skip
    assert subject.account_ref is None
    with pytest.raises(access.NoSuchDocument):
        access.demand(
            subject_type="case", subject_id=str(report.pk),
            reader=access.Reader(user_id=desk.id("boss"), on=desk.now.date()),
        )  # fmt: skip


def file_of(desk: Desk, case: Case, who: str) -> selectors.CaseFile:
    """Return a case as somebody sees it."""
    return selectors.case_of(
        number=case.number, scope=desk.scope(who), reader_id=desk.id(who), at=desk.now
    )


def test_a_case_is_shown_whole_and_masked(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")
    desk.act("price", services.wait_for, case, party="CUSTOMER", reason="等材料")
    desk.later(days=1)
    desk.act("price", services.back, case)
    desk.act("price", services.answer, case, body="收费无误", finding="UNJUSTIFIED")

    seen = file_of(desk, case, "agent")

    assert seen.text == "客户说明的内容"
    assert "13800000001" != seen.contact_phone != ""
    assert [task.step for task in seen.tasks] == ["revisit"]
    assert seen.position is not None
    assert seen.position.marks["investigate"] == "DONE"
    assert seen.clocks
    assert seen.history
    assert seen.statuses[0].after == "RECEIVED"
    assert seen.held_by_party["CUSTOMER"] >= timedelta(days=1)
    assert {"REGISTERED", "WAITING_CUSTOMER", "BACK"} <= {one.code for one in seen.entries}
    assert all(one.sentence and "{" not in one.sentence for one in seen.entries if one.code)
    hidden = file_of(desk, case, "auditor")
    assert hidden.texts_hidden
    assert hidden.text == ""
    assert not any(e.text for e in hidden.entries)


def test_the_contact_is_revealed_to_who_may_read_it(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")
    reveal = services.reveal_contact

    found = reveal(case_id=case.pk, by_id=desk.id("agent"), at=desk.now, reason="回电")

    assert found.phone == "13800000001"
    with pytest.raises(errors.CaseNotFound):
        reveal(case_id=case.pk, by_id=desk.id("auditor"), at=desk.now, reason="好奇")
    with pytest.raises(errors.ReasonMissing):
        reveal(case_id=case.pk, by_id=desk.id("agent"), at=desk.now, reason="")


def test_a_case_outside_of_the_scope_is_not_there_until_it_is_handed_over(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES", account_id=None,
                         organisation_id=desk.units["21"].pk)  # fmt: skip
    assert numbers(desk, "price") == []

    services.hand_to(case_id=case.pk, by_id=desk.id("boss"), at=desk.later(), reason="由浙江处理",
                     organisation_id=desk.units["11"].pk)  # fmt: skip

    assert numbers(desk, "price") == [case.number]
    assert file_of(desk, case, "price").handler_organisation == "梅花营业厅"


@pytest.mark.requirement("R76")
def test_the_customer_follows_her_own_cases(desk: Desk) -> None:
    case = desk.register("REPAIR", "VOLTAGE")
    desk.act("agent", services.remark, case, body="内部备注")
    desk.act("agent", services.reply, case, body="已派抢修")
    mine: dict[str, Any] = {"account_ids": [desk.account.pk], "at": desk.now}

    [line] = selectors.own_cases(**mine).rows
    seen = selectors.own_case(number=case.number, **mine)

    assert line.number == case.number
    assert line.unit == "梅花营业厅"
    assert line.department
    assert seen.step
    assert seen.next
    assert seen.may_write
    assert not seen.may_confirm
    texts = [one.text for one in seen.entries]
    assert "已派抢修" in texts
    assert "内部备注" not in texts
    with pytest.raises(errors.CaseNotFound):
        selectors.own_case(number=case.number, account_ids=[], at=desk.now)


def test_the_catalogue_suggests_topics_by_their_hints(desk: Desk) -> None:
    found = selectors.suggest_topics(text="我家电价和电费多收了", kind="COMPLAINT",
                                     on=desk.now.date())  # fmt: skip

    assert {one.code for one in found} == {"TARIFF", "CHARGES"}
    assert selectors.causes(on=desk.now.date())
    assert {m.code for m in selectors.macros(kind="REPAIR", organisation_ids=frozenset())} >= {
        "GREETING", "ON_THE_WAY",
    }  # fmt: skip
