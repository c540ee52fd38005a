"""What every step of a request shares: finding it, moving it on once, writing it down, the job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope

from ..errors import RequestNotFound, WrongStep
from ..models import SubjectRequest

RUN_TASK = "personal_data.run_request"
EXPORT_TASK = "personal_data.make_export"
OPEN = ("RECEIVED", "PROVEN", "WAITING", "APPROVED")


def found(scope: Scope, pk: int) -> SubjectRequest:
    """Return a request inside ``scope``. Raises RequestNotFound."""
    request = SubjectRequest.objects.filter(pk=pk).first()
    if request is None or not scope.holds(request.organisation_id):
        raise RequestNotFound
    return request


def move(request: SubjectRequest, *, from_: tuple[str, ...], to: str, **values: Any) -> None:
    """Move a request on, unless somebody did before. Raises WrongStep."""
    rows = SubjectRequest.objects.filter(pk=request.pk, status__in=from_)
    for name, value in {"status": to, **values}.items():
        setattr(request, name, value)
    if not rows.update(status=to, **values):
        raise WrongStep(number=request.number)


def record(
    action: str, request: SubjectRequest, *, at: datetime, actor_id: int | None, reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write a step into the audit trail."""
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="subject_request",
        object_id=request.pk, object_label=request.number, organisation_id=request.organisation_id,
        reason=reason[:300], changes={"kind": request.kind, **(changes or {})},
    )  # fmt: skip


def wake(task: str, **values: int) -> None:
    """Have a worker do it; a second call while it waits adds nothing."""
    name = f"{task}:{'-'.join(str(value) for value in values.values())}"
    job = app.configure_task(task, queueing_lock=name, lock=name)
    try:
        with transaction.atomic():
            job.defer(**values)
    except AlreadyEnqueued:
        return
