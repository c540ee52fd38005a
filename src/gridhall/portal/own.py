"""Which of the person's accounts this page is about, and what she may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.customers import selectors as customers

CHOICE = "portal_account"
OPENED = "portal_usage_opened"


@dataclass(frozen=True, slots=True)
class Choice:
    """An account as the switch at the top of the page shows it."""

    label: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnAccounts:
    """The accounts of the person who is signed in, and the one she looks at.

    ``right`` is what the page asks for: ``ids`` and ``focus`` know only accounts where she has
    it. ``opened`` are accounts whose details of use were opened by a code in this session.
    """

    every: tuple[customers.AccountHit, ...]
    current: customers.AccountHit
    access: dict[int, customers.OwnAccess]
    right: str = ""
    opened: frozenset[int] = frozenset()

    @property
    def ids(self) -> list[int]:
        """Return the ids of the accounts with which she may do what the page is for."""
        return [account.account_id for account in self.every if self._fits(account)]

    def ids_with(self, right: str) -> list[int]:
        """Return the ids of the accounts where she has a right."""
        return [pk for pk, access in self.access.items() if access.may(right)]

    @property
    def now(self) -> customers.OwnAccess:
        """Return what she may do with the account she looks at."""
        return self.access[self.current.account_id]

    @property
    def fits(self) -> bool:
        """Whether she may do what the page is for with the account she looks at."""
        return self._fits(self.current)

    @property
    def needs_code(self) -> bool:
        """Whether details of the use stay closed until a code was sent to the phone on file."""
        return self.now.weak and self.current.account_id not in self.opened

    @property
    def shows_usage(self) -> bool:
        """Whether details of the use may be shown now."""
        return self.now.may("VIEW_USAGE") and not self.needs_code

    def focus(self, account_no: str) -> OwnAccounts:
        """Return the same accounts with another one looked at.

        Raises Http404 for a foreign one and for one where she lacks the page's right.
        """
        for account in self.every:
            if account.account_no == account_no and self._fits(account):
                return OwnAccounts(self.every, account, self.access, self.right, self.opened)
        raise Http404

    def frame(self) -> dict[str, Any]:
        """Return what the page's frame needs: all accounts, the current one, what she may do."""
        choices = [self._choice(account) for account in self.every]
        return {
            "accounts": choices, "account": self._choice(self.current), "hit": self.current,
            "may": frozenset(self.now.rights), "access": self.now,
        }  # fmt: skip

    def label(self, account: customers.AccountHit) -> str:
        """Return her own name for an account, else its address."""
        return self.access[account.account_id].nickname or account.address or _("Account")

    def _fits(self, account: customers.AccountHit) -> bool:
        return not self.right or self.access[account.account_id].may(self.right)

    def _choice(self, account: customers.AccountHit) -> Choice:
        return Choice(
            label=self.label(account),
            number=account.account_no,
            url=reverse("portal:account", args=[account.account_no]),
        )


class NoAccount(Exception):
    """The person has no account yet: a page of its own says how to get one."""


def own_accounts(request: HttpRequest, *, right: str = "") -> OwnAccounts:
    """Return the accounts of the signed-in customer; raises NoAccount.

    The page is about the account that the address names (``?account=``), else the one chosen in
    this session, else her preferred one, else the first. Raises Http404 for a foreign one.
    """
    user, today = cast(int, request.user.pk), timezone.localdate()
    held = customers.accesses_of_user(user_id=user, on=today)
    access = {one.account_id: one for one in held}
    hits = customers.accounts_of_user(user_id=user, on=today)
    found = [one for one in hits if one.account_id in access]
    if not found:
        raise NoAccount
    first = next((one for one in found if access[one.account_id].preferred), found[0])
    chosen = request.session.get(CHOICE)
    current = next((one for one in found if one.account_no == chosen), first)
    opened = frozenset(request.session.get(OPENED, ()))
    own = OwnAccounts(tuple(found), current, access, right, opened)
    named = request.POST.get("account", "") or request.GET.get("account", "")
    return own.focus(named) if named else own
