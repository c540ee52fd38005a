"""How far the one answer of a mass event has got: counts, and the cases that refused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from gridhall.servicedesk.models import Case, MassAnswer, MassAnswered
from gridhall.servicedesk.models.cases import OPEN

#: Nothing moved for so long: the job was stopped or killed, and may be started again.
STILL = timedelta(minutes=2)
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MassFault:
    """A case that refused the answer, and the code of the reason."""

    number: str
    summary: str
    status_label: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MassProgress:
    """One answer to all: ``reached`` of ``total`` cases; ``stuck``: nothing moves any more."""

    id: int
    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    running: bool
    stuck: bool
    total: int
    reached: int
    told: int
    refused: int
    faults: tuple[MassFault, ...]

    @property
    def may_resume(self) -> bool:
        """Whether it can be set going again: it stands still, or cases refused it."""
        return self.stuck or (not self.running and self.refused > 0)


def mass_answers(*, master_id: int, at: datetime, limit: int = 3) -> list[MassProgress]:
    """Return the answers given to a master case and all under it, the newest first."""
    rows = MassAnswer.objects.filter(master_id=master_id).select_related("asked_by")
    return [_progress(row, at) for row in rows.order_by("-pk")[:limit]]


def _progress(row: MassAnswer, at: datetime) -> MassProgress:
    found = MassAnswered.objects.filter(answer=row)
    sums = found.aggregate(
        reached=Count("pk"), told=Count("pk", filter=Q(told=True)),
        refused=Count("pk", filter=~Q(fault="")), last=Max("at"),
    )  # fmt: skip
    running = row.status == MassAnswer.Status.RUNNING
    waiting = Case.objects.filter(OPEN, gathered_by_id=row.master_id)
    rest = waiting.exclude(pk__in=found.values("case_id")).count() if running else 0
    moved = max(filter(None, [sums["last"], row.asked_at, row.resumed_at]))
    return MassProgress(
        id=row.pk, asked_at=row.asked_at, asked_by=str(row.asked_by), done_at=row.done_at,
        running=running, stuck=running and at - moved > STILL, total=sums["reached"] + rest,
        reached=sums["reached"], told=sums["told"], refused=sums["refused"],
        faults=_faults(row) if sums["refused"] else (),
    )  # fmt: skip


def _faults(row: MassAnswer) -> tuple[MassFault, ...]:
    rows = MassAnswered.objects.filter(answer=row).exclude(fault="").select_related("case")
    return tuple(
        MassFault(number=one.case.number, summary=one.case.summary, fault=one.fault,
                  status_label=one.case.get_status_display())
        for one in rows.order_by("pk")[:MOST_FAULTS]
    )  # fmt: skip
