"""Moving old rows to files: the one way in which audit rows ever leave the table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from gridhall.foundation import days
from gridhall.foundation.locks import hold_lock
from gridhall.kernel.periods import months_before, next_month

from .. import archives
from ..chain import digest_of
from ..errors import ArchiveTooYoung, TrailNotSound
from ..models import AuditAnchor, AuditArchive, AuditEvent
from ..selectors import places
from ._record import record

Ranges = dict[str, dict[str, Any]]
LEAST_MONTHS = 6


def months_due(*, before: date) -> list[date]:
    """Return the first days of the whole months before ``before`` that have rows here."""
    oldest = AuditEvent.objects.aggregate(at=Min("at"))["at"]
    if oldest is None:
        return []
    month, found = timezone.localdate(oldest).replace(day=1), []
    while next_month(month) <= before:
        found.append(month)
        month = next_month(month)
    return found


def archive_before(
    *, before: date | None, folder: Path, at: datetime, actor_id: int | None
) -> list[AuditArchive]:
    """Move the rows of each whole month before a day to a file; return the archives made.

    ``before`` None: as soon as the rows need not be at hand any more, which is
    ``GRIDHALL_AUDIT_ONLINE_MONTHS`` after their month. Of a chain only the rows at its beginning
    go, up to the first younger one. Raises ArchiveTooYoung, TrailNotSound; then nothing of that
    month is moved. Each month is one transaction; a kill leaves the rows, at most with a file.
    """
    limit = _youngest(at)
    if before is not None and before > limit:
        raise ArchiveTooYoung(months=_months(), day=limit)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [
        _archive_month(month, folder, at, actor_id) for month in months_due(before=before or limit)
    ]
    return [one for one in made if one is not None]


def _months() -> int:
    return max(int(settings.GRIDHALL_AUDIT_ONLINE_MONTHS), LEAST_MONTHS)


def _youngest(at: datetime) -> date:
    """Return the first day of the oldest month that must stay at hand."""
    return months_before(timezone.localdate(at), _months())


@transaction.atomic
def _archive_month(
    month: date, folder: Path, at: datetime, actor_id: int | None
) -> AuditArchive | None:
    hold_lock("audit.archive")
    ranges = _ranges(days.start_of(next_month(month)))
    if not ranges:
        return None
    name = f"audit-{month:%Y-%m}.jsonl.gz"
    if AuditArchive.objects.filter(file_name=name).exists():  # rows dated back came later
        name = f"audit-{month:%Y-%m}-{at:%Y%m%d%H%M%S}.jsonl.gz"
    about = {"month": f"{month:%Y-%m}", "ranges": ranges}
    count, digest = archives.write(folder / name, about=about, rows=_sound_rows(ranges))
    made = AuditArchive.objects.create(
        file_name=name, month=month, rows=count, sha256=digest, ranges=ranges, made_at=at
    )
    _remove(ranges, count)
    record(
        action="audit.archived", at=at, actor_id=actor_id, object_type="audit_archive",
        object_id=made.pk, object_label=name, changes={"rows": count, "sha256": digest},
    )  # fmt: skip
    return made


def _ranges(end: datetime) -> Ranges:
    """Return for each chain which rows at its beginning are older than ``end``."""
    begun = places()
    younger = dict(_per_chain(AuditEvent.objects.filter(at__gte=end), Min("sequence")))
    newest = dict(_per_chain(AuditEvent.objects.all(), Max("sequence")))
    found: Ranges = {}
    for chain, last_here in sorted(newest.items()):
        first = begun.get(chain, (0, b""))[0] + 1
        last = younger[chain] - 1 if chain in younger else last_here
        if last >= first:
            row = AuditEvent.objects.get(chain=chain, sequence=last)
            found[str(chain)] = {"first": first, "last": last, "digest": bytes(row.digest).hex()}
    return found


def _per_chain(rows: Any, figure: Any) -> Any:
    return rows.order_by().values_list("chain").annotate(figure=figure)


def _sound_rows(ranges: Ranges) -> Iterator[AuditEvent]:
    """Yield the rows of the ranges chain by chain; raises TrailNotSound at the first fault."""
    begun = places()
    for chain, part in ranges.items():
        sequence, digest = begun.get(int(chain), (0, bytes(32)))
        rows = AuditEvent.objects.filter(
            chain=int(chain), sequence__range=(part["first"], part["last"])
        )
        for row in rows.order_by("sequence").iterator(chunk_size=2000):
            follows = row.sequence == sequence + 1 and bytes(row.previous_digest) == digest
            if not follows or bytes(row.digest) != digest_of(row):
                raise TrailNotSound(fault=f"chain {chain}, row {row.sequence}")
            sequence, digest = row.sequence, bytes(row.digest)
            yield row


def _remove(ranges: Ranges, count: int) -> None:
    """Move the anchors and take the archived rows out, as the triggers allow here only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridhall.archiving', pg_current_xact_id()::text, true)")
        removed = 0
        for chain, part in ranges.items():
            anchor = {"sequence": part["last"], "digest": bytes.fromhex(part["digest"])}
            AuditAnchor.objects.update_or_create(chain=int(chain), defaults=anchor)
            cursor.execute(
                "DELETE FROM audit_auditevent WHERE chain = %s AND sequence BETWEEN %s AND %s",
                [int(chain), part["first"], part["last"]],
            )
            removed += cursor.rowcount
        cursor.execute("SELECT set_config('gridhall.archiving', '', true)")
    if removed != count:
        raise TrailNotSound(fault=f"{count} rows were written, {removed} removed")
