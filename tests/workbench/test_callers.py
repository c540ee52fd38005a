"""Agents see what is owed first; use, bills line by line and clear values after the check."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from gridhall.billing import selectors as billing
from gridhall.foundation.documents import services
from gridhall.foundation.documents.access import Reader
from gridhall.foundation.signin import notices
from gridhall.receivables import selectors as balances
from gridhall.receivables import services as receivables
from tests.workbench import town as the_town

HOME = the_town.HOME
AT = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def truth() -> dict[str, str]:
    """Return what the caller would say: the file itself and the last bill."""
    account = apps.get_model("customers.Account").objects.get(account_no=HOME)
    last_bill = billing.last_bill_total(account.pk)
    return {
        "NAME": account.party.name, "DOCUMENT_ENDING": account.party.id_document[-4:],
        "PHONE": account.contacts.get().value, "LAST_BILL": str(last_bill),
    }  # fmt: skip


def said(**changes: str) -> dict[str, str]:
    answers = truth()
    return {"method": "QUESTIONS", "NAME": answers["NAME"], "PHONE": answers["PHONE"], **changes}


@pytest.fixture
def agent(town: Any, sign_in: Any) -> Any:
    return sign_in("agent-zj")


def page(client: Any) -> str:
    return str(client.get(url("customer", HOME)).content.decode())


@pytest.mark.requirement("R11")
def test_before_the_check_an_agent_sees_what_is_owed_and_no_more(agent: Any) -> None:
    text = page(agent)
    assert "259.68" in text  # what is owed
    assert 'name="DOCUMENT_ENDING"' in text
    assert 'id="usage"' not in text
    assert 'id="meters"' not in text
    assert url("reveal", HOME) not in text
    for value in truth().values():
        if value != "259.68":
            assert value not in text
    assert truth()["PHONE"][-4:] not in text  # nor the part that is shown when masked


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_after_the_check_all_is_open_until_the_call_is_over(
    town: Any, sign_in: Any, language: str
) -> None:
    agent = sign_in("agent-zj", language=language)
    closed = [
        url("bill", town.bill_no(HOME)), url("bill_bundle", town.bill_no(HOME)),
        url("trial_bill", HOME), url("meter", town.meter_of(HOME)), url("customer_file", HOME),
    ]  # fmt: skip
    for address in closed:
        assert agent.get(address).status_code == 403, address
    refused = agent.post(url("reveal", HOME), {"field": "phone", "reason": "核对登记信息"})
    assert refused.status_code == 403

    answer = agent.post(url("check_caller", HOME), said(), follow=True)

    assert answer.status_code == 200
    assert 'id="usage"' in answer.content.decode()
    for address in closed:
        assert agent.get(address).status_code == 200, address
    shown = agent.post(url("reveal", HOME), {"field": "phone", "reason": "核对登记信息"})
    assert truth()["PHONE"] in shown.content.decode()
    agent.post(url("end_call", HOME))
    assert 'id="usage"' not in page(agent)


def test_a_wrong_answer_opens_nothing_and_is_not_named(agent: Any) -> None:
    answer = agent.post(url("check_caller", HOME), said(LAST_BILL="1.00"), follow=True)
    text = answer.content.decode()
    assert "不提示哪一项有误" in text
    assert 'id="usage"' not in text
    for _time in range(2):
        agent.post(url("check_caller", HOME), said(NAME="?"))
    locked = agent.post(url("check_caller", HOME), said(), follow=True).content.decode()
    assert "尝试次数过多" in locked
    assert 'id="usage"' not in locked


@pytest.mark.parametrize("data", [{}, {"method": "DOCUMENT_SEEN"}, {"method": "QUESTIONS"}])
def test_an_agent_finds_no_short_cut(agent: Any, data: dict[str, str]) -> None:
    agent.post(url("check_caller", HOME), data)
    assert 'id="usage"' not in page(agent)


def rows_of(client: Any, name: str, **query: str) -> int:
    answer = client.get(url(name), {**query, "export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return len(list(csv.reader(io.StringIO(text)))) - 1


@pytest.mark.parametrize("name", ["readings", "bills"])
def test_a_list_opens_for_the_checked_account_only(agent: Any, name: str) -> None:
    assert rows_of(agent, name) == rows_of(agent, name, account=HOME) == 0
    agent.post(url("check_caller", HOME), said())
    assert rows_of(agent, name, account=HOME) > 0
    assert rows_of(agent, name) == rows_of(agent, name, account=the_town.HOME_TOU) == 0


def test_readings_are_not_found_by_the_meter_either(agent: Any) -> None:
    assert rows_of(agent, "readings", meter="1") == 0


def test_payments_open_for_the_checked_account_only(agent: Any, sign_in: Any) -> None:
    pay(HOME)
    assert rows_of(sign_in("clerk-zj"), "payments") > 0
    assert rows_of(agent, "payments") == rows_of(agent, "payments", account=HOME) == 0
    agent.post(url("check_caller", HOME), said())
    assert rows_of(agent, "payments", account=HOME) > 0
    assert rows_of(agent, "payments") == 0


def pay(account_no: str) -> None:
    account_id = the_town.account_id(account_no)
    receivables.take_counter_payment(
        account_id=account_id, amount=Decimal("1.00"), channel="COUNTER_CASH",
        expected_balance=balances.balance_of(account_id=account_id),
        idempotency_key="callers-0001", scope=the_town.scope(),
        actor_id=the_town.user("cashier-zj").pk, at=the_town.NOW,
    )  # fmt: skip


def test_a_clerk_is_offered_the_check_and_not_held_up(town: Any, sign_in: Any) -> None:
    clerk = sign_in("clerk-zj")
    assert 'id="usage"' in page(clerk)
    answer = clerk.post(url("check_caller", HOME), {"method": "DOCUMENT_SEEN"}, follow=True)
    assert "当面查验证件" in answer.content.decode()
    check = apps.get_model("customers.CallerCheck").objects.get()
    assert (check.method, check.passed, check.questions) == ("DOCUMENT_SEEN", True, [])


def test_a_clerk_may_be_bound_by_a_setting(town: Any, sign_in: Any, settings: Any) -> None:
    settings.GRIDHALL_CALLER_CHECK = {"bound": {"HALL_CLERK": ("DOCUMENT_SEEN",)}}
    clerk = sign_in("clerk-zj")
    assert 'id="usage"' not in page(clerk)
    clerk.post(url("check_caller", HOME), {"method": "DOCUMENT_SEEN"})
    assert 'id="usage"' in page(clerk)


def test_the_check_stands_in_the_history_in_words(agent: Any, sign_in: Any) -> None:
    agent.post(url("check_caller", HOME), said())
    history = sign_in("clerk-zj").get(url("customer_history", HOME)).content.decode()
    assert "核实户号" in history
    assert "通过" in history
    assert truth()["PHONE"] not in history


def test_another_region_finds_nothing(town: Any, sign_in: Any) -> None:
    other = sign_in("clerk-hb")
    assert other.post(url("check_caller", HOME), said()).status_code == 404
    assert other.post(url("end_call", HOME)).status_code == 404
    assert apps.get_model("customers.CallerCheck").objects.count() == 0


@pytest.mark.requirement("R11")
def test_papers_and_messages_of_the_account_open_after_the_check(agent: Any, town: Any) -> None:
    account = apps.get_model("customers.Account").objects.get(account_no=HOME)
    delivery = apps.get_model("messaging.Delivery").objects.create(
        dedup_key="callers-1", account_ref=account.pk, organisation_id=account.organisation_id,
        template=notices.NEW_DEVICE, purpose="SERVICE", created_at=AT, due_at=AT, token=uuid4(),
        params='{"moment": "x", "device": "y", "network": "z"}',
    )  # fmt: skip
    paper = services.attach(
        subject_type="customers.account", subject_id=str(account.pk), kind="photo",
        upload=services.Upload(name="a.png", media_type="", chunks=[PNG]),
        reader=Reader(user_id=town.user("clerk-zj").pk, on=AT.date()), at=AT,
    )  # fmt: skip
    paid = receivables.take_counter_payment(
        account_id=account.pk, amount=Decimal("9.68"), channel="COUNTER_CASH",
        expected_balance=Decimal("259.68"), tendered=Decimal("9.68"), allow_advance=False,
        idempotency_key="callers-0001", scope=the_town.scope(), at=AT,
        actor_id=town.user("clerk-zj").pk,
    )  # fmt: skip
    closed = [
        url("message_delivery", delivery.pk), url("paper", paper.pk),
        url("paper_file", paper.pk, 1), url("attachments", "customers.account", account.pk),
        url("payment", paid.receipt_no), url("customer_risk", HOME),
    ]  # fmt: skip
    assert [agent.get(one).status_code for one in closed] == [403] * 6

    agent.post(url("check_caller", HOME), said())

    assert [agent.get(one).status_code for one in closed] == [200] * 6
