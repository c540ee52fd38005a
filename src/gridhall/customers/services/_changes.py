"""Changing a customer file: from any day on, field by field, never losing what was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gridhall.customers import divisions, timeline, values
from gridhall.customers.blind import address_index
from gridhall.customers.errors import (
    AlreadyOnFile,
    NothingChanged,
    NotOnFile,
    ReasonMissing,
    ReviewNeeded,
)
from gridhall.customers.events import CustomerFileChanged
from gridhall.customers.models import Account, FileVersion, SupplyPoint
from gridhall.customers.parts import Part, part_of
from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.outbox.services import publish

from ._refresh import refresh_accounts
from ._subjects import EVERYWHERE, Subject, check_day, locked_account, reserved_id, subject_of
from ._versions import Mark, mirror, replace_versions, stored

Source = FileVersion.Source


@transaction.atomic
def change_part(
    *, scope: Scope, account_id: int, part: str, changes: Mapping[str, Any], from_day: date,
    reason: str, actor_id: int | None, at: datetime, subject_id: int | None = None,
    source: str = Source.STAFF, reviewed: bool = False,
) -> list[str]:  # fmt: skip
    """Let these values hold from ``from_day`` on; return the fields that changed.

    ``subject_id`` names the entry of a part that has several. A day to come waits until then, a
    past one sets the file right from then on. Raises AccountNotFound, NotOnFile, NothingChanged,
    ReviewNeeded (unless ``reviewed``), ReasonMissing, DayTooEarly, InvalidFileValue,
    UnknownFileField, AlreadyOnFile.
    """
    account = locked_account(scope=scope, account_id=account_id)
    subject = subject_of(account=account, part=part_of(part), subject_id=subject_id, day=from_day)
    cleaned = cleaned_change(subject=subject, changes=changes, from_day=from_day)
    if not reviewed:
        _refuse_unreviewed(subject.part, cleaned)
    mark = _mark(source, reason, actor_id, at)
    before = _values_at(subject, from_day)
    after = timeline.put(subject.versions, cleaned, from_day)
    _store(subject, after, mark)
    _tell(subject, before, cleaned, from_day=from_day, mark=mark)
    return sorted(cleaned)


def cleaned_change(
    *, subject: Subject, changes: Mapping[str, Any], from_day: date
) -> values.Values:
    """Return the checked values that differ from what holds on ``from_day``."""
    check_day(subject.account, from_day)
    before = _values_at(subject, from_day)
    cleaned = values.clean(subject.part, changes, current=before, on=from_day)
    if not cleaned:
        raise NothingChanged
    return cleaned


@transaction.atomic
def add_entry(
    *, scope: Scope, account_id: int, part: str, entry: Mapping[str, Any], from_day: date,
    reason: str, actor_id: int | None, at: datetime, source: str = Source.STAFF,
) -> int:  # fmt: skip
    """Put a new entry (a contact, a role, a machine …) into the file; return its id.

    Raises what ``change_part`` raises.
    """
    account = locked_account(scope=scope, account_id=account_id)
    kind = part_of(part)
    check_day(account, from_day)
    cleaned = new_values(kind, entry, on=from_day)
    if kind.most is not None:
        known = kind.model._default_manager.filter(account_id=account.pk).count()
        if known >= kind.most:
            raise AlreadyOnFile(part=kind.label)
    mark = _mark(source, reason, actor_id, at)
    subject = Subject(
        account=account, part=kind, subject_id=reserved_id(kind), row=None, versions=[]
    )
    _store(subject, [timeline.Version(cleaned, from_day, None)], mark)
    _tell(subject, None, cleaned, from_day=from_day, mark=mark, action="customers.part_added")
    return subject.subject_id


def new_values(part: Part, entry: Mapping[str, Any], *, on: date) -> values.Values:
    """Return the checked values of a new entry, what was left out at its default."""
    blank = values.read(part, part.model())
    typed = {name: entry.get(name, blank.get(name)) for name in blank}
    typed = {
        name: value for name, value in typed.items()
        if part.field(name).editable or name in entry
    }  # fmt: skip
    empty = {name: object() for name in blank}
    return blank | values.clean(part, typed, current=empty, on=on)


@transaction.atomic
def end_entry(
    *, scope: Scope, account_id: int, part: str, subject_id: int, from_day: date, reason: str,
    actor_id: int | None, at: datetime, source: str = Source.STAFF,
) -> None:  # fmt: skip
    """Take an entry out of the file from ``from_day`` on; until then it stays on record."""
    account = locked_account(scope=scope, account_id=account_id)
    subject = subject_of(account=account, part=part_of(part), subject_id=subject_id, day=from_day)
    check_day(account, from_day)
    mark = _mark(source, reason, actor_id, at)
    before = _values_at(subject, from_day)
    _store(subject, timeline.end(subject.versions, from_day), mark)
    _tell(subject, before, {}, from_day=from_day, mark=mark, action="customers.part_ended")


def apply_due(*, on: date, at: datetime, limit: int = 1000) -> int:
    """Let every change that begins by ``on`` hold in the tables of today; return how many.

    Each is a transaction of its own; a change that clashes waits and is tried again.
    """
    waiting = FileVersion.objects.filter(
        applied=False, superseded_at__isnull=True, valid_from__lte=on
    )
    done = 0
    for version in waiting.order_by("valid_from", "pk")[:limit]:
        with transaction.atomic():
            done += _apply(version, on=on, at=at)
    return done


def index_addresses(*, limit: int = 2000) -> int:
    """Give addresses from before the premises their hash and division; return how many."""
    points = list(SupplyPoint.objects.filter(address_index__isnull=True).order_by("pk")[:limit])
    for point in points:
        point.address_index = address_index(point.address)
        point.division_code = point.division_code or divisions.code_for(point.address)
    SupplyPoint.objects.bulk_update(points, ["address_index", "division_code"], batch_size=500)
    return len(points)


def _apply(version: FileVersion, *, on: date, at: datetime) -> int:
    part = part_of(version.part)
    account_id = version.account_id
    if account_id is None and version.party_id is not None:
        first = Account.objects.filter(party_id=version.party_id).order_by("pk").first()
        account_id = first.pk if first else None
    if account_id is not None:
        account = locked_account(scope=EVERYWHERE, account_id=account_id)
        subject = subject_of(account=account, part=part, subject_id=version.subject_id)
        versions = stored(part, [version.subject_id])[version.subject_id]
        mirror(
            part, row=subject.row, subject_id=version.subject_id, account_id=account.pk,
            versions=versions, today=on,
        )  # fmt: skip
        refresh_accounts(accounts_of(subject))
    return FileVersion.objects.filter(pk=version.pk, applied=False).update(applied=True)


def _mark(source: str, reason: str, actor_id: int | None, at: datetime) -> Mark:
    if not reason.strip():
        raise ReasonMissing
    return Mark(
        source=source, reason=reason.strip(), actor_id=actor_id, at=at, today=timezone.localdate(at)
    )


def _values_at(subject: Subject, day: date) -> values.Values:
    current = timeline.at(subject.versions, day)
    if current is None or current.values is None:
        raise NotOnFile(day=day)
    return current.values


def _refuse_unreviewed(part: Part, cleaned: values.Values) -> None:
    for name in cleaned:
        if part.field(name).review:
            raise ReviewNeeded(field=part.field(name).label)


def _store(subject: Subject, after: list[timeline.Version], mark: Mark) -> None:
    replace_versions(
        subject.part, subject_id=subject.subject_id, owner=subject.owner,
        before=subject.versions, after=after, mark=mark,
    )  # fmt: skip
    mirror(
        subject.part, row=subject.row, subject_id=subject.subject_id,
        account_id=subject.account.pk, versions=after, today=mark.today,
    )  # fmt: skip
    refresh_accounts(accounts_of(subject))


def accounts_of(subject: Subject) -> list[Account]:
    """Return the accounts whose file this entry is part of."""
    if not subject.part.of_party:
        return [subject.account]
    return list(Account.objects.filter(party_id=subject.subject_id).order_by("pk"))


def _tell(
    subject: Subject, before: values.Values | None, changes: values.Values, *, from_day: date,
    mark: Mark, action: str = "customers.corrected",
) -> None:  # fmt: skip
    """Leave the audit row and the event of each account concerned."""
    for account in accounts_of(subject):
        record(
            action=action, at=mark.at, actor_id=mark.actor_id, object_type="account",
            object_id=account.pk, object_label=account.account_no, account_id=account.pk,
            organisation_id=account.organisation_id, reason=mark.reason,
            changes=_traced(subject.part, before, changes, from_day, subject.subject_id),
        )  # fmt: skip
        publish(
            CustomerFileChanged(
                account_id=account.pk, account_no=account.account_no,
                organisation_id=account.organisation_id, part=subject.part.code,
                fields=sorted(changes), from_day=from_day.isoformat(),
            ),
            at=mark.at,
        )  # fmt: skip


def _traced(
    part: Part, before: values.Values | None, changes: values.Values, from_day: date, pk: int
) -> dict[str, Any]:
    """Return the changes field by field; personal values by their field's name only."""
    traced: dict[str, Any] = {"part": part.code, "from_day": from_day.isoformat(), "entry": pk}
    for name, value in changes.items():
        field = part.field(name)
        old = (before or {}).get(name)
        traced[name] = True if field.personal else [old, value]
    return traced
