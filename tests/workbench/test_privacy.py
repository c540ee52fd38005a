"""The screens of the personal data officer, and long lists with personal data."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.urls import reverse
from python_calamine import CalamineWorkbook

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.personal_data import services

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.GRIDHALL_ERASURE_LIST = tmp_path / "secrets" / "erasures.jsonl"


def take_down(client: Any, account_no: str, kind: str = "EXPORT") -> Any:
    """Take a request down over the screen and return it."""
    answer = client.post(
        reverse("workbench:new_privacy_request"),
        {"account_no": account_no, "kind": kind, "note": "本人申请"},
    )
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return apps.get_model("personal_data.SubjectRequest").objects.latest("pk")


@pytest.mark.requirement("R4")
def test_a_copy_from_the_counter_to_the_file(town: Any, sign_in: Any) -> None:
    officer = sign_in("privacy")
    one = take_down(officer, town.HOME)
    page = officer.get(reverse("workbench:privacy_request", args=[one.pk])).content.decode()
    assert one.number in page
    officer.post(reverse("workbench:prove_identity", args=[one.pk]), {"proof": "身份证原件"})
    officer.post(reverse("workbench:start_copy", args=[one.pk]))
    services.run_request(request_id=one.pk, clock=lambda: datetime.now(UTC))
    page = officer.get(reverse("workbench:privacy_request", args=[one.pk])).content.decode()
    assert reverse("workbench:take_copy", args=[one.pk]) in page
    answer = officer.post(reverse("workbench:take_copy", args=[one.pk]))
    assert answer["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")
    listed = officer.get(reverse("workbench:privacy"), {"q": one.number}).content.decode()
    assert one.number in listed


def test_what_is_wrong_is_said(town: Any, sign_in: Any) -> None:
    officer = sign_in("privacy")
    answer = officer.post(
        reverse("workbench:new_privacy_request"), {"account_no": "999", "kind": "EXPORT"}
    )
    assert answer.status_code == 422
    one = take_down(officer, town.HOME, "ERASE")
    page = officer.get(reverse("workbench:privacy_request", args=[one.pk])).content.decode()
    assert town.HOME in page
    assert "259.68" in page  # the debt that stands in the way
    wrong = officer.post(reverse("workbench:prove_identity", args=[one.pk]), {"proof": ""})
    assert wrong.status_code == 422


def test_an_erasure_and_its_certificate(town: Any, sign_in: Any) -> None:
    officer = sign_in("privacy")
    account = apps.get_model("customers.Account").objects.get(account_no=town.HOME)
    name = account.party.name
    type(account).objects.filter(pk=account.pk).update(status="CLOSED")
    apps.get_model("receivables.Balance").objects.filter(account_id=account.pk).update(amount=0)
    one = take_down(officer, town.HOME, "ERASE")
    officer.post(reverse("workbench:prove_identity", args=[one.pk]), {"proof": "身份证原件"})
    officer.post(reverse("workbench:ask_erasure", args=[one.pk]), {"reason": "销户后申请删除"})
    one.refresh_from_db()
    assert one.status == "WAITING"
    apps.get_model("personal_data.SubjectRequest").objects.filter(pk=one.pk).update(
        status="APPROVED"
    )
    services.run_request(request_id=one.pk, clock=lambda: datetime.now(UTC))
    for language in ("zh-hans", "en"):
        page = (
            sign_in("privacy", language=language)
            .get(reverse("workbench:erasure_certificate", args=[one.pk]))
            .content.decode()
        )
        assert one.number in page
        assert name not in page
        assert re.search("会计档案", page)


@pytest.mark.parametrize(
    "name",
    [
        "privacy", "privacy_alarms", "processing", "keys", "mass_exports_all", "mass_exports",
        "new_privacy_request",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_part_opens(town: Any, sign_in: Any, name: str, language: str) -> None:
    answer = sign_in("privacy", language=language).get(reverse(f"workbench:{name}"))
    assert answer.status_code == 200


def test_an_alarm_is_looked_into(town: Any, sign_in: Any, settings: Any) -> None:
    settings.GRIDHALL_PERSONAL_DATA = {
        **settings.GRIDHALL_PERSONAL_DATA, "reveal_alarm_per_hour": 2, "reveal_limit_per_hour": 3,
    }  # fmt: skip
    clerk, officer = sign_in("clerk-zj"), sign_in("privacy")
    address = reverse("workbench:reveal", args=[town.HOME])
    codes = [
        clerk.post(address, {"field": "phone", "reason": "核对登记信息"}).status_code
        for _turn in range(4)
    ]
    assert codes == [200, 200, 200, 429]
    alarm = apps.get_model("personal_data.RevealHour").objects.get()
    assert (alarm.count, alarm.refused) == (3, 1)
    page = officer.get(reverse("workbench:privacy_alarms")).content.decode()
    assert str(town.user("clerk-zj")) in page
    officer.post(reverse("workbench:alarm_seen", args=[alarm.pk]), {"reason": "属正常核对工作"})
    alarm.refresh_from_db()
    assert alarm.seen_note == "属正常核对工作"


def asked(client: Any, fmt: str = "csv") -> Any:
    """Ask for the long list of customers over the screen and return the export."""
    answer = client.get(reverse("workbench:customers"), {"export": fmt, "status": "ACTIVE"})
    assert answer.status_code == 302
    form = client.get(answer["Location"])
    values = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.content.decode()))
    values = {key: value.replace("&amp;", "&") for key, value in values.items()}
    values.pop("csrfmiddlewaretoken", None)
    assert client.post(reverse("workbench:ask_export"), {**values, "reason": ""}).status_code == 422
    done = client.post(reverse("workbench:ask_export"), {**values, "reason": "年度用户普查核对"})
    assert done.status_code == 302
    return apps.get_model("personal_data.MassExport").objects.latest("pk")


@pytest.mark.requirement("R4")
@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_a_long_list_needs_approval_and_is_marked(
    town: Any, sign_in: Any, settings: Any, fmt: str
) -> None:
    settings.GRIDHALL_PERSONAL_DATA = {**settings.GRIDHALL_PERSONAL_DATA, "mass_export_rows": 5}
    clerk, other = sign_in("clerk-zj"), sign_in("billing")
    export = asked(clerk, fmt)
    assert export.status == "WAITING"
    waiting = apps.get_model("approvals.ApprovalRequest").objects.get(kind="privacy.mass_export")
    approvals.decide(pk=waiting.pk, approve=True, decided_by_id=town.user("privacy").pk, at=AT)
    done = services.make_export(export_id=export.pk, clock=lambda: datetime.now(UTC))
    assert done.status == "READY"
    assert done.row_count > 5

    assert other.post(reverse("workbench:take_export", args=[export.pk])).status_code == 404
    answer = clerk.post(reverse("workbench:take_export", args=[export.pk]))
    rows = (
        list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        if fmt == "csv"
        else CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert export.number in str(rows[0][0])
    assert export.canary in str(rows[0][0])
    assert "clerk-zj" in str(rows[-1][0])
    assert len(rows) == done.row_count + 3  # the mark twice, and the headings
    apps.get_model("personal_data.MassExport").objects.filter(pk=export.pk).update(
        available_until=datetime.now(UTC) - timedelta(minutes=1)
    )
    assert clerk.post(reverse("workbench:take_export", args=[export.pk])).status_code == 404
    assert services.expire_exports(at=datetime.now(UTC)) == 1
    acts = apps.get_model("audit.AuditEvent").objects.filter(action__startswith="exports.")
    assert {"exports.asked", "exports.made", "exports.taken"} <= set(
        acts.values_list("action", flat=True)
    )


def test_a_short_list_comes_at_once_and_its_rows_are_counted(town: Any, sign_in: Any) -> None:
    answer = sign_in("clerk-zj").get(reverse("workbench:customers"), {"export": "csv"})
    assert "attachment" in answer["Content-Disposition"]
    act = apps.get_model("audit.AuditEvent").objects.filter(action="lists.export").latest("pk")
    assert act.changes["rows"] > 5


def signed(town: Any, who: str, path: str) -> str:
    what = {"list": "x", "format": "csv", "filters": [], "path": path, "by": town.user(who).pk}
    return signing.dumps(what, salt="gridhall.asked_export", compress=True)


def test_who_approves_sees_the_list_that_is_made(town: Any, sign_in: Any) -> None:
    """What was asked for is signed by the list itself: nobody writes another name over it."""
    path = "/workbench/customers/?export=csv"
    for what in (
        "", "x", signed(town, "billing", path), signed(town, "clerk-zj", path)[:-1],
        signing.dumps({"path": path}, salt="another"),
    ):  # fmt: skip
        answer = sign_in("clerk-zj").post(
            reverse("workbench:ask_export"), {"reason": "年度用户普查", "what": what}
        )
        assert answer.status_code == 422, what
    assert not apps.get_model("personal_data.MassExport").objects.exists()


def test_only_lists_of_the_workbench_can_be_asked_for(town: Any, sign_in: Any) -> None:
    for path in ("/admin/?export=csv", "/portal/?export=csv", "/workbench/customers/", "x"):
        answer = sign_in("clerk-zj").post(
            reverse("workbench:ask_export"),
            {"reason": "年度用户普查", "what": signed(town, "clerk-zj", path)},
        )
        assert answer.status_code == 422, path
