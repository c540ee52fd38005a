"""Which of the customer's own accounts this page is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers

CHOICE = "portal_account"


@dataclass(frozen=True, slots=True)
class Choice:
    """An account as the switch at the top of the page shows it."""

    label: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnAccounts:
    """The accounts of the person who is signed in, and the one she looks at."""

    every: tuple[customers.AccountHit, ...]
    current: customers.AccountHit

    @property
    def ids(self) -> list[int]:
        """Return the ids of all her accounts."""
        return [account.account_id for account in self.every]

    def focus(self, account_no: str) -> OwnAccounts:
        """Return the same accounts with another one looked at; raises Http404 for a foreign one."""
        for account in self.every:
            if account.account_no == account_no:
                return OwnAccounts(self.every, account)
        raise Http404

    def frame(self) -> dict[str, Any]:
        """Return what the page's frame needs: all accounts and the current one."""
        choices = [_choice(account) for account in self.every]
        return {"accounts": choices, "account": _choice(self.current), "hit": self.current}


class NoAccount(Exception):
    """The person has no account yet: a page of its own says how to get one."""


def own_accounts(request: HttpRequest) -> OwnAccounts:
    """Return the accounts of the signed-in customer; raises NoAccount."""
    found = customers.accounts_of_user(user_id=cast(int, request.user.pk), on=timezone.localdate())
    if not found:
        raise NoAccount
    chosen = request.session.get(CHOICE)
    current = next((account for account in found if account.account_no == chosen), found[0])
    return OwnAccounts(tuple(found), current)


def _choice(account: customers.AccountHit) -> Choice:
    return Choice(
        label=account.address or _("Account"),
        number=account.account_no,
        url=reverse("portal:account", args=[account.account_no]),
    )
