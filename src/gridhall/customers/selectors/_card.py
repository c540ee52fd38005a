"""The whole file of one account, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gridhall.customers.errors import AccountNotFound
from gridhall.customers.models import Account
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.privacy.masking import (
    mask_address,
    mask_id_document,
    mask_name,
    mask_phone,
)

from ._hits import with_details
from ._list import in_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A way to reach somebody, masked."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyPointLine:
    """A supply point, its address masked."""

    supply_point_no: str
    address: str
    province: str
    voltage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """Everything filed about an account; personal values masked, labels in the active language."""

    account_id: int
    account_no: str
    name: str
    party_kind: str
    party_kind_label: str
    id_document_kind: str
    id_document_kind_label: str
    id_document: str
    legal_representative: str
    category: str
    category_label: str
    status: str
    status_label: str
    organisation_id: int
    organisation_name: str
    organisation_phone: str
    province: str
    opened_on: date
    industry_code: str
    equipment: tuple[str, ...]
    account_manager: str
    important_grade: str
    important_grade_label: str
    care_flags: tuple[str, ...]
    household_persons: int | None
    prepaid: bool
    bank_agreement: bool
    bank_code: str
    contacts: tuple[ContactLine, ...]
    supply_points: tuple[SupplyPointLine, ...]


def account_card(
    *, scope: Scope, account_id: int | None = None, account_no: str | None = None
) -> AccountCard:
    """Return the file of one account by id or number.

    Raises AccountNotFound when there is none or it lies outside ``scope``.
    """
    return card_from(in_scope(scope), account_id=account_id, account_no=account_no)


def card_from(
    accounts: QuerySet[Account], *, account_id: int | None = None, account_no: str | None = None
) -> AccountCard:
    """Return the card of the one account among ``accounts``; raises AccountNotFound."""
    wanted = {"pk": account_id} if account_id is not None else {"account_no": account_no or ""}
    account = with_details(accounts.filter(**wanted)).first()
    if account is None:
        raise AccountNotFound(account=account_id if account_id is not None else account_no)
    return _card(account)


def _card(account: Account) -> AccountCard:
    party, organisation = account.party, account.organisation
    points = tuple(
        SupplyPointLine(
            supply_point_no=point.supply_point_no,
            address=mask_address(point.address),
            province=point.province,
            voltage=point.voltage,
        )
        for point in account.supply_points.all()
    )
    return AccountCard(
        account_id=account.pk,
        account_no=account.account_no,
        name=mask_name(party.name),
        party_kind=party.kind,
        party_kind_label=party.get_kind_display(),
        id_document_kind=party.id_document_kind,
        id_document_kind_label=party.get_id_document_kind_display(),
        id_document=mask_id_document(party.id_document),
        legal_representative=_mask_if_any(party.legal_representative),
        category=account.category,
        category_label=account.get_category_display(),
        status=account.status,
        status_label=account.get_status_display(),
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        organisation_phone=organisation.phone,
        province=points[0].province if points else organisation.province,
        opened_on=account.opened_on,
        industry_code=account.industry_code,
        equipment=tuple(account.equipment),
        account_manager=account.account_manager,
        important_grade=account.important_grade,
        important_grade_label=account.get_important_grade_display(),
        care_flags=tuple(account.care_flags),
        household_persons=account.household_persons,
        prepaid=account.prepaid,
        bank_agreement=account.bank_agreement,
        bank_code=account.bank_code,
        contacts=tuple(
            ContactLine(name=_mask_if_any(contact.name), value=mask_phone(contact.value))
            for contact in account.contacts.all()
        ),
        supply_points=points,
    )


def _mask_if_any(name: str) -> str:
    return mask_name(name) if name else ""
