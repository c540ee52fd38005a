"""What a customer sees: her own accounts and no others."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gridhall.customers.models import Account, PortalAccess

from ._card import AccountCard, card_from
from ._hits import AccountHit, as_hits, with_details


def _own(*, user_id: int, on: date) -> QuerySet[Account]:
    rights = PortalAccess.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), user_id=user_id, valid_from__lte=on
    )
    return Account.objects.filter(pk__in=rights.values("account_id"))


def accounts_of_user(*, user_id: int, on: date) -> list[AccountHit]:
    """Return the accounts this person may see on that day, by account number."""
    return as_hits(list(with_details(_own(user_id=user_id, on=on)).order_by("account_no")))


def portal_account(*, user_id: int, account_no: str, on: date) -> AccountCard:
    """Return one of the person's own accounts; raises AccountNotFound for anybody else's."""
    return card_from(_own(user_id=user_id, on=on), account_no=account_no)
