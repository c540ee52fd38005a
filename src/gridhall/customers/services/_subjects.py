"""Finding and locking what a change is about: the account, and the entry of its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from gridhall.customers.errors import AccountNotFound, DayTooEarly, NotOnFile
from gridhall.customers.models import Account, FileVersion
from gridhall.customers.parts import Part
from gridhall.customers.timeline import Version
from gridhall.foundation.identity.selectors import Scope

from ._versions import since_ever, stored

#: What was decided elsewhere is carried out wherever it lies.
EVERYWHERE = Scope(organisation_ids=frozenset(), everything=True)


@dataclass(slots=True, kw_only=True)
class Subject:
    """One entry of one part of one account's file, locked, with all its versions."""

    account: Account
    part: Part
    subject_id: int
    row: Any
    versions: list[Version]

    @property
    def owner(self) -> dict[str, int]:
        """Return whose versions these are."""
        if self.part.of_party:
            return {"party_id": self.subject_id}
        return {"account_id": self.account.pk}


def locked_account(*, scope: Scope, account_id: int) -> Account:
    """Return the account, locked until the transaction ends; raises AccountNotFound."""
    found = Account.objects.select_for_update(of=("self",), no_key=True)
    account = found.select_related("party").filter(pk=account_id).first()
    if account is None or not scope.holds(account.organisation_id):
        raise AccountNotFound(account=account_id)
    return account


def subject_of(
    *, account: Account, part: Part, subject_id: int | None, day: date | None = None
) -> Subject:
    """Return the entry with its versions; raises NotOnFile for one of another account."""
    if not part.many:
        row: Any = account.party if part.of_party else account
        versions = stored(part, [row.pk]).get(row.pk) or since_ever(part, row)
        return Subject(account=account, part=part, subject_id=row.pk, row=row, versions=versions)
    if subject_id is None:
        raise NotOnFile(day=day)
    row = part.model._default_manager.filter(pk=subject_id, account_id=account.pk).first()
    versions = _own_versions(part, account, subject_id)
    if row is None and not versions:
        raise NotOnFile(day=day)
    return Subject(
        account=account, part=part, subject_id=subject_id, row=row,
        versions=versions or since_ever(part, row),
    )  # fmt: skip


def _own_versions(part: Part, account: Account, subject_id: int) -> list[Version]:
    own = FileVersion.objects.filter(part=part.code, subject_id=subject_id, account=account)
    return stored(part, [subject_id]).get(subject_id, []) if own.exists() else []


def reserved_id(part: Part) -> int:
    """Return the id that a new row of this part will have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [part.model._meta.db_table]
        )
        (pk,) = cursor.fetchone()
    return int(pk)


def check_day(account: Account, day: date) -> None:
    """Refuse a change from a day before the account was opened."""
    if day < account.opened_on and account.status != Account.Status.PROSPECT:
        raise DayTooEarly(opened=account.opened_on)
