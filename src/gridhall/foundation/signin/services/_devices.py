"""Which browsers somebody signs in with, and telling her of a new one."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gridhall.foundation.signin import notices, selectors
from gridhall.foundation.signin.models import KnownDevice

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The browser of a log-in: the value of its cookie and whether it is new to the person."""

    token: str
    new: bool


@transaction.atomic
def meet_device(*, user: User, token: str, label: str, network: str, at: datetime) -> Device:
    """Note that ``user`` signed in with this browser; tell her when it is a new one.

    ``token`` is the browser's cookie, empty when it has none. The first browser of a login is
    nothing to tell about.
    """
    token = token if 20 <= len(token) <= 80 else secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).digest()
    device, new = KnownDevice.objects.get_or_create(
        user=user, token_hash=digest,
        defaults={"label": label[:80], "first_seen_at": at, "last_seen_at": at},
    )  # fmt: skip
    if not new:
        KnownDevice.objects.filter(pk=device.pk).update(last_seen_at=at, label=label[:80])
    elif KnownDevice.objects.filter(user=user).exclude(pk=device.pk).exists():
        notices.tell_of_new_device(
            user=user,
            device_id=device.pk,
            label=label,
            network=network,
            at=at,
            phone=selectors.whole_phone_of(user_id=user.pk),
        )
    return Device(token=token, new=new)


def forget_devices(*, before: datetime) -> int:
    """Forget browsers not seen since that moment; return how many."""
    removed, _by_table = KnownDevice.objects.filter(last_seen_at__lt=before).delete()
    return removed
