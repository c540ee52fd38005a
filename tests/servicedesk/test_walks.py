"""Every kind of case, from receipt to its end; what goes wrong on the way."""

from __future__ import annotations

from typing import Any

import pytest

from gridhall.foundation.outbox.models import OutboxEvent
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes import services as engine
from gridhall.foundation.processes.errors import AlreadyDone, UnableToAct
from gridhall.foundation.standards import selectors as standards
from gridhall.servicedesk import errors, services
from gridhall.servicedesk.models import Case, CaseEntry, Custody
from gridhall.servicedesk.records import Contact

from .desk import Desk, check


def step_of(case: Case) -> str:
    """Return the step at which a case stands."""
    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    return item.step


def tick(desk: Desk, name: str, case: Case, outcome: str = "", **values: Any) -> Case:
    """Finish the open step of a case from the inbox."""
    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    engine.complete(
        item_id=item.item_id, by_id=desk.id(name), at=desk.later(), outcome=outcome, values=values
    )
    check(case)
    return case


def signals(case: Case) -> list[str]:
    """Return the clock events of a case in order."""
    return [one.event for one in standards.events_of(subject_type="case", subject_id=case.pk)]


def published(case: Case) -> list[str]:
    """Return the names of the events of a case in order."""
    rows = OutboxEvent.objects.filter(aggregate=f"case:{case.pk}").order_by("pk")
    return list(rows.values_list("name", flat=True))


def running(case: Case, desk: Desk) -> list[str]:
    """Return the clocks of a case that are not over."""
    clocks = standards.clocks_of(subject_type="case", subject_id=case.pk, at=desk.now)
    return [one.code for one in clocks if one.status in ("RUNNING", "PAUSED")]


@pytest.mark.requirement("R58")
def test_a_consultation_is_answered_on_the_phone_in_one_go(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    assert case.status == "RECEIVED"
    assert case.handler_role == "HOTLINE_AGENT"

    desk.act("agent", services.reply, case, body="先看账单")
    desk.act("agent", services.answer, case, body="账单明细如下")
    case = desk.act("agent", services.confirm, case)

    assert case.status == "CLOSED"
    assert case.satisfied
    assert case.first_response_at
    assert running(case, desk) == []
    assert published(case) == ["case.registered", "case.answered", "case.closed"]


@pytest.mark.requirement("R58")
def test_a_consultation_is_forwarded_and_answered_back(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "")
    assert step_of(case) == "classify"
    desk.act("agent", services.classify, case, topic="POLICY")
    tick(desk, "agent", case, "FORWARD")
    assert case.handler_role == "LEGAL_HANDLER"

    tick(desk, "legal", case)
    assert case.handler_role == "HOTLINE_AGENT"
    desk.act("agent", services.answer, case, body="依据如下")
    case = desk.act("agent", services.reject, case, reason="还是不明白")

    assert case.status == "IN_PROGRESS"
    assert step_of(case) == "look_up"


@pytest.mark.requirement("R65", "R66", "R67")
def test_a_complaint_goes_its_whole_way(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "EQUIPMENT")
    assert (case.category, case.handler_role) == ("QUALITY", "QUALITY_HANDLER")
    assert case.due_at is not None

    desk.act("quality", services.respond, case, body="已电话联系")
    tick(desk, "quality", case, "FOUND")
    desk.act("quality", services.propose, case, body="更换电表")
    tick(desk, "quality", case)
    desk.act("quality", services.answer, case, body="已更换", finding="JUSTIFIED",
             cause="METER_ERROR", liable="COMPANY")  # fmt: skip
    assert case.status == "ANSWERED"
    desk.act("agent", services.revisit, case, outcome="SATISFIED")
    assert step_of(case) == "rectify"
    assert case.status == "ANSWERED"
    tick(desk, "quality", case)

    assert case.status == "CLOSED"
    assert running(case, desk) == []
    assert case.cause is not None
    assert case.cause.code == "METER_ERROR"
    for moment in ("first_response_at", "proposed_at", "answered_at", "revisited_at"):
        assert getattr(case, moment) is not None
    wanted = ["received", "registered", "accepted", "first_response", "proposed", "answered",
              "revisited", "satisfied", "closed"]  # fmt: skip
    assert [one for one in signals(case) if one in wanted] == wanted


@pytest.mark.requirement("R64")
@pytest.mark.parametrize(
    ("topic", "role"),
    [
        ("BUSINESS", "SERVICE_HANDLER"), ("CONSTRUCTION", "QUALITY_HANDLER"),
        ("CHARGES", "PRICE_HANDLER"), ("EXECUTION", "LEGAL_HANDLER"), ("OTHER", "SERVICE_HANDLER"),
    ],
)  # fmt: skip
def test_each_category_goes_to_its_department(desk: Desk, topic: str, role: str) -> None:
    case = desk.register("COMPLAINT", topic)

    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    assert (item.step, item.role) == ("investigate", role)


@pytest.mark.requirement("R66")
def test_a_complaint_comes_back_from_a_customer_who_is_not_satisfied(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")
    desk.act("price", services.answer, case, body="收费无误", finding="UNJUSTIFIED")
    assert case.proposed_at is None  # nothing was proposed, so nothing says so

    services.reject(case_id=case.pk, reason="不同意", by_id=desk.customer.pk, at=desk.later(),
                    by_customer=True)  # fmt: skip
    check(case)
    assert case.status == "IN_PROGRESS"
    assert step_of(case) == "investigate"
    assert case.satisfied is False
    assert "reopened" in signals(case)

    desk.act("price", services.answer, case, body="复核后退费", finding="PARTLY")
    services.confirm(case_id=case.pk, by_id=desk.customer.pk, at=desk.later(), by_customer=True,
                     rating=4)  # fmt: skip
    check(case)
    tick(desk, "price", case)
    assert case.status == "CLOSED"
    assert case.rating == 4
    assert "case.rated" in published(case)


@pytest.mark.requirement("R69")
def test_a_report_is_sealed_and_worked_by_its_officers_only(desk: Desk) -> None:
    case = desk.register("REPORT", "THEFT", text="赵某甲 13800000001 反映窃电")
    case.refresh_from_db()
    assert case.sealed
    assert case.account_id is None
    assert case.contact_name == ""
    assert "13800000001" not in case.text
    assert case.search_tokens == []

    with pytest.raises(UnableToAct):
        desk.act("agent", services.answer, case, body="结果", finding="JUSTIFIED")
    desk.act("officer", services.answer, case, body="已查处", finding="JUSTIFIED")
    case = desk.act("officer", services.confirm, case)

    assert case.status == "CLOSED"
    assert not CaseEntry.objects.filter(case=case, kind="ANSWER", shown_to_customer=True).exists()


@pytest.mark.requirement("R70")
def test_an_important_opinion_goes_to_a_superior_and_back_by_its_channel(desk: Desk) -> None:
    case = desk.register("OPINION", "HALL", channel="WEB")
    tick(desk, "service", case, "IMPORTANT")
    assert case.handler_role == "SERVICE_SUPERVISOR"
    tick(desk, "boss", case)
    desk.act("service", services.answer, case, body="已改进")
    case = desk.act("agent", services.confirm, case)

    assert case.status == "CLOSED"
    assert {"verified", "escalated", "answered", "satisfied"} <= set(signals(case))
    said = CaseEntry.objects.get(case=case, kind="ANSWER")
    assert (said.channel, said.params["sent"]) == ("WEB", "IN_APP")


@pytest.mark.requirement("R71", "R72", "R76")
def test_a_repair_restores_first_and_is_followed_to_its_end(desk: Desk) -> None:
    case = desk.register("REPAIR", "NO_POWER_AREA", place="梅花路1号")
    assert case.priority == 1
    assert published(case) == ["case.registered", "repair.reported"]

    desk.act("agent", services.mark_dispatched, case)
    assert case.dispatched_at
    assert case.handler_role == "REPAIR_CREW"
    desk.act("crew", services.mark_arrived, case)
    tick(desk, "crew", case, "FOUND")
    tick(desk, "crew", case, "RESTORE_FIRST")
    assert step_of(case) == "restore_first"
    for _step in ("restore_first", "correct", "re_energise"):
        tick(desk, "crew", case)
    desk.act("crew", services.answer, case, body="已恢复供电", cause="EQUIPMENT_FAULT")
    case = desk.act("agent", services.revisit, case, outcome="SATISFIED")

    assert case.status == "CLOSED"
    assert running(case, desk) == []


@pytest.mark.parametrize(
    ("kind", "topic", "walk"),
    [
        ("SUGGESTION", "ONLINE", [("service", "answer"), ("agent", "confirm")]),
        ("PRAISE", "TEAM", [("service", "answer"), ("agent", "confirm")]),
        ("APPLICATION", "METER_TEST", [("quality", "answer"), ("agent", "confirm")]),
        ("KEY_ACCOUNT", "ROUNDS", [("service", "propose"), ("service", "answer"),
                                   ("service", "confirm")]),
        ("HOME_SERVICE", "VISIT", [("service", "visit_on=2026-03-05"), ("service", "outcome=DONE"),
                                   ("service", "answer"), ("agent", "confirm")]),
        ("FOLLOW_UP", "CARE", [("service", "confirm")]),
    ],
)  # fmt: skip
def test_the_other_kinds_come_to_their_end(
    desk: Desk, kind: str, topic: str, walk: list[tuple[str, str]]
) -> None:
    case = desk.register(kind, topic)

    for name, act in walk:
        key, sign, value = act.partition("=")
        if sign:
            tick(desk, name, case, **{key: value})
        else:
            more = {"body": "说明"} if act in ("answer", "propose") else {}
            desk.act(name, getattr(services, act), case, **more)

    assert case.status == "CLOSED"
    assert running(case, desk) == []


def test_an_anonymous_case_promises_no_reply_and_is_not_revisited(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "OTHER", anonymous=True, account_id=None, contact=Contact())
    assert not case.wants_reply

    with pytest.raises(errors.NobodyToAnswer):
        desk.act("service", services.reply, case, body="您好")
    desk.act("service", services.answer, case, body="已处理", finding="UNJUSTIFIED")

    assert case.status == "CLOSED"  # no revisit
    with pytest.raises(errors.NobodyToAnswer):
        desk.act("agent", services.rate, case, rating=5)


def test_waiting_pauses_and_charges_who_is_waited_for(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")
    desk.act("price", services.wait_for, case, party="CUSTOMER", reason="请补充缴费凭证")
    assert (case.status, case.held_by) == ("WAITING_CUSTOMER", "CUSTOMER")
    with pytest.raises(errors.AlreadyWaiting):
        desk.act("price", services.wait_for, case, party="THIRD_PARTY", reason="x")

    desk.later(days=2)
    services.write_in(case_id=case.pk, body="凭证已上传", by_id=desk.customer.pk, at=desk.later())
    check(case)
    assert (case.status, case.held_by) == ("IN_PROGRESS", "COMPANY")

    desk.act("price", services.wait_for, case, party="THIRD_PARTY", reason="等待银行")
    case = desk.act("price", services.back, case)
    assert case.status == "IN_PROGRESS"
    by_party = list(Custody.objects.filter(case=case).values_list("party", flat=True))
    assert by_party.count("CUSTOMER") == by_party.count("THIRD_PARTY") == 1
    customer = Custody.objects.get(case=case, party="CUSTOMER")
    assert customer.end is not None
    assert (customer.end - customer.start).days == 2


def test_a_case_is_handed_on_and_the_time_is_charged_to_who_has_it(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")

    case = desk.act("price", services.hand_to, case, role="LEGAL_HANDLER", reason="涉及政策",
                    organisation_id=desk.units["10"].pk)  # fmt: skip

    assert case.handler_role == "LEGAL_HANDLER"
    assert case.handler_organisation_id == desk.units["10"].pk
    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    assert (item.role, item.organisation_id) == ("LEGAL_HANDLER", desk.units["10"].pk)
    with pytest.raises(UnableToAct):
        desk.act("price", services.answer, case, body="x", finding="JUSTIFIED")
    desk.act("boss", services.hand_to, case, user_id=desk.id("legal"), reason="请你处理")
    assert case.handler_id == desk.id("legal")
    desk.act("legal", services.answer, case, body="解释如下", finding="UNJUSTIFIED")


def test_nobody_reached_three_times_ends_the_revisit(desk: Desk) -> None:
    case = desk.register("COMPLAINT", "CHARGES")
    desk.act("price", services.answer, case, body="已答复", finding="UNJUSTIFIED")

    for _try in range(3):
        assert case.status == "ANSWERED"
        desk.act("agent", services.revisit, case, outcome="NOT_REACHED")

    assert case.status == "CLOSED"
    assert case.satisfied is None
    assert CaseEntry.objects.filter(case=case, code="REVISIT_TRY").count() == 3


def test_a_closed_case_is_opened_again_within_the_days_of_the_rule(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    desk.act("agent", services.answer, case, body="好")
    desk.act("agent", services.confirm, case)

    services.object_(case_id=case.pk, body="又错了", by_id=desk.customer.pk, at=desk.later())
    check(case)
    assert (case.status, case.reopened, step_of(case)) == ("IN_PROGRESS", 1, "look_up")
    desk.act("agent", services.answer, case, body="更正")
    desk.act("agent", services.confirm, case)
    desk.later(days=31)
    with pytest.raises(errors.ReopenedTooLate):
        desk.act("agent", services.reopen, case, reason="再看")


def test_a_case_is_classified_anew_even_as_another_kind(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")

    desk.act("agent", services.classify, case, kind="COMPLAINT", topic="TARIFF", reason="实为投诉")
    assert (case.kind, case.category, case.handler_role) == ("COMPLAINT", "PRICE", "PRICE_HANDLER")
    assert step_of(case) == "investigate"
    desk.act("agent", services.classify, case, topic="EQUIPMENT")
    assert case.handler_role == "QUALITY_HANDLER"

    with pytest.raises(errors.CaseChoiceRefused):
        desk.act("agent", services.classify, case, kind="REPORT", topic="THEFT")
    with pytest.raises(errors.TopicRefused):
        desk.act("agent", services.classify, case, topic="BILL")


def test_cancelled_closed_and_escalated_by_decision(desk: Desk) -> None:
    wrong = desk.register("CONSULTATION", "BILL")
    desk.act("agent", services.cancel, wrong, reason="误登记")
    assert wrong.status == "CANCELLED"
    assert running(wrong, desk) == []
    with pytest.raises(errors.CaseEnded):
        desk.act("agent", services.reply, wrong, body="x")

    case = desk.register("COMPLAINT", "CHARGES")
    with pytest.raises(errors.ReasonMissing):
        desk.act("boss", services.escalate, case, reason=" ")
    desk.act("boss", services.escalate, case, reason="媒体关注")
    assert (case.escalation_level, case.priority) == (1, 1)
    desk.act("boss", services.set_priority, case, priority=2, reason="紧急")
    [item] = processes.items_of(subject_type="case", subject_id=case.pk)
    assert item.priority == 9
    with pytest.raises(errors.HighestLevel):
        desk.act("boss", services.escalate, case, level=1, reason="again")
    desk.act("boss", services.close, case, reason="客户撤诉", finding="WITHDRAWN")
    assert case.status == "CLOSED"
    assert case.closed_at
    assert running(case, desk) == []
    desk.act("boss", services.reopen, case, reason="继续处理")
    assert step_of(case) == "investigate"


def test_steps_that_need_a_text_cannot_be_ticked_off(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    tick(desk, "agent", case, "FOUND")

    with pytest.raises(errors.OnCasePageOnly):
        tick(desk, "agent", case)


def test_a_double_click_answers_once_and_the_second_of_two_is_told(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    seen = case.version
    for _click in range(2):
        desk.act("agent", services.answer, case, body="好", dedup_key="form-1")
    assert CaseEntry.objects.filter(case=case, kind="ANSWER").count() == 1

    with pytest.raises(errors.ActNotDue):
        desk.act("agent", services.answer, case, body="又一次")
    with (
        pytest.raises(errors.CaseChanged),
        services.hand_on(case.pk, at=desk.now, by_id=None, seen_version=seen),
    ):
        pass
    with pytest.raises((AlreadyDone, errors.ActNotDue)):
        desk.act("agent", services.mark_arrived, case)
