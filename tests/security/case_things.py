"""The case behind the doors of the service desk: a complaint of the first region's customer."""

from __future__ import annotations

from typing import Any

from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.standards import selectors as standards
from gridhall.servicedesk import services
from gridhall.servicedesk.records import Contact, NewCase
from tests.workbench import town


def made(account_id: int, organisation_id: int, unit: str) -> dict[str, Any]:
    """Return its number, its open task, one of its clocks."""
    clerk = town.user(f"HALL_CLERK-{unit}")
    case = services.register_case(
        new=NewCase(
            kind="COMPLAINT", topic="BUSINESS", summary="窗口排队时间过长", channel="HALL",
            organisation_id=organisation_id, account_id=account_id,
            contact=Contact(name="赵某甲", phone="13800000001"),
        ),
        by_id=clerk.pk, at=town.NOW, dedup_key="cast case",
    )  # fmt: skip
    items = processes.items_of(subject_type="case", subject_id=case.pk)
    clocks = standards.clocks_of(subject_type="case", subject_id=case.pk, at=town.NOW)
    return {
        "case": case.number, "case_id": case.pk, "case_task": items[0].id,
        "case_clock": clocks[0].id, "case_act": "priority", "task_way": "delegate",
    }  # fmt: skip
