"""Small ready-made customer files for tests; every name and number is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from gridhall.customers.records import NewAccount, NewParty
from gridhall.customers.services import put_accounts
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.identity.services import put_organisation
from gridhall.foundation.imports.outcome import Outcome
from gridhall.kernel.codes import make_account_no

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

ZHAO = NewParty(
    kind="PERSON",
    name="赵某甲",
    id_document_kind="RESIDENT_ID",
    id_document="990001196903190005",
)
FIRM = NewParty(
    kind="ORGANISATION",
    name="示范精密机械有限公司",
    id_document_kind="CREDIT_CODE",
    id_document="91999901MT00000016",
    legal_representative="钱某乙",
)


def organisation_tree() -> dict[str, Organisation]:
    """Make headquarters, two regional centres, a service point each and a team."""
    put_organisation(code="00", name="示范电力公司", level="HEADQUARTERS")
    for code, name in (("10", "浙江示范供电公司"), ("20", "湖北示范供电公司")):
        put_organisation(code=code, name=name, level="REGIONAL_CENTRE", parent_code="00")
    put_organisation(code="11", name="梅花营业厅", level="SERVICE_POINT", parent_code="10")
    put_organisation(code="21", name="荷花营业厅", level="SERVICE_POINT", parent_code="20")
    put_organisation(code="1101", name="抄表一班", level="TEAM", parent_code="11")
    return {row.code: row for row in Organisation.objects.all()}


def scope_of(*organisations: Organisation) -> Scope:
    """Return the scope of exactly these organisations."""
    return Scope(organisation_ids=frozenset(row.pk for row in organisations))


def account_row(serial: int, organisation: Organisation, **changes: Any) -> NewAccount:
    """Return a household's file with the account number made from ``serial``."""
    number = make_account_no(f"3311{serial:05}")
    row = NewAccount(
        account_no=number,
        organisation_id=organisation.pk,
        category="RESIDENTIAL",
        party=ZHAO,
        contact_name=ZHAO.name,
        phone=f"154000{serial:05}",
        address=f"浙江省示范市梅花路{serial}号1幢1单元0101室",
        supply_point_no=f"SP{number}",
        province="浙江",
        voltage="220V",
        opened_on=date(2014, 1, 15),
    )
    return replace(row, **changes)


def person(name: str, serial: int) -> NewParty:
    """Return a person with an identity number made from ``serial`` (not a valid one)."""
    return replace(ZHAO, name=name, id_document=f"9900011970010{serial:05}")


def put(*rows: NewAccount) -> list[Outcome]:
    """Record these rows as the system."""
    return put_accounts(rows=rows, at=AT, actor_id=None)
