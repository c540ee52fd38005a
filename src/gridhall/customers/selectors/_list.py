"""The table of customers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from gridhall.customers.models import Account
from gridhall.foundation.identity.selectors import Scope, subtree_ids
from gridhall.foundation.paging import Page, keyset_page

from ._hits import AccountHit, as_hits, with_details


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilters:
    """What narrows the table; empty values do not. The organisation includes all below it."""

    category: str = ""
    status: str = ""
    organisation_id: int | None = None
    important_grade: str = ""


def in_scope(scope: Scope) -> QuerySet[Account]:
    """Return the accounts somebody may see."""
    if scope.everything:
        return Account.objects.all()
    return Account.objects.filter(organisation_id__in=scope.organisation_ids)


def list_accounts(
    *, scope: Scope, filters: AccountFilters, after: str = "", before: str = "", limit: int = 50
) -> Page[AccountHit]:
    """Return one page by account number; ``after`` and ``before`` are account numbers."""
    found = in_scope(scope)
    for name in ("category", "status", "important_grade"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.organisation_id is not None:
        below = subtree_ids(organisation_id=filters.organisation_id)
        found = found.filter(organisation_id__in=below)
    return keyset_page(
        with_details(found), field="account_no", after=after, before=before, limit=limit,
        view=as_hits,
    )  # fmt: skip
