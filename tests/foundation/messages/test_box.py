"""Messages: once per occasion, in the reader's language, to one recipient."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from gridhall.foundation.identity.services import create_user
from gridhall.foundation.messages import registry, selectors
from gridhall.foundation.messages.models import Message
from gridhall.foundation.messages.registry import MessageTemplate
from gridhall.foundation.messages.services import NewMessage, _box, mark_read, send

AT = datetime(2026, 1, 5, tzinfo=UTC)
BILL = MessageTemplate(code="test.bill", title="Bill of {month}", body="{amount} yuan until {day}")


@pytest.fixture(autouse=True)
def _template(monkeypatch):
    monkeypatch.setattr(registry, "_templates", {})
    registry.register(BILL)


def _bill(key, account_id=7, **params):
    known = {"month": "2026-01", "amount": "31.95", "day": "2026-02-20"}
    return NewMessage(
        template=BILL.code, dedup_key=key, account_id=account_id, params=known | params
    )


@pytest.mark.django_db
def test_nobody_is_told_twice():
    assert send([_bill("a"), _bill("b", 8)], at=AT) == 2
    send([_bill("a", amount="99.00")], at=AT)

    (message,) = selectors.to_accounts(account_ids=[7])
    assert (message.title, message.body) == ("Bill of 2026-01", "31.95 yuan until 2026-02-20")
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_many_messages_keep_their_words_and_their_order(monkeypatch):
    monkeypatch.setattr(_box, "BATCH", 3)
    nasty = "100 % 'quoted' \"twice\" \\ %s {} ; DROP TABLE 表\n\u2028"
    sent = [_bill(f"k{n}", n, amount=f"{n} {nasty}") for n in range(8)]

    assert send([*sent, sent[1], _bill("k7", 9)], at=AT) == 10

    rows = Message.objects.order_by("id")
    assert [one.dedup_key for one in rows] == [f"k{n}" for n in range(8)]
    assert [one.account_ref for one in rows] == list(range(8))
    assert [one.params["amount"] for one in rows] == [f"{n} {nasty}" for n in range(8)]
    assert {(one.channel, one.created_at, one.read_at) for one in rows} == {("IN_APP", AT, None)}


@pytest.mark.django_db
def test_a_message_to_nobody_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        send([NewMessage(template=BILL.code, dedup_key="n")], at=AT)


@pytest.mark.django_db
def test_an_old_message_survives_a_new_text_and_a_lost_one():
    send([_bill("a")], at=AT)
    registry.register(MessageTemplate(code=BILL.code, title="{month}", body="{new} {amount}"))
    assert selectors.to_accounts(account_ids=[7])[0].body == "… 31.95"

    registry._templates.clear()
    assert selectors.to_accounts(account_ids=[7])[0].title == BILL.code


@pytest.mark.django_db
def test_what_is_unread_is_counted():
    user, _ = create_user(username="u", password="x" * 12, kind="EMPLOYEE", display_name="")
    send([_bill("a"), NewMessage(template="x", dedup_key="e", employee_id=user.pk)], at=AT)
    ids = [message.id for message in selectors.to_employee(employee_id=user.pk)]

    assert selectors.unread_by_employee(employee_id=user.pk) == 1
    assert selectors.unread_by_accounts(account_ids=[7, 8]) == 1
    assert (mark_read(message_ids=ids, at=AT), mark_read(message_ids=ids, at=AT)) == (1, 0)
    assert selectors.unread_by_employee(employee_id=user.pk) == 0


@pytest.mark.django_db
def test_the_database_refuses_a_message_to_nobody():
    with pytest.raises(IntegrityError, match="one_recipient"), transaction.atomic():
        send([NewMessage(template="x", dedup_key="n")], at=AT)
