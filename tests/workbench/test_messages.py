"""The message screens over HTTP: log, texts, campaigns, letters, settings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.approvals.models import ApprovalRequest
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.messages import services
from gridhall.foundation.messages.models import (
    Campaign,
    Delivery,
    InboundMessage,
    PurposeRule,
    TemplateVersion,
)
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db
REASON = {"reason": "检修公告"}
TEXT = "3月10日停电检修"
CAMPAIGN = {
    "title": "检修通知", "purpose": "SERVICE", "channels": ["SMS", "IN_APP"], "audience": "",
    "numbers": f"{the_town.HOME}, {the_town.FACTORY}", "subject_zh": "停电", "text_zh": TEXT,
    "subject_en": "No supply", "text_en": "No supply on 10 March", "start_at": "2026-02-03T09:00",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def unit() -> int:
    from gridhall.foundation.identity import selectors as identity

    found = identity.organisation_by_code(code="00")
    assert found is not None
    return found.pk


def written(sign_in: Any, **changed: Any) -> Campaign:
    given = {**CAMPAIGN, "organisation": unit(), **changed}
    answer = sign_in("comms").post(url("new_campaign"), given)
    assert answer.status_code == 302, answer.content.decode()
    return Campaign.objects.latest("pk")


def started(sign_in: Any) -> Campaign:
    row = written(sign_in)
    sign_in("comms").post(url("request_campaign", row.pk), REASON)
    request = ApprovalRequest.objects.get(subject_id=str(row.pk), kind=services.SEND_BULK)
    approvals.decide(
        pk=request.pk, approve=True, decided_by_id=the_town.user("director").pk, at=timezone.now()
    )
    return row


def noon() -> Any:
    local = timezone.localtime() + timedelta(days=1)
    return local.replace(hour=12)


def test_a_campaign_from_the_form_to_the_customers_telephone(town: Any, sign_in: Any) -> None:
    row = started(sign_in)
    page = sign_in("comms").get(url("campaign", row.pk)).content.decode()
    assert "检修通知" in page
    assert url("pause_campaign", row.pk) in page

    services.deliver_due(clock=noon)

    log = sign_in("comms").get(url("message_log")).content.decode()
    assert the_town.HOME in log
    assert "****" in log
    phone = sign_in("comms").get(url("simulated_messages")).content.decode()
    assert TEXT in phone
    one = Delivery.objects.filter(account_ref=the_town.account_id(the_town.HOME)).get()
    assert TEXT in sign_in("comms").get(url("message_delivery", one.pk)).content.decode()
    assert sign_in("agent-zj").get(url("message_delivery", one.pk)).status_code == 403  # who calls?
    other = Delivery.objects.filter(account_ref=the_town.account_id(the_town.FACTORY)).get()
    assert sign_in("agent-zj").get(url("message_delivery", other.pk)).status_code == 404


def test_pause_and_resume_need_a_reason(town: Any, sign_in: Any) -> None:
    row = started(sign_in)

    sign_in("comms").post(url("pause_campaign", row.pk), {"reason": ""})
    row.refresh_from_db()
    assert row.status == "RUNNING"
    sign_in("comms").post(url("pause_campaign", row.pk), REASON)
    row.refresh_from_db()
    assert row.status == "PAUSED"
    assert sign_in("comms").get(url("campaign_progress", row.pk)).headers["HX-Refresh"] == "true"
    sign_in("comms").post(url("resume_campaign", row.pk), REASON)
    assert "0 / 2" in sign_in("comms").get(url("campaign_progress", row.pk)).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"numbers": "12"}, "12 不是有效户号"),
        ({"numbers": ""}, "二选一"),
        ({"numbers": "0000000000"}, "均不存在"),
        ({"text_en": "Dear {name}"}, "没有占位符 name"),
    ],
)
def test_a_faulty_campaign_is_told_in_place(
    town: Any, sign_in: Any, changed: dict[str, str], said: str
) -> None:
    answer = sign_in("comms").post(
        url("new_campaign"), {**CAMPAIGN, "organisation": unit(), **changed}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_text_from_draft_to_publication(town: Any, sign_in: Any) -> None:
    code = "receivables.payment_posted"
    texts = {
        "title_zh": "缴费成功", "body_zh": "已收到{amount}元，收据{receipt_no}。",
        "title_en": "Paid", "body_en": "{amount} yuan, receipt {receipt_no}.",
        "valid_from": "2026-01-01T00:00",
    }  # fmt: skip
    comms = sign_in("comms")
    address = url("new_message_version", code) + "?channel=IN_APP"
    wrong = comms.post(address, {**texts, "body_en": "{amount} {bank}"})
    assert wrong.status_code == 422
    assert "bank" in wrong.content.decode()

    comms.post(address, texts)
    row = TemplateVersion.objects.get()
    page = comms.get(url("message_version", row.pk)).content.decode()
    assert "<ins>" in page
    comms.post(url("publish_message_version", row.pk), REASON)
    request = ApprovalRequest.objects.get(kind=services.PUBLISH)
    approvals.decide(
        pk=request.pk, approve=True, decided_by_id=the_town.user("director").pk, at=timezone.now()
    )

    assert "已发布" in comms.get(url("message_text", code)).content.decode()
    account = comms.get(url("message_version", row.pk), {"account": the_town.HOME_TOU})
    assert account.status_code == 200


def test_a_letter_is_filed_read_and_closed(town: Any, sign_in: Any) -> None:
    row = services.receive_email(
        raw=b"From: li@example.com\r\nMessage-ID: <1@x>\r\nSubject: Bill\r\n\r\nWhy so high?\r\n",
        at=timezone.now(),
    )
    assert row is not None
    agent = sign_in("agent-zj")

    assert "l***@example.com" in agent.get(url("inbound_messages")).content.decode()
    assert "Why so high?" in agent.get(url("inbound_message", row.pk)).content.decode()
    assert AuditEvent.objects.filter(action="messages.inbound_read").count() == 1
    wrong = agent.post(url("assign_inbound", row.pk), {"account_no": the_town.FACTORY})
    assert wrong.status_code == 422
    agent.post(url("assign_inbound", row.pk), {"account_no": the_town.HOME})
    agent.post(url("close_inbound", row.pk), {"note": "已电话答复"})

    row = InboundMessage.objects.get()
    assert (row.account_ref, row.status) == (the_town.account_id(the_town.HOME), "DONE")


def test_a_new_rule_is_a_new_entry(town: Any, sign_in: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    rule = {
        "valid_from": tomorrow.isoformat(), "quiet_from": "22:00", "quiet_until": "07:30",
        "max_per_day": "2", "max_per_week": "5", "max_attempts": "3", "keep_trying_hours": "24",
        "channels": ["SMS", "EMAIL"], "first": "EMAIL", "source": "公司办〔2026〕3号",
    }  # fmt: skip
    comms = sign_in("comms")
    late = comms.post(url("new_message_rule", "BILLING"), {**rule, "valid_from": "2020-02-02"})
    assert late.status_code == 422

    comms.post(url("new_message_rule", "BILLING"), rule)
    again = comms.post(url("new_message_rule", "BILLING"), rule)
    comms.post(
        url("new_message_price", "SMS"),
        {"valid_from": tomorrow.isoformat(), "unit_price": "0.042", "source": "合同"},
    )

    row = PurposeRule.objects.get(purpose="BILLING", valid_from=tomorrow)
    assert row.channels == ["EMAIL", "SMS"]
    assert again.status_code == 422
    page = comms.get(url("message_settings")).content.decode()
    assert "公司办〔2026〕3号" in page
    assert "0.0420" in page


def test_lists_leave_as_files(town: Any, sign_in: Any) -> None:
    started(sign_in)
    comms = sign_in("comms")

    for name in ("message_log", "campaigns", "inbound_messages"):
        assert comms.get(url(name), {"export": "csv"}).status_code == 200
    by_number = comms.get(url("message_log"), {"account": the_town.HOME}).content.decode()
    assert the_town.FACTORY not in by_number
