"""Storing the versions of one part, and keeping the table of today in step with them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gridhall.customers import timeline, values
from gridhall.customers.blind import address_index, contact_index, document_index
from gridhall.customers.errors import AlreadyOnFile
from gridhall.customers.models import Contact, FileVersion, Party, SupplyPoint
from gridhall.customers.parts import Part
from gridhall.customers.timeline import Version

Row = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who lets a version in, when, why and from where."""

    source: str
    reason: str
    actor_id: int | None
    at: datetime
    today: date


def stored(part: Part, subject_ids: Iterable[int]) -> dict[int, list[Version]]:
    """Return the versions in force of these subjects, oldest first."""
    rows = FileVersion.objects.filter(
        part=part.code, subject_id__in=list(subject_ids), superseded_at__isnull=True
    )
    found: dict[int, list[FileVersion]] = {}
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return {pk: [timeline.of_row(row) for row in _in_order(rows)] for pk, rows in found.items()}


def _in_order(rows: list[FileVersion]) -> list[FileVersion]:
    return sorted(rows, key=lambda row: row.valid_from or date.min)


def since_ever(part: Part, row: Row) -> list[Version]:
    """Return the timeline of a row that never changed."""
    return [Version(values.read(part, row), None, None)]


def replace_versions(
    part: Part, *, subject_id: int, owner: dict[str, int], before: list[Version],
    after: list[Version], mark: Mark,
) -> None:  # fmt: skip
    """Put ``after`` in the place of ``before``; what is replaced stays, as superseded."""
    kept = {version.row: version for version in after if version.row is not None}
    gone = [
        version.row
        for version in before
        if version.row is not None and kept.get(version.row) != version
    ]
    FileVersion.objects.filter(pk__in=gone).update(superseded_at=mark.at)
    previous: timeline.Values | None = None
    rows = []
    for version in after:
        if version.row is None or version.row in gone:
            rows.append(
                FileVersion(
                    part=part.code, subject_id=subject_id, valid_from=version.start,
                    valid_to=version.end, values=json.dumps(version.values, ensure_ascii=False),
                    changed=_changed(previous, version.values), source=mark.source,
                    reason=mark.reason[:300], recorded_at=mark.at, recorded_by_id=mark.actor_id,
                    applied=version.start is None or version.start <= mark.today,
                    account_id=owner.get("account_id"), party_id=owner.get("party_id"),
                )
            )  # fmt: skip
        previous = version.values
    FileVersion.objects.bulk_create(rows)


def _changed(before: timeline.Values | None, after: timeline.Values | None) -> list[str]:
    if before is None or after is None:
        return sorted((after or before or {}).keys())
    return sorted(name for name, value in after.items() if before.get(name) != value)


def mirror(part: Part, *, row: Row | None, subject_id: int, account_id: int | None,
           versions: list[Version], today: date) -> Row | None:  # fmt: skip
    """Bring the table of today to what holds today; return its row, or nothing.

    Raises AlreadyOnFile when the same entry stands there already.
    """
    current = timeline.at(versions, today)
    if current is None or current.values is None:
        if row is not None:
            row.delete()
        return None
    if row is None:
        row = part.model(pk=subject_id, account_id=account_id)
    values.fill(part, row, current.values)
    _derive(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "duplicate key" in str(error):
            raise AlreadyOnFile(part=part.label) from None
        raise
    return row


def _derive(row: Row) -> None:
    """Keep the hashes by which a row is found in step with its values."""
    if isinstance(row, Party):
        row.id_document_index = document_index(row.id_document)
    elif isinstance(row, SupplyPoint):
        row.address_index = address_index(row.address)
    elif isinstance(row, Contact):
        row.value_index = contact_index(row.kind, row.value)
