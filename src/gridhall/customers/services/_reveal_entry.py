"""Reading a personal value of any part of a file in clear, or both sides of a correction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gridhall.customers import timeline, values
from gridhall.customers.errors import (
    CorrectionNotFound,
    NotOnFile,
    ReasonMissing,
    UnknownPersonalField,
)
from gridhall.customers.models import Account, Correction
from gridhall.customers.parts import PARTS, Field
from gridhall.customers.selectors._corrections import view_of
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.personal_data import services as personal_data
from gridhall.foundation.personal_data.errors import NotCleared

from ._subjects import locked_account, subject_of


@transaction.atomic
def reveal_entry(
    *, scope: Scope, account_id: int, part: str, subject_id: int, field: str, on: date,
    reason: str, actor_id: int, at: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Return one personal value as it held on the day, and keep who read it, when and why.

    Raises AccountNotFound, NotOnFile, ReasonMissing, UnknownPersonalField, NotCleared and
    TooManyReveals (the caller then calls ``personal_data.services.refuse_reveal``).
    """
    if part not in PARTS or field not in {f.name for f in PARTS[part].fields if f.personal}:
        raise UnknownPersonalField(field=field)
    account = locked_account(scope=scope, account_id=account_id)
    kind = PARTS[part]
    _refuse_uncleared(account, kind.field(field), reason=reason, actor_id=actor_id, at=at)
    subject = subject_of(account=account, part=kind, subject_id=subject_id, day=on)
    held = timeline.at(subject.versions, on)
    if held is None or held.values is None or subject.subject_id != subject_id:
        raise NotOnFile(day=on)
    _record(account, field, reason=reason, actor_id=actor_id, at=at)
    text = values.shown(kind, kind.field(field), held.values.get(field), clear=True)
    return (text,) if text else ()


@transaction.atomic
def reveal_correction(
    *, scope: Scope, correction_id: int, field: str, reason: str, actor_id: int, at: datetime
) -> tuple[str, ...]:
    """Return what is on file and what shall be, in clear, for who must compare them.

    Raises CorrectionNotFound, ReasonMissing, UnknownPersonalField, NotCleared, TooManyReveals.
    """
    found = Correction.objects.select_related("account", "organisation", "filed_by", "decided_by")
    row = found.filter(pk=correction_id).first()
    if row is None or not scope.holds(row.organisation_id):
        raise CorrectionNotFound
    for line in view_of(row, clear=True).lines:
        if line.name == field and line.personal:
            fact = _field(row.part, field)
            _refuse_uncleared(row.account, fact, reason=reason, actor_id=actor_id, at=at)
            _record(row.account, field, reason=reason, actor_id=actor_id, at=at)
            return tuple(text for text in (line.before, line.after) if text)
    raise UnknownPersonalField(field=field)


def _field(part: str, name: str) -> Field:
    """Return the field; another customer's name and document stand in the account's part."""
    fields = {one.name: one for one in (*PARTS[part].fields, *PARTS["PARTY"].fields)}
    return fields[name]


def _refuse_uncleared(
    account: Account, field: Field, *, reason: str, actor_id: int, at: datetime
) -> None:
    """Raise what speaks against the look: no reason, too low a clearance, too many looks."""
    if not reason.strip():
        raise ReasonMissing
    cleared = identity.clearance_at(
        user_id=actor_id, organisation_id=account.organisation_id, on=timezone.localdate(at)
    )
    if cleared < field.grade:
        raise NotCleared
    personal_data.note_reveal(actor_id=actor_id, organisation_id=account.organisation_id, at=at)


def _record(account: Account, field: str, *, reason: str, actor_id: int, at: datetime) -> None:
    record(
        action="customers.revealed", at=at, actor_id=actor_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id, changes={"field": field},
        reason=reason.strip()[:300],
    )  # fmt: skip
