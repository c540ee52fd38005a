"""Reads of import batches and their faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from gridhall.foundation.documents import selectors as documents
from gridhall.foundation.identity.selectors import Scope

from .fault_kinds import general_reason, text_of
from .models import ImportBatch, ImportFault
from .reading import RawRow, Table, open_table


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRow:
    """One fault in the reader's language."""

    row_number: int
    field: str
    value: str
    taken: str
    code: str
    severity: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCount:
    """How often a code occurs at a field."""

    field: str
    code: str
    severity: str
    count: int


def batches(
    *, scope: Scope, user_id: int | None = None, sheet: str = "", status: str = ""
) -> QuerySet[ImportBatch]:
    """Return the batches of these organisations (and one's own), newest first."""
    rows = ImportBatch.objects.select_related("document", "organisation", "created_by")
    if not scope.everything:
        own = Q(created_by_id=user_id) if user_id is not None else Q()
        rows = rows.filter(Q(organisation_id__in=scope.organisation_ids) | own)
    for name, wanted in (("sheet", sheet), ("status", status)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.order_by("-pk")


def batch(*, batch_id: int, scope: Scope, user_id: int | None = None) -> ImportBatch | None:
    """Return one batch if it lies inside ``scope`` or is one's own."""
    return batches(scope=scope, user_id=user_id).filter(pk=batch_id).first()


def open_batches() -> list[int]:
    """Return the batches that wait or run (or were interrupted), oldest first."""
    waiting = (ImportBatch.Status.QUEUED, ImportBatch.Status.RUNNING)
    rows = ImportBatch.objects.filter(status__in=waiting)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def unfinished_batch(*, content_hash: str, user_id: int | None) -> ImportBatch | None:
    """Return the interrupted or waiting batch of the same file by the same person."""
    waiting = (ImportBatch.Status.QUEUED, ImportBatch.Status.RUNNING)
    return (
        ImportBatch.objects.filter(
            document__content_hash=content_hash, created_by_id=user_id, status__in=waiting,
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip


def faults(
    *, batch: ImportBatch, field: str = "", code: str = "", severity: str = ""
) -> QuerySet[ImportFault]:
    """Return the faults of a batch by row, optionally of one field, code or severity."""
    rows = ImportFault.objects.filter(batch=batch)
    for name, wanted in (("field", field), ("code", code), ("severity", severity)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows.order_by("row_number", "pk")


def failure_text(*, batch: ImportBatch) -> str:
    """Return why the batch as a whole failed, in the current language; "" if it did not."""
    if not batch.failure:
        return ""
    english: str = batch.failure["template"]
    return gettext(english).format(**batch.failure["params"])


def reason_of(code: str) -> str:
    """Return what a code means in general: its reason, with … for what differs from row to row."""
    return general_reason(code)


def fault_row(fault: ImportFault) -> FaultRow:
    """Return a fault with its sentences in the current language."""
    text = text_of(fault.code, fault.params)
    return FaultRow(
        row_number=fault.row_number, field=fault.field, value=fault.value, taken=fault.taken,
        code=fault.code, severity=fault.severity, reason=text.reason, remedy=text.remedy,
    )  # fmt: skip


def fault_counts(*, batch: ImportBatch) -> list[FaultCount]:
    """Return how often each code occurs at each field, the most frequent first."""
    rows = (
        ImportFault.objects.filter(batch=batch)
        .values("field", "code", "severity")
        .annotate(count=Count("pk"))
        .order_by("severity", "-count", "field", "code")
    )
    return [FaultCount(**row) for row in rows]


def table_of(batch: ImportBatch) -> Table:
    """Open the file of a batch."""
    copy = documents.plain_copy(document=batch.document)
    return open_table(copy.path, name=batch.document.name, held=copy)


def first_rows(*, batch: ImportBatch, count: int = 10) -> list[RawRow]:
    """Return the first rows of the file as they stand in it."""
    return list(islice(table_of(batch).rows(), count))


def rows_with_faults(*, batch: ImportBatch) -> Iterator[tuple[RawRow, FaultRow]]:
    """Yield each fault together with the row as it stands in the file, in the file's order."""
    wanted = groupby(faults(batch=batch).iterator(chunk_size=1000), lambda f: f.row_number)
    raw_rows = table_of(batch).rows()
    for number, group in wanted:
        raw = next((row for row in raw_rows if row.number >= number), None)
        if raw is None:
            return
        for fault in group:
            yield raw, fault_row(fault)
