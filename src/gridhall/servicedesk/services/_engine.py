"""What the service desk asks the process engine about a case."""

from __future__ import annotations

from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes.selectors import WorkItemView
from gridhall.servicedesk.models import Case

SUBJECT = "case"


def open_items(case: Case) -> list[WorkItemView]:
    """Return the open work items of a case, the oldest first."""
    return processes.items_of(subject_type=SUBJECT, subject_id=case.pk)


def latest(case: Case) -> tuple[int, bool] | None:
    """Return the process of a case and whether it runs: the running one, else the newest."""
    found = processes.position(subject_type=SUBJECT, subject_id=case.pk)
    return None if found is None else (found.instance.pk, found.is_running)
