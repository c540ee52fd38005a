"""The inbox: boxes, acts on many, one item with its form, and how the work is spread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.processes import registry, services
from gridhall.foundation.processes.registry import ProcessKind
from tests.foundation.processes.conftest import HERE, Office, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Iterator[Office]:
    """Three applications at the north, one at the south, the first overdue."""
    for code in ("connection", "equipment"):
        registry.register(
            ProcessKind(code=code, path=HERE / f"{code}.yaml", subject_type="application")
        )
    at = timezone.now()
    services.load_shipped(at=at)
    made = Office(make_people(), at=at)
    for key in ("a1", "a2", "a3"):
        made.start(key)
    made.start("s1", organisation_id=made.people["south_unit"].pk)
    services.set_due(subject_type="application", subject_id="a2", due_at=at - timedelta(hours=2))
    yield made
    for code in ("connection", "equipment"):
        registry._kinds.pop(code)


def inbox(client: Any, **query: str) -> Any:
    return client.get(reverse("workbench:work"), query)


def labels(response: Any) -> list[str]:
    return [row.subject for row in response.context["table"].page.rows]


def test_each_sees_the_boxes_that_are_hers(office: Office, sign_in: Any) -> None:
    clerk, chief, top = sign_in("clerk"), sign_in("chief"), sign_in("top", language="en")

    assert labels(inbox(clerk, box="open")) == ["YK-a2", "YK-a1", "YK-a3"]
    assert labels(inbox(clerk)) == []
    assert "您手上没有待办" in inbox(clerk).text
    assert labels(inbox(clerk, box="all")) == []  # not hers: she gets her own box
    assert len(labels(inbox(chief, box="all"))) == 3
    assert len(labels(inbox(top, box="all"))) == 4
    assert "All of my units" in inbox(top, box="all").text
    assert labels(inbox(top, box="all", late="1")) == ["YK-a2"]
    assert labels(inbox(top, box="all", q="s1")) == ["YK-s1"]
    assert labels(inbox(top, box="all", step="survey")) == []


def test_many_are_taken_assigned_and_put_back(office: Office, sign_in: Any) -> None:
    clerk, chief = sign_in("clerk"), sign_in("chief")
    ids = [item.pk for item in office.items("accept")]
    many = reverse("workbench:work_many")

    taken = clerk.post(many, {"act": "claim", "item": ids}, follow=True)
    assert "已处理 3 条" in taken.text
    assert "您无权对 YK-s1 的“业务受理”进行此操作" in taken.text
    assert labels(inbox(clerk)) == ["YK-a2", "YK-a1", "YK-a3"]

    chief.post(many, {"act": "assign", "item": ids[:2], "to": office.people["clerk2"].pk})
    assert len(labels(inbox(clerk))) == 1
    back = clerk.post(many, {"act": "give_back", "item": [ids[2]], "back": "//evil.example/"})
    assert back["Location"] == reverse("workbench:work")
    assert labels(inbox(clerk)) == []
    nothing = clerk.post(many, {"act": "claim"}, follow=True)
    assert "请先至少选择一行" in nothing.text


def test_an_item_is_finished_with_the_form_of_its_step(office: Office, sign_in: Any) -> None:
    clerk, south = sign_in("clerk"), sign_in("south")
    item = office.items("accept")[0]
    page = reverse("workbench:work_item", args=[item.pk])
    finish = reverse("workbench:work_finish", args=[item.pk])

    assert south.get(page).status_code == 404
    assert "申请资料齐全" in clerk.get(page).text
    typed = {
        "version": item.version, "field_papers_complete": "no", "field_capacity_kva": "12",
        "field_high_voltage": "no", "field_survey_by": "SERVICE_HANDLER", "note": "",
    }  # fmt: skip
    refused = clerk.post(finish, typed)
    assert (refused.status_code, "资料不齐，缺少：申请资料齐全" in refused.text) == (422, True)
    stale = clerk.post(finish, typed | {"version": 9})
    assert "已有变化" in stale.text

    clerk.post(finish, typed | {"field_papers_complete": "yes"})

    assert [one.step for one in office.items(subject_id="a1")] == ["survey"]
    late = clerk.post(finish, typed)
    assert "已办结或已撤销" in late.text


def test_one_is_delegated_sent_back_and_its_hands_are_shown(office: Office, sign_in: Any) -> None:
    clerk, service = sign_in("clerk"), sign_in("service")
    item = office.items("accept")[0]
    act = {name: reverse("workbench:work_act", args=[item.pk, name]) for name in
           ("claim", "delegate", "dance")}  # fmt: skip
    clerk.post(act["claim"])
    clerk.post(act["delegate"], {"to": office.people["clerk2"].pk, "reason": "午休"})
    assert clerk.post(act["dance"]).status_code == 404
    shown = sign_in("clerk2").get(reverse("workbench:work_item", args=[item.pk])).text
    assert "clerk → clerk2 · 说明：午休" in shown

    services.complete(
        item_id=item.pk, by_id=office.people["clerk2"].pk, at=office.at,
        values={"papers_complete": True, "capacity_kva": 3, "high_voltage": False,
                "survey_by": "SERVICE_HANDLER"},
    )  # fmt: skip
    [survey] = office.items("survey")
    back = reverse("workbench:work_act", args=[survey.pk, "send-back"])
    assert "请说明原因" in service.post(back, {"to": "accept", "reason": ""}).text
    service.post(back, {"to": "accept", "reason": "地址不清"})
    [again] = office.items("accept", subject_id="a1")
    assert again.assignee_id == office.people["clerk2"].pk


def test_the_workload_is_seen_and_handed_over(office: Office, sign_in: Any) -> None:
    chief = sign_in("chief")
    ids = [item.pk for item in office.items("accept")][:3]
    services.many("claim", ids, by_id=office.people["clerk"].pk, at=office.at)
    page = reverse("workbench:workload")

    assert sign_in("clerk").get(page).status_code == 403
    load = {one["load"].name: one["load"] for one in chief.get(page).context["people"]}
    assert (load["clerk"].held, load["clerk"].overdue, load["clerk2"].held) == (3, 1, 0)

    chief.post(reverse("workbench:work_hand_over"), {
        "from": office.people["clerk"].pk, "to": office.people["clerk2"].pk, "number": 2,
    })  # fmt: skip
    load = {one["load"].name: one["load"] for one in chief.get(page).context["people"]}
    assert (load["clerk"].held, load["clerk2"].held, load["clerk2"].overdue) == (1, 2, 1)


def test_the_list_is_taken_as_a_file(office: Office, sign_in: Any) -> None:
    text = inbox(sign_in("top"), box="all", export="csv").getvalue().decode("utf-8-sig")

    assert (text.count("YK-"), "业务受理" in text) == (4, True)
    audited = apps.get_model("audit.AuditEvent").objects.filter(action="lists.export")
    assert audited.count() == 1
