"""Long lists with personal data: asked for, approved, made by a job, offered for some days."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit import services as audit
from gridhall.foundation.numbering.services import take_numbers

from .. import files, makers
from ..errors import ExportNotReady, ReasonMissing
from ..models import MassExport

EXPORT_KIND = "privacy.mass_export"
Clock = Callable[[], datetime]


@transaction.atomic
def ask_for_export(
    *, list_name: str, fmt: str, language: str, query: str, filters: Iterable[str],
    row_count: int, reason: str, organisation_id: int, actor_id: int, at: datetime,
) -> MassExport:  # fmt: skip
    """Ask a second person to let a long list out. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    day = timezone.localdate(at)
    number = f"DC{day.year}{take_numbers(code='personal_data.export', period=str(day.year))[0]:06d}"
    export = MassExport.objects.create(
        number=number, list_name=list_name, fmt=fmt, language=language, query=query,
        filters=sorted(filters), row_count=row_count, reason=reason.strip()[:300],
        organisation_id=organisation_id, requested_by_id=actor_id, requested_at=at,
        canary=_canary(number, actor_id),
    )  # fmt: skip
    approvals.request_approval(
        kind=EXPORT_KIND, subject_type="mass_export", subject_id=export.pk, subject_label=number,
        reason=export.reason, requested_by_id=actor_id, at=at, dedup_key=number,
        organisation_id=organisation_id,
        payload={"list": list_name, "format": fmt, "rows": row_count, "filters": export.filters},
    )  # fmt: skip
    _record("exports.asked", export, at=at, actor_id=actor_id, reason=export.reason)
    return export


def _canary(number: str, actor_id: int) -> str:
    """Return a code that nobody can make up: a copy that turns up tells whose it was."""
    message = f"export {number} {actor_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, sha256).hexdigest()[:16]


def make_export(*, export_id: int, clock: Clock) -> MassExport:
    """Make the file of an approved export with its watermark; a second call finds it made."""
    with transaction.atomic():
        export = (
            MassExport.objects.select_for_update(of=("self",))
            .select_related("requested_by")
            .get(pk=export_id)
        )
        if export.status != "APPROVED":
            return export
        at = clock()
        made = makers.make(export)
        export.document_ref = files.keep(
            name=f"{export.number}.{export.fmt}", content=made.content, at=at,
            media_type=made.media_type, created_by_id=export.requested_by_id,
        )  # fmt: skip
        export.available_until = at + timedelta(days=settings.GRIDHALL_PERSONAL_DATA["files_days"])
        export.status, export.row_count = "READY", made.rows
        export.save(update_fields=["document_ref", "available_until", "status", "row_count"])
        _record("exports.made", export, at=at, actor_id=None)
    return export


@transaction.atomic
def take_export(*, export_id: int, actor_id: int, at: datetime) -> tuple[str, bytes]:
    """Return name and content of a file to who asked for it, and nobody else; it is written down.

    Raises ExportNotReady (also for another's file and after its time).
    """
    export = MassExport.objects.filter(
        pk=export_id, requested_by_id=actor_id, status="READY", available_until__gte=at
    ).first()
    if export is None or export.document_ref is None:
        raise ExportNotReady
    MassExport.objects.filter(pk=export.pk).update(taken=F("taken") + 1)
    _record("exports.taken", export, at=at, actor_id=actor_id)
    return files.read(export.document_ref)


@transaction.atomic
def expire_exports(*, at: datetime) -> int:
    """Take back the files whose time is over; returns how many."""
    over = MassExport.objects.select_for_update().filter(status="READY", available_until__lt=at)
    count = 0
    for export in over.order_by("pk"):
        if export.document_ref is not None:
            files.drop(export.document_ref, at=at)
        export.status = "EXPIRED"
        export.save(update_fields=["status"])
        count += 1
    return count


def _record(
    action: str, export: MassExport, *, at: datetime, actor_id: int | None, reason: str = ""
) -> None:
    audit.record(
        action=action, at=at, actor_id=actor_id, object_type="mass_export", object_id=export.pk,
        object_label=export.number, organisation_id=export.organisation_id, reason=reason,
        changes={"list": export.list_name, "format": export.fmt, "filters": export.filters,
                 "rows": export.row_count, "by": export.requested_by_id},
    )  # fmt: skip
