"""客户档案: customers with their supply point, contract terms and reliefs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django.utils.translation import gettext_noop

from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.sheets import Column, FileCheck, ImportContext, Row, Sheet
from gridhall.foundation.privacy import masking

from .. import parsers, words
from . import _customer_checks, _customer_files

_amount = parsing.number(decimals=3, limit=10_000_000)
_positive = parsing.number(decimals=3, limit=10_000_000, positive=True)


class Customers(Sheet):
    """The creation of customer files: an account on file is never overwritten."""

    name = "customers"
    label = gettext_noop("Customers")
    key_column = "account_no"
    columns = (
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        Column("name", gettext_noop("Customer name"), parsing.text(100)),
        Column(
            "category", gettext_noop("Customer category"),
            parsing.one_of(words.CATEGORIES, unknown="CATEGORY_UNKNOWN"),
        ),
        Column("price_class", gettext_noop("Price class"), parsing.code_text(30)),
        Column(
            "id_doc_kind", gettext_noop("Identity document"), parsing.one_of(words.DOCUMENT_KINDS)
        ),
        Column(
            "id_doc_no", gettext_noop("Document number"), parsing.code_text(30),
            mask=masking.mask_id_document,
        ),
        Column("contact_name", gettext_noop("Contact"), parsing.text(60)),
        Column("phone", gettext_noop("Telephone"), parsers.phone, mask=masking.mask_phone),
        Column("address", gettext_noop("Supply address"), parsing.text(200)),
        Column(
            "legal_representative", gettext_noop("Legal representative"), parsing.text(60),
            required=False,
        ),
        Column("province", gettext_noop("Province"), parsing.one_of(words.PROVINCES)),
        Column("org_code", gettext_noop("Organisation code"), parsing.code_text(20)),
        Column("supply_point_no", gettext_noop("Supply point"), parsing.code_text(20)),
        Column("voltage", gettext_noop("Voltage"), parsing.one_of(words.VOLTAGES)),
        Column("contracted_capacity_kva", gettext_noop("Contracted capacity"), _positive),
        Column(
            "billing_method", gettext_noop("Billing method"), parsing.one_of(words.BILLING_METHODS)
        ),
        Column(
            "contract_demand_kw", gettext_noop("Contract demand"), _positive, required=False
        ),
        Column(
            "hv_motor_kw", gettext_noop("High-voltage motors"), _amount, required=False
        ),
        Column("tou", gettext_noop("Time of use"), parsers.yes_no),
        Column(
            "pf_standard", gettext_noop("Power factor standard"), parsers.pf_standard,
            required=False,
        ),
        Column("industry_code", gettext_noop("Industry"), parsing.code_text(10), required=False),
        Column("equipment", gettext_noop("Equipment"), parsers.words_list(60), required=False),
        Column(
            "account_manager", gettext_noop("Account manager"), parsing.text(60), required=False
        ),
        Column(
            "important_grade", gettext_noop("Important customer"),
            parsing.one_of(words.IMPORTANT_GRADES), required=False,
        ),
        Column("bank_agreement", gettext_noop("Direct debit"), parsers.yes_no, required=False),
        Column("bank_code", gettext_noop("Bank code"), parsing.code_text(20), required=False),
        Column("prepaid", gettext_noop("Prepaid"), parsers.yes_no, required=False),
        Column(
            "household_persons", gettext_noop("Persons in the household"),
            parsing.whole_number(limit=99), required=False,
        ),
        Column(
            "large_household_from", gettext_noop("Large household from"), parsers.month,
            required=False,
        ),
        Column("low_income", gettext_noop("Low income"), parsers.yes_no, required=False),
        Column(
            "care_flags", gettext_noop("Care flags"), parsing.many_of(words.CARE_FLAGS),
            required=False,
        ),
        Column("move_in_date", gettext_noop("Opened on"), parsing.day()),
        Column("status", gettext_noop("Status"), parsing.one_of(words.ACCOUNT_STATUS)),
    )  # fmt: skip

    def key_of(self, row: Row) -> Hashable | None:
        """Return the account number."""
        return row.values.get("account_no")

    def check_row(self, row: Row) -> None:
        """Check what must fit inside the row: document, price class, voltage, demand."""
        _customer_checks.check(row)

    def file_check(self) -> FileCheck:
        """Watch for a document under two names, and a supply point of two accounts."""
        return _OneDocumentOneName()

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Check organisation, area of the actor, and what is on file already."""
        _customer_files.check_against_files(rows, context)

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Open the accounts with their contracts and reliefs."""
        _customer_files.open_files(rows, context)


class _OneDocumentOneName(FileCheck):
    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], tuple[str, int]] = {}
        self.points: dict[str, tuple[str, int]] = {}

    def see(self, row: Row) -> None:
        already_refused = row.is_refused
        if row.has("id_doc_kind", "id_doc_no", "name"):
            key = (row.values["id_doc_kind"], row.values["id_doc_no"].upper())
            name, other = self.documents.setdefault(key, (row.values["name"], row.number))
            if name != row.values["name"] and not already_refused:
                row.refuse("id_doc_no", "DOCUMENT_OTHER_NAME_IN_FILE", other_row=other)
        if row.has("supply_point_no", "account_no"):
            account_no = row.values["account_no"]
            owner, other = self.points.setdefault(
                row.values["supply_point_no"], (account_no, row.number)
            )
            if owner != account_no:
                row.notice("supply_point_no", "SUPPLY_POINT_SHARED_IN_FILE", other_row=other)
