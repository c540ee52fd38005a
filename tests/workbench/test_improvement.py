"""Statistics, weak points, measures, contacts and sealed reports, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import services as identity
from gridhall.foundation.identity.models import Organisation
from gridhall.servicedesk import selectors as desk
from gridhall.servicedesk import services
from gridhall.servicedesk.models import Case, Measure, PlannedContact
from gridhall.servicedesk.records import Contact, NewCase
from tests.workbench.conftest import SignIn


def complaint(town: Any, number: int = 1, **changes: Any) -> list[Case]:
    """Register so many complaints of one topic."""
    topic = desk.topics(kind="COMPLAINT", on=timezone.localdate())[0]
    unit = town.account_unit(town.HOME)
    return [
        services.register_case(
            new=NewCase(**{
                "kind": "COMPLAINT", "topic": topic.code, "summary": "营业厅排队时间长",
                "channel": "PHONE", "organisation_id": unit, **changes,
            }),
            by_id=town.user("agent-zj").pk, at=timezone.now(),
            dedup_key=f"screen {one} {changes.get('kind')}",
        )
        for one in range(number)
    ]  # fmt: skip


def report(town: Any) -> Case:
    """Register a report of somebody with a name and a phone."""
    return complaint(
        town, kind="REPORT", topic="", summary="抄表员收受好处",
        organisation_id=Organisation.objects.get(code="10").pk,
        contact=Contact(name="慕容雪见", phone="13987654321"),
    )[0]  # fmt: skip


def second_officer() -> Any:
    """Make another officer for reports of wrongdoing."""
    user = identity.create_user(
        username="reports-2", password="a long password", display_name="方正", kind="EMPLOYEE"
    )[0]
    identity.assign_role(
        user=user, role="REPORT_OFFICER", organisation=Organisation.objects.get(code="00"),
        valid_from=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    return user


def test_statistics_count_drill_down_and_leave_reports_out(town: Any, sign_in: SignIn) -> None:
    cases, sealed = complaint(town, 3), report(town)
    client = sign_in("supervisor")

    page = client.get(reverse("workbench:case_statistics"), {"by": "topic"})
    shown = page.content.decode()
    assert "100.0%" in shown
    assert "数量过少" in shown
    behind = client.get(reverse("workbench:counted_cases"), {"kind": "COMPLAINT"}).content.decode()
    assert all(case.number in behind for case in cases)
    for params in ({}, {"kind": "REPORT"}, {"export": "csv"}):
        answer = client.get(reverse("workbench:counted_cases"), params)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert sealed.number not in body.decode()
    handler = sign_in("service-zj")
    assert handler.get(reverse("workbench:case_statistics"), {"export": "csv"}).status_code == 403
    assert handler.get(reverse("workbench:weak_points")).status_code == 403


@pytest.mark.requirement("R68")
def test_a_weak_point_becomes_a_measure_that_another_person_closes(
    town: Any, sign_in: SignIn
) -> None:
    complaint(town, 12)
    Case.objects.update(registered_at=timezone.now() - timedelta(days=2))
    client = sign_in("supervisor", language="en")
    point = desk.weak_points(scope=town.scope(), on=timezone.localdate())[0]

    shown = client.get(reverse("workbench:weak_points")).content.decode()
    assert "12 of 12 cases, 100.0% of all" in shown
    due = timezone.localdate() + timedelta(days=30)
    typed = {
        "kind": "TRAINING", "title": "Manners at the hall", "text": "A day for everybody",
        "organisation": Organisation.objects.get(code="10").pk, "due_on": due,
        "owner": town.user("supervisor").pk, "supervisor": town.user("supervisor").pk,
        "step_1": "Fix the day",
    }  # fmt: skip
    address = f"{reverse('workbench:measure_new')}?point={point.key}"
    assert client.get(address).status_code == 200
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "cannot supervise it" in wrong.content.decode()
    client.post(address, {**typed, "supervisor": town.user("director").pk})
    number = Measure.objects.get().number

    def act(deed: str, **data: Any) -> Any:
        address = reverse("workbench:measure_act", args=[number, deed])
        return client.post(address, data, follow=True)

    act("start")
    assert "steps of" in act("done").content.decode()
    act("step-done", position=1)
    act("evidence", text="Signed list of who was there")
    act("done")
    assert Measure.objects.get().status == "DONE"
    long_ago = timezone.localdate() - timedelta(days=91)
    Measure.objects.update(started_on=long_ago, done_on=long_ago)
    assert "Too few cases to tell" in act("effect").content.decode()
    closed = act("close", effective="yes", reason="Fewer now").content.decode()
    assert "cannot close her own" in closed
    client = sign_in("director", language="en")
    act("close", effective="no", reason="Too few to tell")
    assert Measure.objects.get().status == "CLOSED"
    listed = client.get(reverse("workbench:measures"), {"export": "csv"})
    assert number in b"".join(listed.streaming_content).decode("utf-8-sig")


def test_contacts_are_planned_handed_out_tried_and_lead_to_a_case(
    town: Any, sign_in: SignIn
) -> None:
    client, due = sign_in("supervisor"), timezone.localdate() + timedelta(days=3)
    typed = {
        "form": "VISIT",
        "accounts": f"{town.HOME}\n{town.HOME_TOU}",
        "due_on": due,
        "note": "走访",
    }

    wrong = client.post(reverse("workbench:contacts_plan"), {**typed, "accounts": "3399999999"})
    assert wrong.status_code == 422
    client.post(reverse("workbench:contacts_plan"), typed)
    client.post(reverse("workbench:contacts_plan"), typed)  # pressed twice
    rows = PlannedContact.objects.order_by("pk")
    assert rows.count() == 2
    clerk = town.user("service-zj")
    client.post(reverse("workbench:contacts_assign"), {"id": [row.pk for row in rows],
                                                       "to": clerk.pk})  # fmt: skip
    first = PlannedContact.objects.get(account_id=town.account_id(town.HOME))
    assert first.assignee_id == clerk.pk

    worker = sign_in("service-zj")
    listed = worker.get(reverse("workbench:contacts"), {"whose": "mine"}).content.decode()
    assert town.HOME in listed
    worker.post(
        reverse("workbench:contact", args=[first.pk]), {"outcome": "REACHED", "note": "电压低"}
    )
    opened = worker.post(reverse("workbench:contact_case", args=[first.pk]),
                         {"kind": "REPAIR", "summary": "电压偏低"})  # fmt: skip
    first.refresh_from_db()
    assert first.status == "DONE"
    assert opened.headers["Location"] == reverse("workbench:case", args=[first.opened_case.number])
    other = sign_in("service-hb")
    assert other.get(reverse("workbench:contact", args=[first.pk])).status_code == 404
    exported = client.get(reverse("workbench:contacts"), {"export": "csv"})
    assert town.HOME in b"".join(exported.streaming_content).decode("utf-8-sig")


@pytest.mark.requirement("R69")
def test_who_reported_is_opened_by_who_was_named_by_another(town: Any, sign_in: SignIn) -> None:
    case, other = report(town), second_officer()
    officer = sign_in("reports")
    page = reverse("workbench:report", args=[case.number])
    unseal = reverse("workbench:report_unseal", args=[case.number])
    name = reverse("workbench:report_name", args=[case.number])

    listed = officer.get(reverse("workbench:reports")).content.decode()
    assert case.number in listed
    for denied in ("supervisor", "director", "agent-zj", "auditor"):
        assert sign_in(denied).get(page).status_code == 403
    refused = officer.post(unseal, {"reason": "核实线索", "what": "informant"}, follow=True)
    assert "13987654321" not in refused.content.decode()
    assert (
        officer.post(name, {"user": town.user("reports").pk, "reason": "我自己"}).status_code == 422
    )

    client = sign_in("reports-2")
    client.post(name, {"user": town.user("reports").pk, "reason": "承办本案"})
    shown = officer.post(unseal, {"reason": "核实线索", "what": "informant"})
    assert "13987654321" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    again = officer.get(page).content.decode()
    assert "13987654321" not in again
    assert "核实线索" in again
    told = reverse("workbench:report_told", args=[case.number])
    stopped = officer.post(told, {"channel": "PHONE", "note": "已告知慕容雪见"}, follow=True)
    assert "可能" in stopped.content.decode()
    officer.post(told, {"channel": "PHONE", "note": "已告知处理结果"})
    revoke = reverse("workbench:report_revoke", args=[case.number, town.user("reports").pk])
    client.post(revoke, {"reason": "已办结"})
    assert (
        "13987654321" not in officer.post(unseal, {"reason": "再看"}, follow=True).content.decode()
    )
    trail = AuditEvent.objects.filter(object_label=case.number).values_list("action", flat=True)
    assert "servicedesk.informant_opened" in set(trail)
    assert other.pk
