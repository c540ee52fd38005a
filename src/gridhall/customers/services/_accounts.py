"""Opening and correcting many customer files at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from gridhall.customers.blind import phone_index
from gridhall.customers.models import Account, Contact, Party, SupplyPoint
from gridhall.customers.records import NewAccount
from gridhall.customers.search_text import account_tokens
from gridhall.foundation.audit.services import AuditEntry, record_many
from gridhall.foundation.bulk import copy_in
from gridhall.foundation.imports.outcome import Outcome, first_of_each, in_order
from gridhall.foundation.locks import hold_lock

from ._parties import DocumentKey, document_key, put_parties

ACCOUNT_FIELDS = (
    "organisation_id", "category", "status", "opened_on", "industry_code", "equipment",
    "account_manager", "important_grade", "care_flags", "household_persons", "prepaid",
    "bank_agreement", "bank_code",
)  # fmt: skip


@dataclass(slots=True)
class _File:
    """One customer file in memory: what is stored and what shall be."""

    account: Account
    point: SupplyPoint
    contact: Contact | None
    changed: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def put_accounts(
    *, rows: Sequence[NewAccount], at: datetime, actor_id: int | None
) -> list[Outcome]:
    """Open these accounts, or bring existing ones to these values; return one outcome per row.

    CONFLICT: the identity document is known under another name, or the account stands in ``rows``
    twice with different values. A supply point may serve several accounts (分表).
    """
    hold_lock("customers.put_accounts")
    first = first_of_each(rows, _number)
    parties, corrected = put_parties(first.values())
    stored = _stored(list(first))
    outcomes: dict[str, Outcome] = {}
    new: list[NewAccount] = []
    changed: list[_File] = []
    for number, row in first.items():
        party = parties.get(document_key(row.party))
        if party is None or party.name != row.party.name:
            outcomes[number] = Outcome.CONFLICT
        elif number not in stored:
            outcomes[number] = Outcome.CREATED
            new.append(row)
        else:
            file = stored[number]
            _compare(file, row, party)
            if document_key(row.party) in corrected:
                file.changed["legal_representative"] = True
            outcomes[number] = Outcome.UPDATED if file.changed else Outcome.UNCHANGED
            if file.changed:
                changed.append(file)
    _create(new, parties)
    _save(changed)
    entries = _corrections(changed) + _new_representatives(new, parties, corrected)
    _audit(entries, outcomes, at=at, actor_id=actor_id)
    return in_order(rows, _number, first, outcomes)


def _number(row: NewAccount) -> str:
    return row.account_no


def _stored(numbers: list[str]) -> dict[str, _File]:
    """Load the files of these accounts, locked, with their first supply point and phone.

    The number and the key of an account stay, so bills and payments may name it meanwhile: they
    and an import do not wait for one another.
    """
    accounts = (
        Account.objects.filter(account_no__in=numbers)
        .select_related("party")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    by_id = {account.pk: account for account in accounts}
    points: dict[int, SupplyPoint] = {}
    for point in SupplyPoint.objects.filter(account_id__in=by_id).order_by("-pk"):
        points[point.account_id] = point
    contacts: dict[int, Contact] = {}
    phones = Contact.objects.filter(account_id__in=by_id, kind=Contact.Kind.PHONE)
    for contact in phones.order_by("-pk"):
        contacts[contact.account_id] = contact
    return {
        account.account_no: _File(account, points[pk], contacts.get(pk))
        for pk, account in by_id.items()
    }


def _create(rows: list[NewAccount], parties: dict[DocumentKey, Party]) -> None:
    accounts = copy_in(
        Account(
            account_no=row.account_no,
            party=parties[document_key(row.party)],
            search_tokens=_tokens(row, parties[document_key(row.party)]),
            **{name: _plain(getattr(row, name)) for name in ACCOUNT_FIELDS},
        )
        for row in rows
    )
    copy_in(
        SupplyPoint(
            supply_point_no=row.supply_point_no, account=account, address=row.address,
            province=row.province, voltage=row.voltage,
        )
        for row, account in zip(rows, accounts, strict=True)
    )  # fmt: skip
    copy_in(
        Contact(
            account=account, kind=Contact.Kind.PHONE, name=row.contact_name, value=row.phone,
            value_index=phone_index(row.phone),
        )
        for row, account in zip(rows, accounts, strict=True)
        if row.phone
    )  # fmt: skip


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _tokens(row: NewAccount, party: Party) -> list[int]:
    return account_tokens(
        names=(party.name, row.contact_name), addresses=(row.address,), phones=(row.phone,)
    )


def _compare(file: _File, row: NewAccount, party: Party) -> None:
    """Bring the file to the row's values and note what changed; personal values only by name."""
    account, point = file.account, file.point
    for name in ACCOUNT_FIELDS:
        _set(file, account, name, _plain(getattr(row, name)))
    if account.party_id != party.pk:
        file.changed["party"] = [account.party_id, party.pk]
        account.party = party
    for name in ("supply_point_no", "province", "voltage"):
        _set(file, point, name, getattr(row, name))
    _set(file, point, "address", row.address, secret=True)
    if file.contact is None and row.phone:
        file.contact = Contact(account=account, kind=Contact.Kind.PHONE, name="", value="")
    if file.contact is not None and row.phone:
        _set(file, file.contact, "value", row.phone, secret=True, label="phone")
        _set(file, file.contact, "name", row.contact_name, secret=True, label="contact_name")
        file.contact.value_index = phone_index(row.phone)
    tokens = _tokens(row, party)
    if sorted(account.search_tokens) != tokens:
        account.search_tokens = tokens
        file.changed.setdefault("search", True)


def _set(
    file: _File, target: Account | SupplyPoint | Contact, name: str, value: object,
    *, secret: bool = False, label: str = "",
) -> None:  # fmt: skip
    before = getattr(target, name)
    if before == value:
        return
    setattr(target, name, value)
    file.changed[label or name] = True if secret else [_primitive(before), _primitive(value)]


def _primitive(value: object) -> object:
    simple = value is None or isinstance(value, str | int | bool | list)
    return value if simple else str(value)


def _save(files: list[_File]) -> None:
    if not files:
        return
    Account.objects.bulk_update(
        [file.account for file in files],
        [*ACCOUNT_FIELDS, "party", "search_tokens"],
        batch_size=250,
    )
    SupplyPoint.objects.bulk_update(
        [file.point for file in files],
        ["supply_point_no", "address", "province", "voltage"],
        batch_size=250,
    )
    contacts = [file.contact for file in files if file.contact is not None]
    known = [contact for contact in contacts if contact.pk is not None]
    copy_in(contact for contact in contacts if contact.pk is None)
    Contact.objects.bulk_update(
        known,
        ["name", "value", "value_index"],
        batch_size=250,
    )


def _corrections(files: list[_File]) -> list[AuditEntry]:
    return [
        AuditEntry(
            action="customers.corrected", object_type="account", object_id=file.account.pk,
            object_label=file.account.account_no, account_id=file.account.pk,
            organisation_id=file.account.organisation_id, changes=file.changed,
        )
        for file in files
    ]  # fmt: skip


def _new_representatives(
    rows: list[NewAccount], parties: dict[DocumentKey, Party], corrected: set[DocumentKey]
) -> list[AuditEntry]:
    """Return the trace of parties that the opening of another account corrected."""
    return [
        AuditEntry(
            action="customers.corrected", object_type="party",
            object_id=parties[document_key(row.party)].pk, object_label=row.account_no,
            organisation_id=row.organisation_id, changes={"legal_representative": True},
        )
        for row in rows
        if document_key(row.party) in corrected
    ]  # fmt: skip


def _audit(
    corrections: list[AuditEntry], outcomes: dict[str, Outcome], *, at: datetime,
    actor_id: int | None,
) -> None:  # fmt: skip
    counts = Counter(outcome.value for outcome in outcomes.values())
    summary = AuditEntry(
        action="customers.imported", object_type="accounts", changes=dict(sorted(counts.items()))
    )
    record_many([summary, *corrections], at=at, actor_id=actor_id)
