"""What the reader may do with the data of one organisation: which buttons and parts a page shows.

It only decides what is shown. What is allowed is decided by ``@employee`` and by the services.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope


def actions_at(request: HttpRequest, organisation_id: int) -> frozenset[str]:
    """Return what the reader may do with the data of this organisation today."""
    return identity.actions_at(
        user_id=request.user.pk,  # type: ignore[arg-type]
        organisation_id=organisation_id,
        on=timezone.localdate(),
    )


def may(request: HttpRequest, action: str) -> bool:
    """Tell whether the reader may do this anywhere today."""
    return action in identity.actions_of(user_id=request.user.pk, on=timezone.localdate())  # type: ignore[arg-type]


def account_id(scope: Scope, account_no: str) -> int | None:
    """Return the id of the account with this number, if it lies inside ``scope``."""
    ref = customers.account_refs(account_nos=[account_no.strip()]).get(account_no.strip())
    return ref.account_id if ref and scope.holds(ref.organisation_id) else None
