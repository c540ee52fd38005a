"""Cases over the API: own ones for customers, those of their units for employees."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from gridhall.servicedesk import services
from tests.portal.test_cases import access, answered, desk, signed_in
from tests.servicedesk.desk import Desk

__all__ = ["desk"]  # the fixture
pytestmark = pytest.mark.django_db
V1 = "/api/v1"
KEY = {"Idempotency-Key": "case-0001"}


def post(client: Client, path: str, content: dict[str, Any], **headers: str) -> Any:
    return client.post(
        f"{V1}{path}", json.dumps(content), content_type="application/json",
        headers=headers or KEY,
    )  # fmt: skip


def wanted(desk: Desk, **more: Any) -> dict[str, Any]:
    return {"kind": "CONSULTATION", "topic": "BILL", "text": "电费比平常多",
            "account_no": desk.account.account_no, **more}  # fmt: skip


@pytest.mark.requirement("R57")
def test_a_customer_files_and_follows_a_case(desk: Desk) -> None:
    zhao = signed_in(desk.customer)
    first, again = (post(zhao, "/me/cases", wanted(desk)) for _click in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    number = first.json()["number"]
    assert first.json()["account_no"] == desk.account.account_no

    entry = {"text": "表号 123"}
    for _click in range(2):
        assert post(zhao, f"/me/cases/{number}/entries", entry).status_code == 201
    case = apps.get_model("servicedesk.Case").objects.get(number=number)
    services.remark(case_id=case.pk, body="内部：查表", by_id=desk.id("agent"), at=desk.now)
    answered(desk, case, "示数无误")

    found = zhao.get(f"{V1}/me/cases/{number}").json()
    said = [one["text"] for one in found["entries"]]
    assert said.count("表号 123") == 1
    assert "示数无误" in said
    assert "内部：查表" not in said
    assert (found["status"], "confirm" in found["may"]) == ("ANSWERED", True)
    for state, count in (("open", 1), ("ended", 0), ("", 1)):
        listed = zhao.get(f"{V1}/me/cases", {"state": state}).json()["cases"]
        assert len(listed) == count


def test_what_is_wrong_is_a_problem(desk: Desk) -> None:
    zhao = signed_in(desk.customer)
    for change, status in (
        ({"text": ""}, 422), ({"kind": "NOTHING"}, 422), ({"topic": "NOTHING"}, 422),
        ({"account_no": "1"}, 404), ({"kind": "REPORT"}, 422), ({"contact": {"phone": "1"}}, 422),
    ):  # fmt: skip
        answer = post(zhao, "/me/cases", wanted(desk, **change))
        assert answer.status_code == status, change
        assert answer["Content-Type"] == "application/problem+json"
    assert not apps.get_model("servicedesk.Case").objects.exists()


def test_a_stranger_and_a_weak_proof_see_nothing(desk: Desk) -> None:
    number = post(signed_in(desk.customer), "/me/cases", wanted(desk)).json()["number"]
    create = apps.get_model("identity.User").objects.create
    weak = create(username="eve", kind="CUSTOMER")
    access(weak, desk.account, proof="BILL_AMOUNT", rights=["VIEW_MESSAGES"])
    eve, staff = signed_in(weak), signed_in(desk.people["agent"])

    assert eve.get(f"{V1}/me/cases").json()["cases"] == []
    assert eve.get(f"{V1}/me/cases/{number}").json()["code"] == "CASE_NOT_FOUND"
    assert post(eve, f"/me/cases/{number}/entries", {"text": "我"}).status_code == 404
    assert staff.get(f"{V1}/me/cases").status_code == 403
    assert Client().get(f"{V1}/me/cases").status_code == 401
    assert signed_in(desk.customer).get(f"{V1}/cases").status_code == 403


@pytest.mark.requirement("R58")
def test_an_employees_tool_works_on_a_case(desk: Desk) -> None:
    agent = signed_in(desk.people["agent"])
    made = post(agent, "/cases", wanted(desk, summary="咨询电费", contact={"name": "赵某甲",
                "phone": "13800000001"}))  # fmt: skip
    assert made.status_code == 201, made.content
    number = made.json()["number"]
    assert "13800000001" not in made.content.decode()
    assert made.json()["clocks"] is not None

    remark = post(agent, f"/cases/{number}/entries", {"text": "查询中"}, **KEY)
    reply = post(agent, f"/cases/{number}/entries", {"text": "请稍候", "internal": False},
                 **{"Idempotency-Key": "case-0002"})  # fmt: skip
    assert (remark.status_code, reply.status_code) == (201, 201)
    done = post(agent, f"/cases/{number}/answer", {"text": "账单明细如下"},
                **{"Idempotency-Key": "case-0003"})  # fmt: skip
    assert (done.status_code, done.json()["status"]) == (200, "ANSWERED")
    closed = post(agent, f"/cases/{number}/close", {"reason": "客户来电确认已解决"})
    assert closed.json()["status"] == "CLOSED"
    again = post(agent, f"/cases/{number}/close", {"reason": "客户来电确认已解决"})
    assert (again.status_code, again.json()["code"]) == (409, "CASE_ENDED")
    (row,) = agent.get(f"{V1}/cases", {"search": number}).json()["cases"]
    assert row["summary"] == "咨询电费"
    assert agent.get(f"{V1}/cases", {"status": "OPEN"}).json()["cases"] == []


def test_the_description_names_them() -> None:
    paths = Client().get(f"{V1}/openapi.json").json()["paths"]
    assert {"/api/v1/me/cases", "/api/v1/me/cases/{number}", "/api/v1/cases/{number}/answer"} <= {
        *paths
    }
    assert set(paths["/api/v1/me/cases"]) == {"get", "post"}


def test_a_form_is_told_that_json_is_wanted(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.customer)

    answer = client.post(f"{V1}/me/cases", {"kind": "COMPLAINT"})

    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
