"""Passwords that somebody else handed over."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from gridhall.foundation.signin.models import TemporaryPassword

from ._sessions import end_all_sessions
from ._trail import note

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User

BYTES = 16  # 128 bits


@transaction.atomic
def mark_temporary(*, user: User, at: datetime) -> None:
    """Have the person set a password of her own before anything else opens."""
    days = timedelta(days=settings.GRIDHALL_TEMPORARY_PASSWORD_DAYS)
    TemporaryPassword.objects.update_or_create(
        user=user, defaults={"given_at": at, "expires_at": at + days}
    )


@transaction.atomic
def give_temporary_password(
    *, user: User, actor_id: int | None, reason: str, at: datetime, request_id: str = ""
) -> str:
    """Give a login a new password to hand over, shown once; its sessions end. Return it."""
    password = secrets.token_urlsafe(BYTES)
    user.set_password(password)
    user.save(update_fields=["password"])
    mark_temporary(user=user, at=at)
    end_all_sessions(user=user, actor_id=actor_id, reason=reason, at=at, request_id=request_id)
    note(
        "password_given", user=user, actor_id=actor_id, at=at, reason=reason, request_id=request_id
    )
    return password


def own_password_set(*, user: User) -> None:
    """Note that the person's password is her own now."""
    TemporaryPassword.objects.filter(user=user).delete()
