"""The processes of the service desk, made known to the engine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.processes import registry
from gridhall.foundation.processes.gates import GateQuestion
from gridhall.kernel.errors import GridHallError

from . import errors
from .models import Case
from .routing import PROCESSES

SUBJECT = "case"
HERE = Path(__file__).parent / "processes"
PREFIX = "case_"


def on_the_case(question: GateQuestion) -> GridHallError | None:
    """Let the step be finished by an act on the case only: it needs a text, a finding, a moment."""
    from .services import _hand

    return None if _hand.at_hand(int(question.subject_id)) else errors.OnCasePageOnly()


def may_act(user_id: int, subject_type: str, subject_id: str, at: datetime) -> bool:
    """Close reports of wrongdoing to everybody but their officers."""
    del subject_type
    found = Case.objects.filter(pk=int(subject_id)).values_list("sealed", "organisation_id").first()
    if found is None or not found[0]:
        return found is not None
    scope = identity.scope_of(user_id=user_id, action="cases.sealed", on=timezone.localdate(at))
    return scope.holds(found[1])


def register_all() -> None:
    """Make the processes known; called once when the app starts."""
    from .services import _follow

    for code in sorted(set(PROCESSES.values())):
        registry.register(
            registry.ProcessKind(
                code=code, path=HERE / f"{code.removeprefix(PREFIX)}.yaml", subject_type=SUBJECT,
                on_change=_follow.follow, gates={"on_the_case": on_the_case},
                may_act=may_act if code == "case_report" else None,
            )
        )  # fmt: skip
