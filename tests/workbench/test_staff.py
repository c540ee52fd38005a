"""Staff, units, roles and deputies on the screens, by who may do what."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.signin import selectors as signin
from gridhall.foundation.staff import selectors as staff
from tests.workbench import town as the_town

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R61")]


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def unit(code: str) -> Any:
    return identity.organisation_by_code(code=code)


def on(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def newest(model: str) -> Any:
    return apps.get_model(model).objects.latest("pk")


@pytest.mark.parametrize("wanted", ["林晓雯", "linxiaowen", "lxw", "E0001", "clerk-zj"])
def test_an_employee_is_found(town: Any, sign_in: Any, wanted: str) -> None:
    page = sign_in("director").get(url("staff"), {"q": wanted})

    assert [row.username for row in page.context["table"].page.rows] == ["clerk-zj"]


def test_the_list_narrows_by_role_and_leaves_as_a_file(town: Any, sign_in: Any) -> None:
    client = sign_in("director")

    page = client.get(url("staff"), {"role": "HALL_CLERK"})
    file = client.get(url("staff"), {"role": "HALL_CLERK", "export": "csv"})
    held = client.get(url("roles_held"), {"export": "csv"})

    assert len(page.context["table"].page.rows) == 2
    assert "林晓雯" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert "clerk-hb" in b"".join(held.streaming_content).decode("utf-8-sig")


def test_a_role_is_asked_for_by_one_and_given_by_another(town: Any, sign_in: Any) -> None:
    admin, security = sign_in("admin"), sign_in("security")
    form = {
        "role": "METER_READER", "organisation": unit("1101").pk, "valid_from": on(),
        "valid_to": "", "reason": "支援抄表班",
    }  # fmt: skip
    asked = admin.post(url("request_role", "clerk-zj"), form)
    request = newest("approvals.ApprovalRequest")
    assert asked.status_code == 302
    assert security.get(url("approvals")).context["tabs"][0]["count"] == 1
    own = admin.get(url("approvals"), {"view": "mine"}).content.decode()
    assert "clerk-zj" in own

    page = security.get(url("approval", request.pk)).content.decode()
    assert "抄表员" in page
    assert "支援抄表班" in page
    refused = admin.post(url("decide_approval", request.pk), {"answer": "approve"})
    assert refused.status_code == 422
    security.post(url("decide_approval", request.pk), {"answer": "approve", "reason": "同意"})

    held = identity.roles_of(user_id=the_town.user("clerk-zj").pk, on=timezone.localdate())
    assert len(held) == 2
    decided = security.get(url("approvals"), {"view": "decided"}).content.decode()
    assert "高远" in decided


def test_a_request_is_turned_down_or_withdrawn_with_a_reason(town: Any, sign_in: Any) -> None:
    admin, security = sign_in("admin"), sign_in("security")
    row = identity.assignments_of(user_id=the_town.user("clerk-hb").pk)[0]
    for _turn in range(2):
        admin.post(url("end_role", row.pk), {"last_day": on(3), "reason": "岗位调整"})
        request = newest("approvals.ApprovalRequest")
        if request.status == "WAITING" and _turn == 0:
            bare = security.post(url("decide_approval", request.pk), {"answer": "refuse"})
            assert bare.status_code == 422
            security.post(
                url("decide_approval", request.pk), {"answer": "refuse", "reason": "仍需要"}
            )
    admin.post(url("withdraw_approval", request.pk), {"reason": "误操作"})

    statuses = apps.get_model("approvals.ApprovalRequest").objects.order_by("pk")
    assert list(statuses.values_list("status", flat=True)) == ["REFUSED", "WITHDRAWN"]
    assert sign_in("clerk-zj").get(url("approval", request.pk)).status_code == 404


def test_a_conflict_of_duties_is_said_in_the_readers_language(town: Any, sign_in: Any) -> None:
    form = {
        "role": "BILLING_APPROVER", "organisation": unit("00").pk, "valid_from": on(),
        "reason": "临时代班",
    }  # fmt: skip
    for language, words in (("zh-hans", "电费核算员"), ("en", "Billing clerk")):
        answer = sign_in("admin", language=language).post(url("request_role", "billing"), form)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_an_emergency_role_is_given_seen_and_ended(town: Any, sign_in: Any) -> None:
    form = {
        "role": "HALL_CLERK", "organisation": unit("11").pk, "hours": "2", "reason": "系统抢修",
    }  # fmt: skip
    sign_in("admin").post(url("emergency_role", "reader-zj"), form)
    security = sign_in("security")

    assert "系统抢修" in security.get(url("person", "reader-zj")).content.decode()
    assert "潘志强" in security.get(url("staff")).content.decode()
    assert "潘志强" in security.get(url("notices")).content.decode()
    assert sign_in("reader-zj").get(url("payments")).status_code == 200
    row = newest("identity.RoleAssignment")
    security.post(url("end_role_now", row.pk), {"reason": "已处理完"})
    assert sign_in("reader-zj").get(url("payments")).status_code == 403
    too_long = sign_in("admin").post(url("emergency_role", "reader-zj"), {**form, "hours": "99"})
    assert too_long.status_code == 422


def test_a_deputy_is_asked_accepts_works_and_the_trail_says_for_whom(
    town: Any, sign_in: Any
) -> None:
    clerk, deputy = sign_in("clerk-zj"), sign_in("clerk-hb")
    row = identity.assignments_of(user_id=the_town.user("clerk-zj").pk)[0]
    form = {
        "deputy": "clerk-hb", "roles": [row.pk], "valid_from": on(), "valid_to": on(5),
        "reason": "年休假五天",
    }  # fmt: skip
    assert clerk.post(url("propose_my_deputy"), form).status_code == 302
    lent = newest("identity.Deputyship")
    assert deputy.get(url("customer", the_town.HOME)).status_code == 404
    deputy.post(url("answer_deputyship", lent.pk), {"answer": "accept"})

    answer = deputy.post(
        url("reveal", the_town.HOME), {"field": "phone", "reason": "代班核对客户电话"}
    )
    trail = sign_in("auditor").get(url("audit"), {"actor": "clerk-hb"}).content.decode()

    assert answer.status_code == 200
    assert "clerk-zj" in trail
    deputy.post(url("end_my_deputyship", lent.pk), {"reason": "提前返岗"})
    assert deputy.get(url("customer", the_town.HOME)).status_code == 404


def test_who_is_locked_is_out_at_once(town: Any, sign_in: Any) -> None:
    clerk, admin = sign_in("clerk-zj"), sign_in("admin")
    assert clerk.get(url("customers")).status_code == 200

    admin.post(url("deactivate_person", "clerk-zj"), {"reason": "本人离职"})

    assert clerk.get(url("customers")).status_code == 302
    back = admin.post(
        url("reactivate_person", "clerk-zj"),
        {"organisation": unit("1101").pk, "title": "营业员", "reason": "退休返聘"},
    )
    assert back.context["password"]
    assert back.headers["Cache-Control"] == "no-store"


def test_a_new_one_time_password_ends_every_session(town: Any, sign_in: Any) -> None:
    clerk, admin = sign_in("clerk-zj"), sign_in("admin")

    shown = admin.post(url("issue_password", "clerk-zj"), {"reason": "忘记密码"})

    assert the_town.user("clerk-zj").check_password(shown.context["password"])
    assert clerk.get(url("customers")).status_code == 302
    person = the_town.user("clerk-zj")
    assert signin.temporary_password(user_id=person.pk) is not None  # nobody else's for long
    own = admin.post(url("issue_password", "admin"), {"reason": "忘记密码"})
    assert own.status_code == 302


def test_a_new_employee_her_further_post_and_her_transfer(town: Any, sign_in: Any) -> None:
    admin = sign_in("admin")
    form = {
        "display_name": "江雪", "username": "jiang", "staff_no": "E0900",
        "organisation": unit("1101").pk, "title": "营业员", "hired_on": on(),
    }  # fmt: skip
    shown = admin.post(url("hire"), form)
    again = admin.post(url("hire"), form)
    admin.post(
        url("add_duty", "jiang"),
        {"organisation": unit("11").pk, "title": "内训师", "valid_from": on()},
    )
    admin.post(
        url("transfer", "jiang"),
        {
            "organisation": unit("2101").pk,
            "title": "收费员",
            "valid_from": on(1),
            "reason": "支援外厅",
        },
    )
    admin.post(url("rename_person", "jiang"), {"display_name": "江小雪", "reason": "户口更名"})
    page = admin.get(url("person", "jiang")).content.decode()

    assert shown.context["password"] in shown.content.decode()
    assert again.status_code == 422
    for text in ("江小雪", "内训师", "收费员"):
        assert text in page
    duty = apps.get_model("identity.Duty").objects.get(title="内训师")
    admin.post(url("end_duty", "jiang", duty.pk))
    duty.refresh_from_db()
    assert duty.valid_to == timezone.localdate()


def test_the_tree_of_a_day_and_a_planned_move(town: Any, sign_in: Any) -> None:
    admin = sign_in("admin")
    moved = admin.post(
        url("change_unit", "1101"),
        {"name": "收费一班", "level": "TEAM", "parent": unit("12").pk, "valid_from": on(10),
         "reason": "机构调整"},
    )  # fmt: skip
    assert moved.status_code == 302

    def names(day: str) -> list[str]:
        rows = admin.get(url("organisations"), {"on": day}).context["units"]
        return [row.name for row in rows]

    assert "收费一班" not in names(on())
    assert "收费一班" in names(on(10))
    assert names("1890-01-01") == names("nonsense-day")[:0] or names("1890-01-01")
    page = admin.get(url("organisation", "1101")).content.decode()
    assert "收费一班" in page
    place = newest("identity.OrganisationPlacement")
    admin.post(url("withdraw_unit_change", "1101", place.pk), {"reason": "暂缓"})
    assert "收费一班" not in names(on(10))


def test_a_hall_with_accounts_is_not_closed_and_the_numbers_are_said(
    town: Any, sign_in: Any
) -> None:
    form = {"valid_from": on(1), "reason": "撤销此厅"}
    answer = sign_in("admin", language="en").post(url("close_unit", "11"), form)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert re.search(r"units below, \d+ people, \d+ accounts", text), re.findall("alert.*", text)


def test_units_open_merge_and_close(town: Any, sign_in: Any) -> None:
    admin = sign_in("admin")
    admin.post(
        url("open_unit"),
        {"code": "1190", "name": "临时班", "level": "TEAM", "parent": unit("11").pk,
         "valid_from": on(), "reason": "迎峰度夏"},
    )  # fmt: skip
    assert unit("1190").is_open
    merged = admin.post(
        url("merge_unit", "1190"),
        {"into": unit("1101").pk, "valid_from": on(), "reason": "并入一班"},
    )
    assert merged.status_code == 302
    assert not unit("1190").is_open
    assert "1190" not in admin.get(url("organisations")).content.decode()
    assert "1190" in admin.get(url("organisations"), {"closed": "yes"}).content.decode()


def test_the_catalogue_says_what_a_role_may(town: Any, sign_in: Any) -> None:
    page = sign_in("auditor").get(url("role_catalogue"))

    codes = {code for entry in page.context["entries"] for _label, code in entry.actions}
    labels = {code: str(label) for e in page.context["entries"] for label, code in e.actions}
    assert "billing.approve" in codes
    assert all(label != code for code, label in labels.items())  # each action in words


def test_a_review_is_opened_and_decided(town: Any, sign_in: Any) -> None:
    security = sign_in("security")
    security.post(
        url("open_rights_review"),
        {"organisation": unit("10").pk, "unused_days": "90", "due_on": on(30)},
    )
    review = newest("staff.RightsReview")
    page = security.get(url("rights_review", review.pk))
    row = next(r for r in page.context["table"].page.rows if r.username == "clerk-zj")
    decide = url("decide_rights_review", review.pk, row.id)
    security.post(decide, {"answer": "take", "reason": "离岗半年"})

    assert identity.roles_of(user_id=the_town.user("clerk-zj").pk, on=timezone.localdate()) == []
    progress = staff.review(pk=review.pk, scope=the_town.scope())
    assert progress is not None
    assert (progress.decided, progress.withdrawn) == (1, 1)
    file = security.get(url("rights_review", review.pk), {"export": "csv"})
    assert "离岗半年" in b"".join(file.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "args"),
    [("request_role", ("clerk-zj",)), ("hire", ()), ("open_unit", ()), ("close_unit", ("11",))],
)
def test_only_who_manages_staff_opens_the_forms(
    town: Any, sign_in: Any, name: str, args: tuple[str, ...]
) -> None:
    assert sign_in("admin").get(url(name, *args)).status_code == 200
    assert sign_in("director").get(url(name, *args)).status_code == 403
    assert sign_in("security").get(url(name, *args)).status_code == 403
