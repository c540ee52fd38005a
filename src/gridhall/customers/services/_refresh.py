"""What an account carries besides its own facts: words to be found by, and short lists."""

from __future__ import annotations

from collections.abc import Iterable

from gridhall.customers.models import Account, Contact
from gridhall.customers.search_text import account_tokens

#: The words of Account.care_flags, which imports and lists use, for each kind of care.
CARE_WORDS = {
    "ELDERLY": "高龄",
    "DISABLED": "残障",
    "LIVING_ALONE": "独居老人",
    "LIFE_SUPPORT": "生命支持设备",
    "HARDSHIP": "生活困难",
}
CARE_KINDS = {word: kind for kind, word in CARE_WORDS.items()}


def refresh_accounts(accounts: Iterable[Account]) -> None:
    """Bring search words and the lists of care and equipment up to what the file says today."""
    for account in accounts:
        fresh = Account.objects.select_related("party").get(pk=account.pk)
        care = fresh.care_needs.order_by("kind").values_list("kind", flat=True)
        flags = sorted(CARE_WORDS[kind] for kind in care)
        names = list(fresh.equipment_items.order_by("pk").values_list("name", flat=True))
        Account.objects.filter(pk=account.pk).update(
            search_tokens=tokens_of(fresh), care_flags=flags, equipment=names
        )


def tokens_of(account: Account) -> list[int]:
    """Return all tokens by which this account is found: every name, address and phone of it."""
    contacts = list(account.contacts.all())
    return account_tokens(
        names=(account.party.name, *(contact.name for contact in contacts)),
        addresses=(point.address for point in account.supply_points.all()),
        phones=(one.value for one in contacts if one.kind == Contact.Kind.PHONE),
    )
