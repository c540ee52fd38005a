"""The customer hears that a case came in and that it is over: once, and never of a sealed one."""

from __future__ import annotations

from django.utils import translation

from gridhall.foundation.messages.models import Message
from gridhall.foundation.messages.registry import rendered
from gridhall.foundation.outbox.services import deliver_pending
from gridhall.servicedesk import customer_news, services
from gridhall.servicedesk.records import Contact

from .desk import Desk


def told(code: str) -> list[str]:
    """Return the numbers of the cases whose customers were told."""
    deliver_pending()
    rows = Message.objects.filter(template=code).order_by("pk")
    return [row.params["number"] for row in rows]


def test_a_case_by_telephone_is_confirmed_and_its_end_is_told(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    desk.act("agent", services.answer, case, body="账单明细如下")
    desk.act("agent", services.confirm, case)

    assert told(customer_news.RECEIVED) == [case.number]
    assert told(customer_news.CLOSED) == [case.number]
    services.object_(case_id=case.pk, body="又多收了", by_id=desk.customer.pk, at=desk.later())
    desk.act("agent", services.answer, case, body="已退")
    desk.act("agent", services.confirm, case)
    assert told(customer_news.CLOSED) == [case.number] * 2
    with translation.override("en"):
        title, body = rendered(customer_news.CLOSED, {"number": "S1"})
    assert "S1" in title
    assert "账单" not in body


def test_of_what_is_sealed_anonymous_or_written_online_nothing_is_sent(desk: Desk) -> None:
    desk.register("REPORT")
    desk.register("COMPLAINT", anonymous=True, account_id=None, contact=Contact())
    desk.register("SUGGESTION", by_customer=True, channel="WEB")
    assert told(customer_news.RECEIVED) == []
