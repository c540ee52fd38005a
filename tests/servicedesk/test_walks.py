"""Every kind of case, from receipt to its end."""

from __future__ import annotations

import pytest

from gridhall.servicedesk import services

from .desk import Desk


@pytest.mark.requirement("R58")
def test_a_consultation_is_answered_on_the_phone_in_one_go(desk: Desk) -> None:
    case = desk.register("CONSULTATION", "BILL")
    assert case.status == "RECEIVED" and case.handler_role == "HOTLINE_AGENT"

    desk.act("agent", services.answer, case, body="账单明细如下")
    case = desk.act("agent", services.confirm, case)

    assert case.status == "CLOSED" and case.satisfied
