"""Opening and correcting many customer files at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gridhall.customers import divisions
from gridhall.customers.blind import address_index, phone_index
from gridhall.customers.events import CustomerFileChanged
from gridhall.customers.models import Account, Contact, FileVersion, Party, SupplyPoint
from gridhall.customers.records import NewAccount
from gridhall.customers.search_text import account_tokens
from gridhall.foundation.audit.services import AuditEntry, record_many
from gridhall.foundation.bulk import copy_in
from gridhall.foundation.imports.outcome import Outcome, first_of_each, in_order
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.outbox.services import publish_many

from ._imported import Before, keep_history, open_lists, snapshot, update_lists
from ._parties import DocumentKey, document_key, put_parties
from ._versions import Mark

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
    others: list[Contact] = field(default_factory=list)
    changed: dict[str, object] = field(default_factory=dict)
    before: list[Before] = field(default_factory=list)


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
    _keep_history(changed, corrected.values(), at=at, actor_id=actor_id)
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
    others: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(account_id__in=by_id).order_by("pk"):
        first = contact.account_id not in contacts and contact.kind == Contact.Kind.PHONE
        if first:
            contacts[contact.account_id] = contact
        else:
            others[contact.account_id].append(contact)
    return {
        account.account_no: _File(account, points[pk], contacts.get(pk), others[pk])
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
            address_index=address_index(row.address),
            division_code=divisions.code_for(row.address), province=row.province,
            voltage=row.voltage,
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
    open_lists(rows, accounts)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _tokens(row: NewAccount, party: Party, others: Sequence[Contact] = ()) -> list[int]:
    phones = [one.value for one in others if one.kind == Contact.Kind.PHONE]
    return account_tokens(
        names=(party.name, row.contact_name, *(one.name for one in others)),
        addresses=(row.address,),
        phones=(row.phone, *phones),
    )


def _compare(file: _File, row: NewAccount, party: Party) -> None:
    """Bring the file to the row's values and note what changed; personal values only by name."""
    account, point = file.account, file.point
    file.before = [snapshot(part, account) for part in ("ACCOUNT", "IMPORTANT")]
    file.before.append(snapshot("PREMISE", point))
    for name in ACCOUNT_FIELDS:
        value = _plain(getattr(row, name))
        if name != "care_flags" or sorted(row.care_flags) != sorted(account.care_flags):
            _set(file, account, name, value)
    if account.party_id != party.pk:
        file.changed["party"] = [account.party_id, party.pk]
        account.party = party
    for name in ("supply_point_no", "province", "voltage"):
        _set(file, point, name, getattr(row, name))
    if point.address != row.address:
        _set(file, point, "address", row.address, secret=True)
        point.address_index = address_index(row.address)
        point.division_code = divisions.code_for(row.address)
    if row.phone and row.phone not in {one.value for one in file.others}:
        _compare_contact(file, row)
    tokens = _tokens(row, party, file.others)
    if sorted(account.search_tokens) != tokens:
        account.search_tokens = tokens
        file.changed.setdefault("search", True)


def _compare_contact(file: _File, row: NewAccount) -> None:
    contact = file.contact
    if contact is None:
        contact = Contact(account=file.account, kind=Contact.Kind.PHONE, name="", value="")
        file.contact = contact
    file.before.append(snapshot("CONTACT", contact))
    _set(file, contact, "value", row.phone, secret=True, label="phone")
    _set(file, contact, "name", row.contact_name, secret=True, label="contact_name")
    contact.value_index = phone_index(row.phone)


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
        [
            "supply_point_no",
            "address",
            "address_index",
            "division_code",
            "province",
            "voltage",
        ],
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


def _keep_history(
    files: list[_File], parties: Iterable[Before], *, at: datetime, actor_id: int | None
) -> None:
    mark = Mark(
        source=FileVersion.Source.IMPORT, reason="", actor_id=actor_id, at=at,
        today=timezone.localdate(at),
    )  # fmt: skip
    keep_history([*parties, *(one for file in files for one in file.before)], mark=mark)
    publish_many((_told(file, mark) for file in files), at=at)
    for file in files:
        if {"care_flags", "equipment"} & set(file.changed):
            update_lists(file.account, mark=mark)


def _told(file: _File, mark: Mark) -> CustomerFileChanged:
    """Return the news of an imported change: the whole file may differ, so no part is named."""
    return CustomerFileChanged(
        account_id=file.account.pk, account_no=file.account.account_no,
        organisation_id=file.account.organisation_id, part="", fields=sorted(file.changed),
        from_day=mark.today.isoformat(),
    )  # fmt: skip


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
    rows: list[NewAccount],
    parties: dict[DocumentKey, Party],
    corrected: dict[DocumentKey, Before],
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
