"""Whether the parts of a split case are answered; known below the answer itself."""

from __future__ import annotations

from gridhall.servicedesk.models import Case, Status
from gridhall.servicedesk.refusals import PartsOpen


def demand_parts_answered(case: Case) -> None:
    """Raise PartsOpen while parts of a case are without an answer; asked before it is given."""
    waiting = [part.number for part in case.parts.order_by("pk") if not is_answered(part)]
    if waiting:
        raise PartsOpen(case=case.number, parts=", ".join(waiting))


def is_answered(part: Case) -> bool:
    """Tell whether a part has its answer, or needs none any more."""
    return part.answered_at is not None or part.status in (Status.CLOSED, Status.CANCELLED)
