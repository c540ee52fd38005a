"""The tables of the customer screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gridhall.ui.tables import Column, Filter, TableSpec
from gridhall.workbench.statuses import status

if TYPE_CHECKING:
    from gridhall.customers.selectors import AccountHit
    from gridhall.foundation.identity.models import Organisation
    from gridhall.ui.figures import Status

CATEGORIES = (
    ("RESIDENTIAL", _("Residential")),
    ("COMMERCIAL", _("Commercial and small industry")),
    ("LARGE_INDUSTRY", _("Large industry")),
    ("PUBLIC_INSTITUTION", _("Public institution")),
    ("AGRICULTURE", _("Agriculture")),
)
GRADES = (("FIRST", _("Grade one")), ("SECOND", _("Grade two")), ("TEMPORARY", _("Temporary")))
STATUSES = (
    ("ACTIVE", _("In use")),
    ("PROSPECT", _("Not connected yet")),
    ("CLOSED", _("Closed")),
)
CARE_LABELS = {
    "高龄": _("Elderly"),
    "残障": _("Disabled"),
    "独居老人": _("Elderly, living alone"),
    "生命支持设备": _("Life support at home"),
    "生活困难": _("Hardship"),
}
GRADE_LABELS = dict(GRADES)


def _status(row: AccountHit) -> Status:
    return status(row.status, row.status_label)


def _grade(row: AccountHit) -> Status | None:
    label = GRADE_LABELS.get(row.important_grade)
    return status(row.important_grade, label) if label else None


_COLUMNS = (
    Column(key="account_no", label=_("Account number"), kind="code", sort="account_no", link=True),
    Column(key="name", label=_("Customer name")),
    Column(key="category_label", label=_("Category")),
    Column(key="organisation_name", label=_("Unit"), phone=False),
    Column(key="address", label=_("Address"), phone=False),
    Column(key="phone", label=_("Phone"), kind="code", phone=False),
    Column(key="grade", label=_("Important"), kind="status", value=_grade),
    Column(key="status", label=_("State"), kind="status", value=_status),
)

CUSTOMERS = TableSpec(
    name="customers",
    label=_("Customers"),
    columns=tuple(replace(column, sort="") for column in _COLUMNS),
    filters=(
        Filter(name="category", label=_("Category"), kind="choice", choices=CATEGORIES),
        Filter(name="status", label=_("State"), kind="choice", choices=STATUSES),
        Filter(name="grade", label=_("Important"), kind="choice", choices=GRADES),
    ),
    size=20,
    exports=("csv", "xlsx"),
    empty_title=_("No customers in your unit yet"),
    empty_text=_("Customer files come in by import."),
)

HITS = TableSpec(
    name="hits",
    label=_("Search results"),
    columns=(
        Column(key="account_no", label=_("Account number"), kind="code", link=True),
        Column(key="name", label=_("Customer name")),
        Column(key="matched", label=_("Found by"), phone=False),
        Column(key="category_label", label=_("Category"), phone=False),
        Column(key="organisation_name", label=_("Unit"), phone=False),
        Column(key="address", label=_("Address"), phone=False),
        Column(key="balance", label=_("Owed"), kind="money"),
        Column(key="status", label=_("State"), kind="status", value=_status),
    ),
)


def customers(units: Iterable[Organisation]) -> TableSpec:
    """Return the table of customers with the reader's own units to choose from."""
    choices = [(str(unit.pk), unit.name) for unit in units if unit.level != "TEAM"]
    unit = Filter(name="unit", label=_("Unit"), kind="choice", choices=choices)
    return replace(CUSTOMERS, filters=(unit, *CUSTOMERS.filters))


LEDGER = TableSpec(
    name="ledger",
    label=_("Ledger"),
    columns=(
        Column(key="posted_at", label=_("Posted at"), kind="moment"),
        Column(key="label", label=_("Kind")),
        Column(
            key="document",
            label=_("Bill or receipt"),
            kind="code",
            value=lambda row: row.bill_no or row.receipt_no,
        ),
        Column(key="amount", label=_("Amount"), kind="money"),
        Column(key="balance_after", label=_("Owed afterwards"), kind="money"),
    ),
    size=50,
    empty_title=_("Nothing was posted yet"),
)
