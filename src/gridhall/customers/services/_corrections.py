"""Corrections: filed by the customer or a clerk, let in or refused by somebody else (档案更正)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gridhall.customers import timeline, values
from gridhall.customers.errors import (
    CorrectionAlreadyWaits,
    CorrectionNotFound,
    NothingChanged,
    NotOnFile,
    ReviewNeeded,
)
from gridhall.customers.models import Account, Correction, FileVersion
from gridhall.customers.parts import part_of
from gridhall.customers.records import NewParty
from gridhall.customers.values import UnknownFileField
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages.services import NewMessage, send

from ._changes import add_entry, change_part, cleaned_change, new_values
from ._parties import check_party, party_for
from ._subjects import EVERYWHERE, check_day, locked_account, subject_of

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

KIND = "customers.correction"
NEW_PARTY = "new_party"
Origin, Status = Correction.Origin, Correction.Status


@transaction.atomic
def file_correction(
    *, scope: Scope, account_id: int, part: str, changes: Mapping[str, Any], from_day: date,
    reason: str, actor_id: int, at: datetime, subject_id: int | None = None,
    origin: str = Origin.STAFF,
) -> int:  # fmt: skip
    """Ask for values to be set right from ``from_day`` on; return the correction's id.

    Without ``subject_id`` a part with several entries gets a new one. A customer may ask only for
    what is her own to say. Raises what ``change_part`` raises, CorrectionAlreadyWaits.
    """
    account = locked_account(scope=scope, account_id=account_id)
    kind = part_of(part)
    if origin == Origin.CUSTOMER:
        for name in changes:
            if name not in {field.name for field in kind.fields if field.own}:
                raise UnknownFileField(field=name)
    before: values.Values = {}
    if kind.many and subject_id is None:
        cleaned = new_values(kind, changes, on=from_day)
    else:
        subject = subject_of(account=account, part=kind, subject_id=subject_id, day=from_day)
        cleaned = cleaned_change(subject=subject, changes=changes, from_day=from_day)
        held = timeline.at(subject.versions, from_day)
        before = {name: (held.values or {}).get(name) for name in cleaned} if held else {}
    return _file(
        account, part=part, subject_id=subject_id, before=before, new=cleaned, from_day=from_day,
        reason=reason, actor_id=actor_id, at=at, origin=origin,
    )  # fmt: skip


def change_or_file(
    *, scope: Scope, account_id: int, part: str, changes: Mapping[str, Any], from_day: date,
    reason: str, actor_id: int, at: datetime, subject_id: int | None = None,
) -> int | None:  # fmt: skip
    """Change the file at once, or file a correction when a field among them needs review.

    Returns the correction's id, or nothing when the change holds already. Raises what
    ``change_part`` raises besides ReviewNeeded, and CorrectionAlreadyWaits.
    """
    asked: dict[str, Any] = {
        "scope": scope, "account_id": account_id, "part": part, "changes": changes,
        "from_day": from_day, "reason": reason, "actor_id": actor_id, "at": at,
        "subject_id": subject_id,
    }  # fmt: skip
    try:
        change_part(**asked)
    except ReviewNeeded:
        return file_correction(**asked)
    return None


@transaction.atomic
def file_party_change(
    *, scope: Scope, account_id: int, party: NewParty, from_day: date, reason: str, actor_id: int,
    at: datetime,
) -> int:  # fmt: skip
    """Ask for the account to be another person's or firm's from ``from_day`` on; return the id.

    Raises InvalidFileValue (the identity document), AccountCannotBeOpened (it is on file under
    another name), NothingChanged, CorrectionAlreadyWaits.
    """
    account = locked_account(scope=scope, account_id=account_id)
    check_day(account, from_day)
    known = check_party(party, on=from_day)
    if known is not None and known.pk == account.party_id:
        raise NothingChanged
    return _file(
        account, part="ACCOUNT", subject_id=None, before={"party_id": account.party_id},
        new={NEW_PARTY: asdict(party)}, from_day=from_day, reason=reason, actor_id=actor_id, at=at,
        origin=Origin.STAFF,
    )  # fmt: skip


def _file(
    account: Account, *, part: str, subject_id: int | None, before: values.Values,
    new: values.Values, from_day: date, reason: str, actor_id: int, at: datetime, origin: str,
) -> int:  # fmt: skip
    waiting = Correction.objects.filter(account=account, part=part, status=Status.PENDING)
    one = subject_id is not None or not part_of(part).many
    if one and waiting.filter(subject_id=subject_id).exists():
        raise CorrectionAlreadyWaits(part=part_of(part).label)
    fields = ["party_id"] if NEW_PARTY in new else sorted(new)
    row = Correction.objects.create(
        account=account, organisation_id=account.organisation_id, part=part,
        subject_id=subject_id, fields=fields, before=json.dumps(before, ensure_ascii=False),
        values=json.dumps(new, ensure_ascii=False), from_day=from_day, reason=reason.strip()[:300],
        origin=origin, filed_at=at, filed_by_id=actor_id,
    )  # fmt: skip
    request = approvals.request_approval(
        kind=KIND, subject_type="correction", subject_id=row.pk,
        subject_label=account.account_no, organisation_id=account.organisation_id,
        payload={"part": part, "fields": fields, "from_day": from_day.isoformat()},
        reason=reason, requested_by_id=actor_id, at=at, dedup_key=f"{KIND} {row.pk}",
    )  # fmt: skip
    Correction.objects.filter(pk=row.pk).update(approval_id=request.pk)
    _record("customers.correction_filed", row, actor_id=actor_id, at=at, reason=reason)
    return row.pk


def decide_correction(
    *, scope: Scope, correction_id: int, accept: bool, note: str, decided_by_id: int, at: datetime
) -> None:
    """Let the correction in, or refuse it with a note. The customer is told.

    Raises CorrectionNotFound and what ``approvals.decide`` raises: not by who filed it, not
    twice, a refusal not without a note.
    """
    row = Correction.objects.filter(pk=correction_id).first()
    if row is None or not scope.holds(row.organisation_id) or row.approval_id is None:
        raise CorrectionNotFound
    approvals.decide(
        pk=row.approval_id, approve=accept, decided_by_id=decided_by_id, at=at, note=note
    )


def withdraw_correction(*, correction_id: int, user_id: int, note: str, at: datetime) -> None:
    """Take one's own correction back. Raises CorrectionNotFound, AlreadyDecided."""
    row = Correction.objects.filter(pk=correction_id, filed_by_id=user_id).first()
    if row is None or row.approval_id is None:
        raise CorrectionNotFound
    approvals.withdraw(pk=row.approval_id, user_id=user_id, at=at, note=note)


def let_in(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Carry an approved correction out."""
    row = _pending(request)
    new = json.loads(row.values)
    if NEW_PARTY in new:
        new = {"party_id": party_for(NewParty(**new[NEW_PARTY]), on=row.from_day).pk}
    source = FileVersion.Source.CORRECTION
    if part_of(row.part).many and row.subject_id is None:
        add_entry(
            scope=EVERYWHERE, account_id=row.account_id, part=row.part, entry=new,
            from_day=row.from_day, reason=row.reason, actor_id=decided_by_id, at=at, source=source,
        )  # fmt: skip
    else:
        change_part(
            scope=EVERYWHERE, account_id=row.account_id, part=row.part, subject_id=row.subject_id,
            changes=new, from_day=row.from_day, reason=row.reason, actor_id=decided_by_id, at=at,
            source=source, reviewed=True,
        )  # fmt: skip
    _close(row, Status.ACCEPTED, request, at=at)


def turn_down(request: ApprovalRequest, *, decided_by_id: int, at: datetime) -> None:
    """Close a correction that was refused or taken back."""
    row = _pending(request)
    status = Status.WITHDRAWN if request.status == "WITHDRAWN" else Status.REFUSED
    _close(row, status, request, at=at)


def _pending(request: ApprovalRequest) -> Correction:
    row = (
        Correction.objects.select_for_update()
        .select_related("account")
        .filter(pk=int(request.subject_id), status=Status.PENDING)
        .first()
    )
    if row is None:
        raise NotOnFile(day=request.requested_at.date())
    return row


def _close(row: Correction, status: str, request: ApprovalRequest, *, at: datetime) -> None:
    row.status, row.decided_at, row.note = status, at, request.note
    row.decided_by_id = request.decided_by_id
    row.save(update_fields=["status", "decided_at", "decided_by", "note"])
    _record(
        f"customers.correction_{status.lower()}", row, actor_id=request.decided_by_id, at=at,
        reason=request.note,
    )  # fmt: skip
    if status != Status.WITHDRAWN:
        message = NewMessage(
            template=f"customers.correction_{status.lower()}", account_id=row.account_id,
            dedup_key=f"correction {row.pk} {status}",
            params={
                "account_no": row.account.account_no, "note": row.note or "–",
                "from_day": row.from_day.isoformat(),
            },
        )  # fmt: skip
        send([message], at=at)


def _record(
    action: str, row: Correction, *, actor_id: int | None, at: datetime, reason: str
) -> None:
    record(
        action=action, at=at, actor_id=actor_id, object_type="correction", object_id=row.pk,
        object_label=row.account.account_no, account_id=row.account_id,
        organisation_id=row.organisation_id, reason=reason[:300],
        changes={"part": row.part, "fields": row.fields},
    )  # fmt: skip
