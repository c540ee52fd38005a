"""The job: make the copy of everything held about a person, or erase it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from .. import bundle, files, subjects
from ..models import SubjectRequest
from . import _erasing
from . import _steps as steps

Clock = Callable[[], datetime]


def run_request(*, request_id: int, clock: Clock) -> SubjectRequest:
    """Carry a request out, in one transaction; a second call finds it done."""
    with transaction.atomic():
        request = SubjectRequest.objects.select_for_update().get(pk=request_id)
        if request.status != "APPROVED":
            return request
        if request.kind == SubjectRequest.Kind.EXPORT:
            _export(request, clock())
        else:
            _erasing.erase(request, clock())
    if request.kind == SubjectRequest.Kind.ERASE:
        _erasing.write_erasure_list()
    return request


def _export(request: SubjectRequest, at: datetime) -> None:
    person = subjects.directory().person(request.party_ref)
    if person is None:
        steps.move(request, from_=("APPROVED",), to="REFUSED", finished_at=at)
        return
    content = bundle.build(person, number=request.number, at=at)
    document = files.keep(
        name=f"{request.number}.zip", content=content, media_type="application/zip", at=at,
        created_by_id=request.created_by_id,
    )  # fmt: skip
    days = settings.GRIDHALL_PERSONAL_DATA["files_days"]
    steps.move(
        request, from_=("APPROVED",), to="DONE", finished_at=at, document_ref=document,
        available_until=at + timedelta(days=days),
    )  # fmt: skip
    steps.record(
        "privacy.copy_made", request, at=at, actor_id=None, changes={"bytes": len(content)}
    )
