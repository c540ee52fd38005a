"""Second factors taken off by somebody else: the way back for a person who lost her device."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction

from ._sessions import end_all_sessions
from ._trail import note

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@transaction.atomic
def remove_factors(
    *, user: User, actor_id: int | None, reason: str, at: datetime, request_id: str = ""
) -> int:
    """Take all second factors off a login and end its sessions; return how many there were.

    At the next log-in an employee is led to set up a new one.
    """
    removed, _by_table = Authenticator.objects.filter(user_id=user.pk).delete()
    end_all_sessions(user=user, actor_id=actor_id, reason=reason, at=at, request_id=request_id)
    note("factors_reset", user=user, actor_id=actor_id, at=at, request_id=request_id,
         count=removed, reason=reason)  # fmt: skip
    return int(removed)
