"""The one search box: by number, phone, meter, name, address, pinyin; and what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.customers import selectors as customers
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.metering import selectors as metering
from gridhall.receivables import selectors as receivables
from gridhall.ui.text import Text
from gridhall.workbench import rights
from gridhall.workbench.lists import unit_of

if TYPE_CHECKING:
    from gridhall.customers.selectors import AccountHit

MATCHES: dict[str, Text] = {
    "METER": _("Meter number"),
    "ACCOUNT_NO": _("Account number"),
    "SUPPLY_POINT": _("Supply point"),
    "PHONE": _("Phone"),
    "NAME": _("Customer name"),
    "CONTACT": _("Contact"),
    "ADDRESS": _("Address"),
    "PINYIN": _("Pinyin or initials"),
    "SIMILAR": _("Similar, not the same"),
}
WHOLE_PHONE = 11
LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One hit with how it was found and what is owed (``None``: the reader may not see it)."""

    account_no: str
    name: str
    matched: Text
    category_label: str
    organisation_name: str
    address: str
    balance: Decimal | None
    status: str
    status_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search gave. ``only`` is the account number when exactly one account is meant."""

    rows: list[HitRow]
    too_many: bool
    too_short: bool
    only: str


def find(*, scope: Scope, money_scope: Scope, text: str, limit: int = 20) -> Found:
    """Search inside ``scope``; balances are shown inside ``money_scope``."""
    text = text.replace("\x00", "").strip()[:LONGEST_QUESTION]
    if not text:
        return Found(rows=[], too_many=False, too_short=False, only="")
    meters = metering.account_ids_by_meter(scope=scope, text=text, limit=limit)
    result = customers.search_accounts(
        scope=scope, text=text, limit=limit, extra_account_ids=meters
    )
    hits = list({hit.account_id: hit for hit in reversed(result.hits)}.values())[::-1]
    balances = receivables.balances_of(
        account_ids=[hit.account_id for hit in hits if money_scope.holds(hit.organisation_id)]
    )
    return Found(
        rows=[_row(hit, balances.get(hit.account_id)) for hit in hits],
        too_many=result.too_many, too_short=result.how == "TOO_SHORT" and not hits,
        only=_only(hits, text),
    )  # fmt: skip


def _only(hits: list[AccountHit], text: str) -> str:
    """Return the one account that the typed number names, so that no list is needed."""
    exact = [hit for hit in hits if hit.account_no == text]
    if len(exact) == 1:
        return exact[0].account_no
    if len(hits) != 1:
        return ""
    hit = hits[0]
    digits = "".join(c for c in text if c.isdigit())
    by_phone = hit.matched == "PHONE" and len(digits) >= WHOLE_PHONE
    return hit.account_no if by_phone or hit.matched in {"METER", "SUPPLY_POINT"} else ""


def _row(hit: AccountHit, balance: Decimal | None) -> HitRow:
    return HitRow(
        account_no=hit.account_no, name=hit.name, matched=MATCHES.get(hit.matched, ""),
        category_label=hit.category_label, organisation_name=hit.organisation_name,
        address=hit.address, balance=balance, status=hit.status, status_label=hit.status_label,
    )  # fmt: skip


def note_search(request: HttpRequest, found: Found) -> None:
    """Write into the audit trail that somebody searched customers; never what was typed."""
    audit.record(
        action="customers.searched",
        at=timezone.now(),
        actor_id=rights.reader_id(request),
        object_type="search",
        organisation_id=unit_of(request),
        changes={"hits": len(found.rows), "accounts": [row.account_no for row in found.rows]},
        request_id=rights.request_id(request),
    )
