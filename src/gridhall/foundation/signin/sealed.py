"""The secrets of second factors, as texts inside allauth's JSON, and how they change their key."""

from __future__ import annotations

import base64
from collections import Counter
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from gridhall.foundation.privacy import ciphers

NAME = "mfa_authenticator.data"
SECRETS = ("secret", "seed")  # of an authenticator app, of the recovery codes


def seal(text: str) -> str:
    """Return the secret as it is stored."""
    return base64.b64encode(ciphers.encrypt(text, column=NAME)).decode()


def unseal(stored: str) -> str:
    """Return the secret; raises InvalidTag when the stored text was altered."""
    return ciphers.decrypt(base64.b64decode(stored), column=NAME)


def _head(stored: str) -> bytes:
    value = base64.b64decode(stored)
    return value[: 1 + (value[0] & 31)]


class FactorSecrets:
    """All secrets of second factors, for the change of keys (``privacy.holders``)."""

    name = NAME

    def heads(self) -> dict[bytes, int]:
        """Return how many secrets there are under each key."""
        rows = Authenticator.objects.values_list("data", flat=True).iterator()
        return Counter(_head(data[name]) for data in rows for name in SECRETS if name in data)

    @transaction.atomic
    def rekey(self, *, head: bytes, after: Any, limit: int) -> tuple[Any, int, int]:
        """Encrypt the next secrets anew under a lock on their rows."""
        rows = Authenticator.objects.select_for_update().filter(pk__gt=after or 0)
        page = list(rows.order_by("pk")[:limit])
        if not page:
            return None, 0, 0
        done = 0
        for row in page:
            old = [name for name in SECRETS if name in row.data and _head(row.data[name]) != head]
            for name in old:
                row.data[name] = seal(unseal(row.data[name]))
            if old:
                Authenticator.objects.filter(pk=row.pk).update(data=row.data)
                done += len(old)
        return page[-1].pk, done, 0
