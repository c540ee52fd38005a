"""What the reader may do with the data of one organisation: which buttons and parts a page shows.

It only decides what is shown. What is allowed is decided by ``@employee`` and by the services.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope


def scope(request: HttpRequest) -> Scope:
    """Return where the reader may do the view's action; ``@employee`` has put it there."""
    found: Scope = request.scope  # type: ignore[attr-defined]
    return found


def reader_id(request: HttpRequest) -> int:
    """Return who reads; nobody gets here without being signed in."""
    return int(request.user.pk or 0)


def request_id(request: HttpRequest) -> str:
    """Return the number under which audit, log and answer know this request."""
    return str(getattr(request, "request_id", ""))


def actions_at(request: HttpRequest, organisation_id: int) -> frozenset[str]:
    """Return what the reader may do with the data of this organisation today."""
    return identity.actions_at(
        user_id=reader_id(request),
        organisation_id=organisation_id,
        on=timezone.localdate(),
    )


def may(request: HttpRequest, action: str) -> bool:
    """Tell whether the reader may do this anywhere today."""
    return action in identity.actions_of(user_id=reader_id(request), on=timezone.localdate())


def account_id(inside: Scope, account_no: str) -> int | None:
    """Return the id of the account with this number, if it lies ``inside``."""
    ref = customers.account_refs(account_nos=[account_no.strip()]).get(account_no.strip())
    return ref.account_id if ref and inside.holds(ref.organisation_id) else None
