"""The history of one field of a customer file."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gridhall.customers import values
from gridhall.customers.errors import AccountNotFound, UnknownPersonalField
from gridhall.customers.models import Account, FileVersion
from gridhall.customers.parts import PARTS, Part
from gridhall.foundation.identity.selectors import Scope

from ._file import party_name
from ._list import in_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldVersion:
    """What one field said for a time, masked. ``believed_until``: set right later, then no more."""

    value: str
    valid_from: date | None
    valid_to: date | None
    recorded_at: datetime | None
    recorded_by: str
    source: str
    reason: str
    believed_until: datetime | None
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHistory:
    """The versions of one field, the newest first."""

    part: Part
    label: str
    versions: tuple[FieldVersion, ...]


def field_history(
    *, scope: Scope, account_no: str, part: str, subject_id: int, field: str
) -> FieldHistory:
    """Return how one field came to be, newest first, with what was set right later.

    Raises AccountNotFound, UnknownPersonalField (no such part or field).
    """
    account = in_scope(scope).select_related("party").filter(account_no=account_no).first()
    if account is None:
        raise AccountNotFound(account=account_no)
    if part not in PARTS or field not in {one.name for one in PARTS[part].fields}:
        raise UnknownPersonalField(field=field)
    kind = PARTS[part]
    rows = _rows(account, kind, subject_id)
    found = _joined([(_raw(row, field), _version(kind, field, row)) for row in rows])
    if not found:
        found = _unchanged(account, kind, subject_id, field)
    return FieldHistory(
        part=kind, label=str(kind.field(field).label), versions=tuple(reversed(found))
    )


def _rows(account: Account, part: Part, subject_id: int) -> list[FileVersion]:
    owner = {"party_id": account.party_id} if part.of_party else {"account": account}
    rows = FileVersion.objects.filter(part=part.code, subject_id=subject_id, **owner)
    return sorted(
        rows.select_related("recorded_by"),
        key=lambda row: (row.valid_from or date.min, row.recorded_at, row.pk),
    )


def _version(part: Part, name: str, row: FileVersion) -> FieldVersion:
    held = json.loads(row.values)
    field = part.field(name)
    value = (held or {}).get(name)
    text = party_name(value) if field.kind == "party" else values.shown(part, field, value)
    return FieldVersion(
        value=text, valid_from=row.valid_from, valid_to=row.valid_to,
        recorded_at=row.recorded_at if row.valid_from else None,
        recorded_by=str(row.recorded_by) if row.recorded_by_id and row.valid_from else "",
        source=row.get_source_display() if row.valid_from else "",
        reason=row.reason if row.valid_from else "", believed_until=row.superseded_at,
        ended=held is None,
    )  # fmt: skip


def _raw(row: FileVersion, name: str) -> str:
    """Return what tells two versions of the field apart; masked they might look alike."""
    held = json.loads(row.values)
    return json.dumps(held[name] if held is not None and name in held else {})


def _joined(versions: list[tuple[str, FieldVersion]]) -> list[FieldVersion]:
    """Join neighbours between which this field did not change; others of its entry did."""
    joined: list[tuple[str, FieldVersion]] = []
    for raw, one in versions:
        said, last = joined[-1] if joined else ("", None)
        touching = last is not None and last.valid_to == one.valid_from and said == raw
        if touching and last is not None and last.believed_until == one.believed_until:
            joined[-1] = (raw, replace(last, valid_to=one.valid_to))
        else:
            joined.append((raw, one))
    return [one for _raw_value, one in joined]


def _unchanged(account: Account, part: Part, subject_id: int, name: str) -> list[FieldVersion]:
    row: Any = account.party if part.of_party else account
    if part.many:
        row = part.model._default_manager.filter(pk=subject_id, account_id=account.pk).first()
    elif row.pk != subject_id:
        row = None
    if row is None:
        return []
    field = part.field(name)
    value = values.read(part, row)[name]
    text = party_name(value) if field.kind == "party" else values.shown(part, field, value)
    return [
        FieldVersion(
            value=text, valid_from=None, valid_to=None, recorded_at=None, recorded_by="",
            source="", reason="", believed_until=None,
        )
    ]  # fmt: skip
