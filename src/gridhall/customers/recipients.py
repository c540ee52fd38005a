"""Who is reached for an account: the customer file's answer to the message service.

Contacts that serve the purpose, the first rank first; a mobile number takes text messages, a
landline does not. Marketing needs the customer's yes (Consent), which is asked here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from gridhall.customers.blind import phone_index
from gridhall.customers.models import Account, Contact
from gridhall.customers.models.consents import Consent
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import recipients
from gridhall.foundation.messages.recipients import Audience, Reach, Recipient, Sender
from gridhall.foundation.privacy.ciphers import blind_index

SMS, EMAIL, WEBHOOK = "SMS", "EMAIL", "WEBHOOK"
CHANNELS = {Contact.Kind.PHONE: SMS, Contact.Kind.EMAIL: EMAIL, Contact.Kind.WECHAT: WEBHOOK}
MARKETING = "MARKETING"
MOBILE_LENGTH = 11


def register_all() -> None:
    """Answer the message service; called once when the app starts."""
    recipients.register_resolver(resolve)
    recipients.register_matcher(find_senders)
    for category in Account.Category:
        recipients.register_audience(
            Audience(
                code=f"customers.{category.lower()}", label=category.label,
                members=partial(active_accounts, category=category),
            )
        )  # fmt: skip
    recipients.register_audience(
        Audience(code="customers.all", label=_("All accounts in use"), members=active_accounts)
    )


def resolve(
    *, account_ids: Sequence[int], purpose: str, at: datetime, reaches: bool = True
) -> dict[int, Recipient]:
    """Return who is behind these accounts for a purpose (SERVICE, BILLING, MARKETING).

    Without ``reaches`` no address is read.
    """
    del at  # contacts and consents are kept as they stand; their past is in the history
    rows = Account.objects.filter(pk__in=account_ids)
    ways = _reaches(account_ids, purpose) if reaches else {}
    consents = _consents(account_ids) if purpose == MARKETING else {}
    return {
        pk: Recipient(
            account_id=pk, account_no=number, organisation_id=organisation_id,
            reaches=tuple(ways.get(pk, ())), consent=consents.get(pk),
        )
        for pk, number, organisation_id in rows.values_list("pk", "account_no", "organisation_id")
    }  # fmt: skip


def _reaches(account_ids: Sequence[int], purpose: str) -> dict[int, list[Reach]]:
    found: dict[int, list[Reach]] = defaultdict(list)
    rows = Contact.objects.filter(account_id__in=account_ids, purposes__contains=[purpose])
    if purpose == MARKETING:  # the consent decides; a contact need not be set aside for it
        rows = Contact.objects.filter(account_id__in=account_ids)
    for contact in rows.order_by("account_id", "rank", "pk"):
        channel = CHANNELS[Contact.Kind(contact.kind)]
        if channel != SMS or _is_mobile(contact.value):
            found[contact.account_id].append(Reach(channel=channel, address=contact.value))
    return found


def _is_mobile(phone: str) -> bool:
    """Tell whether a number takes text messages: eleven digits that begin with 1."""
    return len(phone) == MOBILE_LENGTH and phone.isdigit() and phone.startswith("1")


def _consents(account_ids: Sequence[int]) -> dict[int, bool]:
    rows = Consent.objects.filter(account_id__in=account_ids, use=Consent.Use.MARKETING)
    return dict(rows.values_list("account_id", "given"))


def find_senders(*, channel: str, address: str) -> list[Sender]:
    """Return the accounts that have this address among their contacts, by account number."""
    kinds = {way: kind for kind, way in CHANNELS.items()}
    found = Contact.objects.filter(kind=kinds[channel], value_index=_index(channel, address))
    rows = found.order_by("account__account_no").values_list(
        "account_id", "account__organisation_id"
    )
    return [
        Sender(account_id=account_id, organisation_id=organisation_id)
        for account_id, organisation_id in dict(rows).items()
    ]


def _index(channel: str, address: str) -> bytes:
    return phone_index(address) if channel == SMS else blind_index(address, purpose=channel.lower())


def active_accounts(*, scope: Scope, at: datetime, category: str = "") -> Iterable[int]:
    """Yield the ids of the accounts in use inside the scope, of one category or of all."""
    del at
    rows = Account.objects.filter(status=Account.Status.ACTIVE)
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if category:
        rows = rows.filter(category=category)
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)
