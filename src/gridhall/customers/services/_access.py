"""Opening accounts to their people at the portal."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gridhall.customers.errors import AccountNotFound
from gridhall.customers.models import Account, PortalAccess
from gridhall.foundation.audit.services import record

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@transaction.atomic
def grant_portal_access(
    *, user: User, account_id: int, valid_from: date, at: datetime, actor_id: int | None = None
) -> bool:
    """Let ``user`` see and pay for the account from ``valid_from`` on; repeating changes nothing.

    Returns whether the right is new. Raises AccountNotFound.
    """
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise AccountNotFound(account=account_id)
    current = PortalAccess.objects.filter(user=user, account=account, valid_to__isnull=True)
    if current.filter(valid_from__lte=valid_from).exists():
        return False
    _access, created = PortalAccess.objects.get_or_create(
        user=user, account=account, valid_from=valid_from
    )
    if created:
        record(
            action="customers.portal_access_granted", at=at, actor_id=actor_id,
            object_type="account", object_id=account.pk, object_label=account.account_no,
            account_id=account.pk, organisation_id=account.organisation_id,
            changes={"user": user.pk, "valid_from": valid_from.isoformat()},
        )  # fmt: skip
    return created
