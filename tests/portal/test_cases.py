"""A customer's requests: filed once, followed, answered to, never somebody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gridhall.servicedesk import services
from tests.servicedesk.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
PATH = "/portal/cases/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
KEY = "0" * 32


@pytest.fixture
def desk(db: None) -> Desk:
    made = make_desk()
    made.now = timezone.now()
    access(made.customer, made.account)
    return made


def answered(desk: Desk, case: Any, body: str) -> None:
    """Have the hotline answer; time passes only until now, since the portal's clock is real."""
    services.answer(case_id=case.pk, by_id=desk.id("agent"), at=timezone.now(), body=body)


def signed_in(user: Any, *, language: str = "zh-hans") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def access(user: Any, account: Any, **more: Any) -> Any:
    return apps.get_model("customers.PortalAccess").objects.create(
        user=user, account=account, valid_from="2020-01-01", **more
    )


@pytest.fixture
def zhao(desk: Desk) -> Client:
    return signed_in(desk.customer)


def cases() -> Any:
    return apps.get_model("servicedesk.Case").objects.order_by("pk")


def form(desk: Desk, **more: Any) -> dict[str, Any]:
    return {
        "account": desk.account.account_no, "text": "上月电费比平常多一倍，请核查。",
        "name": "赵某甲", "phone": "13800000001", "wants_reply": "on", "key": KEY,
        "topic": "", **more,
    }  # fmt: skip


def filed(desk: Desk, zhao: Client, kind: str = "CONSULTATION", **more: Any) -> Any:
    answer = zhao.post(f"{PATH}new/{kind}/", form(desk, **more))
    assert answer.status_code == 302, answer.content.decode()
    return cases().last()


@pytest.mark.requirement("R57")
def test_a_request_is_filed_once_and_found_again(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao)
    filed(desk, zhao)  # the second click
    assert cases().count() == 1
    assert (case.account, case.channel, case.by_customer) == (desk.account, "WEB", True)
    assert case.registered_by == desk.customer
    assert "电费比平常" not in case.summary  # what lists show holds nothing she wrote

    page = zhao.get(f"{PATH}{case.number}/").content.decode()
    for words in ("上月电费比平常多一倍", "已受理", "答复", case.number, desk.account.account_no):
        assert words in page
    for state, there in (("open", True), ("ended", False), ("", True)):
        assert (case.number in zhao.get(PATH, {"state": state}).content.decode()) is there
    assert case.number in zhao.get(PATH, {"q": case.number[:6].lower()}).content.decode()
    assert "没有这样的诉求" in zhao.get(PATH, {"q": "S9"}).content.decode()


def test_what_is_missing_is_told(desk: Desk, zhao: Client) -> None:
    for wrong in ({"text": ""}, {"phone": "", "email": ""}, {"phone": "12"}, {"key": "x"},
                  {"account": "9"}, {"topic": "NONE"}):  # fmt: skip
        answer = zhao.post(f"{PATH}new/COMPLAINT/", form(desk, **wrong))
        assert answer.status_code in (404, 422), wrong
    assert not cases().exists()
    assert zhao.get(f"{PATH}new/NOTHING/").status_code == 404


@pytest.mark.requirement("R66")
def test_the_customer_sends_an_answer_back_and_rates_the_next(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao, topic="BILL")
    answered(desk, case, "已核查，示数无误。")
    page = zhao.get(f"{PATH}{case.number}/").content.decode()
    assert "已核查，示数无误。" in page
    assert "问题解决了吗" in page
    assert str(desk.people["agent"]) not in page  # the company speaks as one

    zhao.post(f"{PATH}{case.number}/object/", {"reason": "没有说明原因"})
    case.refresh_from_db()
    assert (case.status, case.satisfied) == ("IN_PROGRESS", False)

    answered(desk, case, "因更换电表补计两天。")
    zhao.post(f"{PATH}{case.number}/satisfied/")
    zhao.post(f"{PATH}{case.number}/rate/", {"rating": "9"})
    zhao.post(f"{PATH}{case.number}/rate/", {"rating": "4"})
    zhao.post(f"{PATH}{case.number}/rate/", {"rating": "1"})
    case.refresh_from_db()
    assert (case.satisfied, case.rating, case.status) == (True, 4, "CLOSED")

    assert "重新办理" in zhao.get(f"{PATH}{case.number}/").content.decode()
    zhao.post(f"{PATH}{case.number}/reopen/", {"reason": "又多收了"})
    case.refresh_from_db()
    assert case.status == "IN_PROGRESS"


def test_what_stays_inside_is_not_shown(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao)
    services.remark(case_id=case.pk, body="客户态度不好", by_id=desk.id("agent"),
                    at=timezone.now())  # fmt: skip
    page = zhao.get(f"{PATH}{case.number}/").content.decode()
    assert "客户态度不好" not in page


def test_messages_and_photos(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao, photos=SimpleUploadedFile("a.png", PNG, "image/png"))
    say = f"{PATH}{case.number}/say/"
    for _click in range(2):
        zhao.post(say, {"text": "补充：表号 123", "key": KEY})
    assert apps.get_model("servicedesk.CaseEntry").objects.filter(kind="MESSAGE").count() == 1
    assert zhao.post(say, {"text": "", "key": KEY}).status_code == 422
    false = SimpleUploadedFile("b.png", b"<script>alert(1)</script>", "image/png")
    page = zhao.post(say, {"key": "1" * 32, "photos": false}, follow=True).content.decode()
    assert "b.png" in page  # told what is wrong with it

    (address,) = re.findall(rf"{PATH}{case.number}/photos/\d+/", page)
    picture = zhao.get(address)
    assert (picture.status_code, picture.content) == (200, PNG)
    assert "sandbox" in picture["Content-Security-Policy"]
    many = [SimpleUploadedFile(f"{n}.png", PNG, "image/png") for n in range(6)]
    assert zhao.post(say, {"key": "2" * 32, "photos": many}).status_code == 422


def test_the_company_sees_the_photos_and_adds_none(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao, topic="BILL", photos=SimpleUploadedFile("a.png", PNG, "image/png"))
    handler = signed_in(desk.people["service"])
    page = handler.get(f"/workbench/cases/{case.number}/").content.decode()
    panel = f"/workbench/documents/of/case.photos/{case.pk}/"
    assert panel in page
    shown = handler.get(panel)
    assert "a.png" in shown.content.decode()
    sent = {"kind": "photo", "file": SimpleUploadedFile("b.png", PNG, "image/png")}
    assert handler.post(f"{panel}add/", sent).status_code == 403


def test_a_request_is_withdrawn_before_work_began(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao)
    zhao.post(f"{PATH}{case.number}/withdraw/", {"reason": ""})
    case.refresh_from_db()
    assert case.status == "RECEIVED"
    zhao.post(f"{PATH}{case.number}/withdraw/", {"reason": "已解决"})
    case.refresh_from_db()
    assert case.status == "CANCELLED"
    page = zhao.post(f"{PATH}{case.number}/say/", {"text": "喂", "key": KEY}).content.decode()
    assert case.number in page


@pytest.mark.requirement("R69")
@pytest.mark.parametrize("anonymous", [True, False])
def test_a_report_of_wrongdoing_leads_to_nobody(
    desk: Desk, zhao: Client, anonymous: bool, caplog: pytest.LogCaptureFixture
) -> None:
    typed = form(desk, anonymous="on" if anonymous else "", phone="13800000002")
    answer = zhao.post(f"{PATH}new/REPORT/", typed)
    case = cases().last()
    page = zhao.get(answer["Location"]).content.decode()
    assert case.number in page
    assert zhao.get(answer["Location"]).status_code == 302  # once

    assert case.sealed
    assert (case.registered_by, case.account, case.contact_phone) == (None, None, "")
    assert str(desk.customer.pk) not in case.dedup_key.split(":")
    assert case.number not in zhao.get(PATH).content.decode()
    assert zhao.get(f"{PATH}{case.number}/").status_code == 404
    acts = apps.get_model("audit.AuditEvent").objects.filter(object_label=case.number)
    assert {act.actor_id for act in acts} == {None}
    informants = apps.get_model("servicedesk.SealedInformant").objects.filter(case=case)
    assert [one.phone for one in informants if one.phone] == ([] if anonymous else ["13800000002"])


def test_nobody_sees_or_touches_anothers(desk: Desk, zhao: Client) -> None:
    case = filed(desk, zhao)
    create = apps.get_model("identity.User").objects.create
    stranger = create(username="wu", kind="CUSTOMER")
    guest, weak = create(username="son", kind="CUSTOMER"), create(username="eve", kind="CUSTOMER")
    access(guest, desk.account, rights=["VIEW_BILLS"])
    access(weak, desk.account, proof="BILL_AMOUNT", rights=["VIEW_BILLS", "VIEW_MESSAGES"])
    reader = create(username="wife", kind="CUSTOMER")
    access(reader, desk.account, rights=["VIEW_MESSAGES"])

    assert case.number not in signed_in(stranger).get(PATH).content.decode()
    assert signed_in(guest).get(PATH).status_code == 403  # not shared with the guest
    for person in (guest, weak):
        client = signed_in(person)
        assert client.get(f"{PATH}{case.number}/").status_code == 404
        for act in ("say", "withdraw", "satisfied", "object", "rate", "reopen"):
            assert client.post(f"{PATH}{case.number}/{act}/", {"reason": "我要"}).status_code == 404
    assert signed_in(reader).get(f"{PATH}{case.number}/").status_code == 200
    own = signed_in(weak)
    own.post(f"{PATH}new/PRAISE/", form(desk, key="3" * 32))
    assert own.get(f"{PATH}{cases().last().number}/").status_code == 200  # what she wrote herself
    assert signed_in(desk.people["agent"]).get(PATH).status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_speaks_both_languages(desk: Desk, language: str) -> None:
    client = signed_in(desk.customer, language=language)
    case = filed(desk, client, "REPAIR", place="梅花路 3 号杆")
    for path in (PATH, f"{PATH}new/", f"{PATH}new/REPAIR/", f"{PATH}new/REPORT/",
                 f"{PATH}{case.number}/"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        if language == "en":
            shown = re.sub(r"(?s)<head>.*?</head>|<form class=\"gh-language.*?</form>", "",
                           answer.content.decode())  # fmt: skip
            assert "Request" in shown or "request" in shown
