"""One-time codes: asked for, sent, typed."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gridhall.foundation.locks import hold_lock
from gridhall.foundation.privacy.ciphers import blind_index
from gridhall.foundation.signin import delivery, phones
from gridhall.foundation.signin.errors import CodeSpent, TooManyCodes, WrongCode
from gridhall.foundation.signin.models import OneTimeCode

ADDRESS_PURPOSE, CODE_PURPOSE = "signin_address", "signin_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCode:
    """A code on its way. ``shown`` holds it where the demo's phone is this very screen."""

    pk: int
    phone: str
    expires_at: datetime
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A phone whose holder typed the right code, and what for."""

    pk: int
    phone: str
    purpose: str
    user_id: int | None


@transaction.atomic
def request_code(
    *, typed_phone: str, purpose: str, address: str, at: datetime, user_id: int | None = None
) -> SentCode:
    """Send a code to a phone; whether a login knows the phone makes no difference.

    Raises NotAMobileNumber, and TooManyCodes beyond the limits per phone and per address
    (``GRIDHALL_ONE_TIME_CODES``).
    """
    phone = phones.clean(typed_phone)
    phone_index = phones.index_of(phone)
    address_index = blind_index(address, purpose=ADDRESS_PURPOSE)
    rules = settings.GRIDHALL_ONE_TIME_CODES
    for name in sorted((phone_index.hex(), address_index.hex())):
        hold_lock(f"signin.code.{name}")
    _demand_room("phone_index", phone_index, rules["per_phone"], at)
    _demand_room("address_index", address_index, rules["per_address"], at)
    digits = f"{secrets.randbelow(10 ** rules['digits']):0{rules['digits']}}"
    row = OneTimeCode(
        purpose=purpose, user_id=user_id, phone=phone, phone_index=phone_index,
        address_index=address_index, created_at=at, code_hash=b"",
        expires_at=at + timedelta(minutes=rules["minutes"]),
    )  # fmt: skip
    row.save()
    row.code_hash = _hash(row.pk, digits)
    row.save(update_fields=["code_hash"])
    shown = delivery.send_code(
        phone=phone,
        digits=digits,
        minutes=rules["minutes"],
        code_id=row.pk,
        at=at,
        expires_at=row.expires_at,
    )
    return SentCode(pk=row.pk, phone=phone, expires_at=row.expires_at, shown=shown)


def _demand_room(field: str, value: bytes, limits: Iterable[tuple[int, int]], at: datetime) -> None:
    """Raise TooManyCodes when one of the limits (count, seconds) is used up."""
    for count, seconds in limits:
        since = at - timedelta(seconds=seconds)
        rows = OneTimeCode.objects.filter(**{field: value}, created_at__gt=since)
        oldest = rows.order_by("-created_at").values_list("created_at", flat=True)[
            count - 1 : count
        ]
        if oldest:
            wait = (oldest[0] - since).total_seconds()
            raise TooManyCodes(minutes=max(ceil(wait / 60), 1))


def _hash(pk: int, digits: str) -> bytes:
    return blind_index(f"{pk}:{digits}", purpose=CODE_PURPOSE)


def check_code(*, pk: int, digits: str, at: datetime) -> Proof:
    """Use the code up and return what it proves; every entry counts as a try.

    Raises WrongCode, and CodeSpent when it expired, was used or was tried too often. Two entries
    at the same moment are two tries, and only one of them can use the code.
    """
    allowed = settings.GRIDHALL_ONE_TIME_CODES["tries"]
    open_row = OneTimeCode.objects.filter(
        pk=pk, used_at__isnull=True, expires_at__gt=at, tries__lt=allowed
    )
    if not open_row.update(tries=F("tries") + 1):
        raise CodeSpent
    row = OneTimeCode.objects.get(pk=pk)
    if not hmac.compare_digest(bytes(row.code_hash), _hash(pk, digits.strip())):
        left = allowed - row.tries
        raise WrongCode(left=left) if left > 0 else CodeSpent()
    if not OneTimeCode.objects.filter(pk=pk, used_at__isnull=True).update(used_at=at):
        raise CodeSpent
    return Proof(pk=pk, phone=row.phone, purpose=row.purpose, user_id=row.user_id)


def spend(*, pk: int, purpose: str, at: datetime) -> Proof:
    """Take a proof for the one act it was made for. Raises CodeSpent.

    A proof holds as long again as its code did, and serves once.
    """
    since = at - timedelta(minutes=settings.GRIDHALL_ONE_TIME_CODES["minutes"])
    proven = OneTimeCode.objects.filter(
        pk=pk, purpose=purpose, used_at__gt=since, spent_at__isnull=True
    )
    if not proven.update(spent_at=at):
        raise CodeSpent
    row = OneTimeCode.objects.get(pk=pk)
    return Proof(pk=pk, phone=row.phone, purpose=row.purpose, user_id=row.user_id)


def forget_codes(*, before: datetime) -> int:
    """Remove the codes asked for before that moment; return how many."""
    removed, _by_table = OneTimeCode.objects.filter(created_at__lt=before).delete()
    return removed
