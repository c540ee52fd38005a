"""Grow the demo town into a company with as many customers as asked for.

People are made one by one (their names are encrypted and made searchable like real ones) and
written by COPY; everything that hangs on an account (contract, meter, readings, bill, postings,
messages) is cloned from one real account of the billed town by SQL, so the clones have whatever
columns the tables have today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection, transaction

from bench.million import bulk
from bench.million.people import Person, person
from gridhall.customers.blind import document_index, phone_index
from gridhall.customers.search_text import account_tokens
from gridhall.foundation.privacy.ciphers import encrypt

FIRST_ID = 1_000_000
TABLES = [
    "customers_party", "customers_account", "customers_supplypoint", "customers_contact",
    "contracts_customeragreement", "metering_usagepoint", "metering_meter",
    "metering_meterinstallation", "metering_meterreading", "billing_bill", "billing_billline",
    "billing_billstatuschange", "receivables_receivable", "receivables_ledgerentry",
    "messaging_message",
]  # fmt: skip
Say = Callable[[str], None]


def build(customers: int, template_account_no: str, say: Say) -> None:
    """Add ``customers`` accounts that look like the template account."""
    with transaction.atomic(), bulk.bare(TABLES, say):
        say("people")
        _write_people(customers)
        _clone_files(template_account_no, say)
        with bulk.without_trigger("billing_billline", "issued_gets_none"):
            _clone_bills(template_account_no, say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _write_people(customers: int) -> None:
    halls = _halls()
    opened = date(2020, 1, 1)
    for table, columns, row in (
        ("customers_party", "id, kind, name, id_document_kind, id_document, id_document_index, "
         "legal_representative", _party),
        ("customers_account", _ACCOUNT, lambda p: _account(p, halls[p.hall], opened)),
        ("customers_supplypoint", "id, supply_point_no, account_id, address, province, voltage",
         _supply_point),
        ("customers_contact", "id, account_id, kind, name, value, value_index", _contact),
    ):  # fmt: skip
        bulk.copy(table, columns, (row(one) for one in _people(customers)))


_ACCOUNT = (
    "id, account_no, party_id, organisation_id, category, status, opened_on, industry_code, "
    "equipment, account_manager, important_grade, care_flags, prepaid, bank_agreement, bank_code, "
    "search_tokens"
)


def _people(customers: int) -> Iterator[Person]:
    return (person(number) for number in range(1, customers + 1))


def _halls() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM identity_organisation")
        return dict(cursor.fetchall())


def _party(one: Person) -> bulk.Row:
    return (
        FIRST_ID + one.number, "PERSON", encrypt(one.name, column="customers_party.name"),
        "RESIDENT_ID", encrypt(one.id_document, column="customers_party.id_document"),
        document_index(one.id_document), b"",
    )  # fmt: skip


def _account(one: Person, organisation_id: int, opened: date) -> bulk.Row:
    tokens = account_tokens(names=[one.name], addresses=[one.address], phones=[one.phone])
    key = FIRST_ID + one.number
    return (
        key, one.account_no, key, organisation_id, "RESIDENTIAL", "ACTIVE", opened, "", [], "", "",
        [], False, False, "", tokens,
    )  # fmt: skip


def _supply_point(one: Person) -> bulk.Row:
    key = FIRST_ID + one.number
    address = encrypt(one.address, column="customers_supplypoint.address")
    return key, f"SP{one.account_no}", key, address, "湖北", "220V"


def _contact(one: Person) -> bulk.Row:
    key = FIRST_ID + one.number
    name = encrypt(one.name, column="customers_contact.name")
    value = encrypt(one.phone, column="customers_contact.value")
    return key, key, "PHONE", name, value, phone_index(one.phone)


NEW_ACCOUNTS = "CROSS JOIN (SELECT * FROM customers_account WHERE id > 1000000) a"


def _clone_files(account_no: str, say: Say) -> None:
    say("contracts, meters and readings")
    mine = "t.account_id = (SELECT id FROM customers_account WHERE account_no = %(no)s)"
    bulk.clone(
        "contracts_customeragreement", mine, NEW_ACCOUNTS, {"account_id": "a.id"}, no=account_no
    )
    bulk.clone(
        "metering_usagepoint", mine, NEW_ACCOUNTS,
        {"account_id": "a.id", "supply_point_id": "a.id", "mp_no": "'MP' || a.account_no"},
        no=account_no,
    )  # fmt: skip
    point = (
        "(SELECT id FROM metering_usagepoint WHERE account_id = "
        "(SELECT id FROM customers_account WHERE account_no = %(no)s))"
    )
    meter = (
        f"t.id = (SELECT meter_id FROM metering_meterinstallation WHERE usage_point_id = {point})"
    )
    bulk.clone(
        "metering_meter", meter, NEW_ACCOUNTS,
        {"asset_no": "'42100019' || lpad((a.id - 1000000)::text, 14, '0')"}, no=account_no,
    )  # fmt: skip
    pairs = (
        "CROSS JOIN (SELECT p.id AS point_id, m.id AS meter_id FROM metering_usagepoint p "
        "JOIN metering_meter m ON m.asset_no = "
        "'42100019' || lpad((p.account_id - 1000000)::text, 14, '0') "
        "WHERE p.account_id > 1000000) x"
    )
    here = f"t.usage_point_id = {point}"
    moved = {"usage_point_id": "x.point_id", "meter_id": "x.meter_id"}
    bulk.clone("metering_meterinstallation", here, pairs, moved, no=account_no)
    recent = f"{here} AND t.read_at >= '2025-11-30'"
    bulk.clone("metering_meterreading", recent, pairs, moved, no=account_no)


def _clone_bills(account_no: str, say: Say) -> None:
    say("bills, lines and postings")
    mine = "t.account_id = (SELECT id FROM customers_account WHERE account_no = %(no)s)"
    bulk.clone(
        "billing_bill", mine, NEW_ACCOUNTS,
        {"account_id": "a.id", "organisation_id": "a.organisation_id",
         "bill_no": "'B' || a.account_no"}, no=account_no,
    )  # fmt: skip
    bill = (
        "t.bill_id = (SELECT b.id FROM billing_bill b JOIN customers_account c "
        "ON c.id = b.account_id WHERE c.account_no = %(no)s AND b.status = 'ISSUED')"
    )
    bills = "CROSS JOIN (SELECT id, account_id FROM billing_bill WHERE account_id > 1000000) b"
    for table in ("billing_billline", "billing_billstatuschange"):
        bulk.clone(table, bill, bills, {"bill_id": "b.id"}, no=account_no)
    both = {"bill_id": "b.id", "account_id": "b.account_id"}
    bulk.clone("receivables_receivable", bill, bills, both, no=account_no)
    bulk.clone("receivables_ledgerentry", bill, bills, both, no=account_no)
    bulk.clone(
        "messaging_message",
        mine.replace("account_id =", "account_ref ="), NEW_ACCOUNTS,
        {"account_ref": "a.id", "dedup_key": "t.dedup_key || ':' || a.id"}, no=account_no,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO receivables_balance (account_id, amount, version) "
            "SELECT account_id, outstanding, 1 FROM receivables_receivable "
            "WHERE account_id > 1000000"
        )
