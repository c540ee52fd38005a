"""An account as one line of a list, masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gridhall.customers.models import Account, Contact, SupplyPoint
from gridhall.foundation.privacy.masking import mask_address, mask_name, mask_phone


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHit:
    """One account in a list; name, address and phone are masked.

    ``matched`` says how a search found it: METER, ACCOUNT_NO, SUPPLY_POINT, PHONE, NAME,
    CONTACT, ADDRESS, PINYIN or SIMILAR; empty outside a search.
    """

    account_id: int
    account_no: str
    name: str
    address: str
    phone: str
    category: str
    category_label: str
    status: str
    status_label: str
    important_grade: str
    organisation_id: int
    organisation_name: str
    matched: str = ""


def with_details(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Load party, organisation, supply points and phones along, in three statements."""
    phones = Contact.objects.filter(kind=Contact.Kind.PHONE).order_by("pk")
    return accounts.select_related("party", "organisation").prefetch_related(
        Prefetch("supply_points", SupplyPoint.objects.order_by("pk")),
        Prefetch("contacts", phones),
    )


def as_hit(account: Account, matched: str = "") -> AccountHit:
    """Return the masked line of an account loaded by ``with_details``."""
    points, contacts = account.supply_points.all(), account.contacts.all()
    return AccountHit(
        account_id=account.pk,
        account_no=account.account_no,
        name=mask_name(account.party.name),
        address=mask_address(points[0].address) if points else "",
        phone=mask_phone(contacts[0].value) if contacts else "",
        category=account.category,
        category_label=account.get_category_display(),
        status=account.status,
        status_label=account.get_status_display(),
        important_grade=account.important_grade,
        organisation_id=account.organisation_id,
        organisation_name=account.organisation.name,
        matched=matched,
    )


def as_hits(accounts: Sequence[Account]) -> list[AccountHit]:
    """Return the masked lines of accounts loaded by ``with_details``."""
    return [as_hit(account) for account in accounts]


def display_names(*, account_ids: Iterable[int], masked: bool = True) -> dict[int, str]:
    """Return the names behind these accounts; in clear only for what the customer receives."""
    found = Account.objects.filter(pk__in=list(account_ids)).select_related("party")
    names = {account.pk: account.party.name for account in found.only("pk", "party__name")}
    return {pk: mask_name(name) for pk, name in names.items()} if masked else names
