"""Customer rows against what is on file, and the opening of new files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from gridhall.contracts import services as contracts
from gridhall.contracts.services import NewAgreement, NewRelief
from gridhall.customers import selectors as customers
from gridhall.customers import services as customer_services
from gridhall.customers.selectors import AccountRef
from gridhall.customers.services import NewAccount, NewParty
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.imports.outcome import Outcome
from gridhall.foundation.imports.sheets import UNCHANGED, ImportContext, Row

from ._common import still_good, take_outcomes

HALL_DIGITS = slice(2, 4)


def check_against_files(rows: Sequence[Row], context: ImportContext) -> None:
    """Refuse rows of unknown or foreign organisations, of accounts on file with other data …"""
    _check_organisations(rows, context)
    good = still_good(rows)
    on_file = customers.account_refs(account_nos=[row.values["account_no"] for row in good])
    known = [row for row in good if row.values["account_no"] in on_file]
    new = [row for row in good if row.values["account_no"] not in on_file]
    _compare_with_files(known, on_file, context)
    _check_documents(new)
    _check_supply_points(new)


def _check_organisations(rows: Sequence[Row], context: ImportContext) -> None:
    organisations = {
        organisation.code: organisation
        for organisation in identity.organisations(scope=identity.whole_company())
    }
    for row in rows:
        organisation = organisations.get(row.values["org_code"])
        if organisation is None:
            row.refuse("org_code", "ORGANISATION_UNKNOWN")
        elif not context.scope.holds(organisation.pk):
            row.refuse("org_code", "ORGANISATION_NOT_YOURS")
        elif not organisation.code.startswith(row.values["account_no"][HALL_DIGITS]):
            row.refuse("account_no", "ACCOUNT_NO_HALL")
        else:
            row.values["organisation_id"] = organisation.pk


def _compare_with_files(
    rows: Sequence[Row], on_file: dict[str, AccountRef], context: ImportContext
) -> None:
    """Rows equal to the file are UNCHANGED; for any other the services are tried and undone."""
    if not rows:
        return
    with transaction.atomic():
        outcomes = _put_everything(rows, on_file, context)
        transaction.set_rollback(True)
    for row in rows:
        if outcomes[row.number] <= {Outcome.UNCHANGED}:
            row.outcome = UNCHANGED
        else:
            row.refuse("account_no", "ALREADY_ON_FILE")


def _put_everything(
    rows: Sequence[Row], on_file: dict[str, AccountRef], context: ImportContext
) -> dict[int, set[Outcome]]:
    """Bring accounts, agreements and reliefs to the rows' values; return what came of each row."""
    at, actor_id = context.at, context.actor_id
    contracts.take_turn()
    accounts = customer_services.put_accounts(
        rows=[_account(row) for row in rows], at=at, actor_id=actor_id
    )
    agreements = contracts.put_agreements(
        rows=[_agreement(row, on_file[row.values["account_no"]]) for row in rows],
        at=at,
        actor_id=actor_id,
    )
    found = {
        row.number: {account, agreement}
        for row, account, agreement in zip(rows, accounts, agreements, strict=True)
    }
    reliefs = [
        (row.number, relief)
        for row in rows
        for relief in _reliefs(row, on_file[row.values["account_no"]])
    ]
    outcomes = contracts.put_reliefs(
        rows=[relief for _number, relief in reliefs], at=at, actor_id=actor_id
    )
    for (number, _relief), outcome in zip(reliefs, outcomes, strict=True):
        found[number].add(outcome)
    return found


def _check_documents(rows: Sequence[Row]) -> None:
    documents = [(row.values["id_doc_kind"], row.values["id_doc_no"]) for row in rows]
    names = customers.names_by_document(documents=documents)
    for row, document in zip(rows, documents, strict=True):
        if names.get(document, row.values["name"]) != row.values["name"]:
            row.refuse("id_doc_no", "DOCUMENT_OTHER_NAME")


def _check_supply_points(rows: Sequence[Row]) -> None:
    numbers = [row.values["supply_point_no"] for row in rows]
    taken = customers.supply_point_refs(supply_point_nos=numbers)
    for row in rows:
        if row.values["supply_point_no"] in taken:
            row.notice("supply_point_no", "SUPPLY_POINT_SHARED")


def open_files(rows: Sequence[Row], context: ImportContext) -> None:
    """Open the accounts that are not on file yet, with their contracts and reliefs."""
    new = [row for row in rows if row.outcome != UNCHANGED]
    if not new:
        return
    at, actor_id = context.at, context.actor_id
    contracts.take_turn()
    outcomes = customer_services.put_accounts(
        rows=[_account(row) for row in new], at=at, actor_id=actor_id
    )
    take_outcomes(new, outcomes, "account_no")
    opened = still_good(new)
    refs = customers.account_refs(account_nos=[row.values["account_no"] for row in opened])
    contracts.put_agreements(
        rows=[_agreement(row, refs[row.values["account_no"]]) for row in opened],
        at=at,
        actor_id=actor_id,
    )
    contracts.put_reliefs(
        rows=[r for row in opened for r in _reliefs(row, refs[row.values["account_no"]])],
        at=at,
        actor_id=actor_id,
    )


def _account(row: Row) -> NewAccount:
    values = row.values
    is_person = values["id_doc_kind"] == "RESIDENT_ID"
    party = NewParty(
        kind="PERSON" if is_person else "ORGANISATION",
        name=values["name"],
        id_document_kind=values["id_doc_kind"],
        id_document=values["id_doc_no"],
        legal_representative=values["legal_representative"] or "",
    )
    return NewAccount(
        account_no=values["account_no"],
        organisation_id=values["organisation_id"],
        category=values["category"],
        party=party,
        contact_name=values["contact_name"],
        phone=values["phone"],
        address=values["address"],
        supply_point_no=values["supply_point_no"],
        province=values["province"],
        voltage=values["voltage"],
        opened_on=values["move_in_date"],
        status=values["status"],
        industry_code=values["industry_code"] or "",
        equipment=tuple(values["equipment"] or ()),
        account_manager=values["account_manager"] or "",
        important_grade=values["important_grade"] or "",
        care_flags=tuple(values["care_flags"] or ()),
        household_persons=values["household_persons"],
        prepaid=bool(values["prepaid"]),
        bank_agreement=bool(values["bank_agreement"]),
        bank_code=values["bank_code"] or "",
    )


def _agreement(row: Row, account: AccountRef) -> NewAgreement:
    values = row.values
    return NewAgreement(
        account_id=account.account_id,
        price_class=values["price_class"],
        billing_method=values["billing_method"],
        contracted_capacity_kva=values["contracted_capacity_kva"],
        contract_demand_kw=values["contract_demand_kw"],
        hv_motor_kw=values["hv_motor_kw"] or Decimal(0),
        tou=values["tou"],
        pf_standard=values["pf_standard"],
        valid_from=values["move_in_date"],
    )


def _reliefs(row: Row, account: AccountRef) -> list[NewRelief]:
    """The reliefs of the row: the large household from its month on, low income from the start."""
    reliefs = []
    if month := row.values["large_household_from"]:
        first = date.fromisoformat(f"{month}-01")
        reliefs.append(
            NewRelief(account_id=account.account_id, kind="LARGE_HOUSEHOLD", from_date=first)
        )
    if row.values["low_income"]:
        start = row.values["move_in_date"]
        reliefs.append(NewRelief(account_id=account.account_id, kind="LOW_INCOME", from_date=start))
    return reliefs
