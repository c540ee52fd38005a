"""What the service desk asks the process engine about a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from gridhall.foundation.processes import versions
from gridhall.servicedesk.models import Case

SUBJECT = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An open work item of a case."""

    item_id: int
    step: str
    role: str
    organisation_id: int
    assignee_id: int | None
    first_outcome: str


def open_items(case: Case) -> list[OpenItem]:
    """Return the open work items of a case, the oldest first."""
    rows = apps.get_model("processes", "WorkItem").objects.filter(
        subject_type=SUBJECT, subject_id=str(case.pk), status="OPEN"
    )
    found = rows.select_related("instance__definition").defer("instance__definition__text")
    return [_open(row) for row in found.order_by("id")]


def _open(row: Any) -> OpenItem:
    step = versions.parsed(row.instance.definition).steps[row.step]
    return OpenItem(
        item_id=row.pk, step=row.step, role=row.role, organisation_id=row.organisation_id,
        assignee_id=row.assignee_id,
        first_outcome=step.outcomes[0].code if step.outcomes else "",
    )  # fmt: skip


def latest(case: Case) -> tuple[int, bool] | None:
    """Return the newest process of a case and whether it runs."""
    rows = apps.get_model("processes", "ProcessInstance").objects.filter(
        subject_type=SUBJECT, subject_id=str(case.pk), parent__isnull=True
    )
    found = rows.order_by("-id").values_list("pk", "status").first()
    return None if found is None else (found[0], found[1] == "RUNNING")
