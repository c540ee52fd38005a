"""The customer beside a case: who it is, masked; closed until the caller is checked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench import callers, rights
from gridhall.workbench.customers.specs import CARE_LABELS

HIDDEN = "****"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """What a case shows of its customer. ``may_open``: the reader may open the customer's page."""

    account_id: int
    account_no: str
    name: str
    category: Text
    unit: str
    phone: str
    address: str
    badges: list[Status]
    must_check: bool
    may_open: bool = True


def scope_of_files(request: HttpRequest) -> Scope:
    """Return where the reader may look at customer files."""
    return identity.scope_of(
        user_id=rights.reader_id(request), action="customers.read", on=timezone.localdate()
    )


def card_of(
    request: HttpRequest, *, account_no: str | None = None, account_id: int | None = None
) -> CustomerCard | None:
    """Return the card; nothing when the account is unknown or outside the reader's units."""
    scope = scope_of_files(request)
    try:
        card = customers.account_card(scope=scope, account_no=account_no, account_id=account_id)
    except customers.AccountNotFound:
        return None
    closed = callers.state_of(
        request, account_id=card.account_id, organisation_id=card.organisation_id
    ).must_check
    return CustomerCard(
        account_id=card.account_id, account_no=card.account_no, name=card.name,
        category=card.category_label, unit=card.organisation_name, badges=_badges(card),
        phone=HIDDEN if closed else next((one.value for one in card.contacts), ""),
        address=HIDDEN if closed else next((one.address for one in card.supply_points), ""),
        must_check=closed,
    )  # fmt: skip


def _badges(card: customers.AccountCard) -> list[Status]:
    found = []
    if card.status != "ACTIVE":
        found.append(Status(card.status_label, "neutral", "plug-off"))
    if card.important_grade:
        label = _("Important, {grade}").format(grade=card.important_grade_label)
        found.append(Status(label, "danger", "star-filled"))
    found += [
        Status(CARE_LABELS.get(flag, flag), "info", "heart-handshake") for flag in card.care_flags
    ]
    return found
