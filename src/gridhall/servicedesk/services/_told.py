"""What events say about a case."""

from __future__ import annotations

from typing import Any

from gridhall.servicedesk.models import Case


def facts(case: Case) -> dict[str, Any]:
    """Return the fields that every event of a case carries."""
    return {
        "case_id": case.pk, "number": case.number, "kind": case.kind, "category": case.category,
        "topic": case.topic.code if case.topic else "", "channel": case.channel,
        "organisation_id": case.organisation_id, "area": case.area, "grade": case.grade,
        "account_id": case.account_id, "handler_id": case.handler_id,
        "handler_role": case.handler_role, "sealed": case.sealed, "anonymous": case.anonymous,
        "by_customer": case.by_customer,
    }  # fmt: skip
