"""The phone of a login: bound, taken off, and a login opened with nothing but a phone."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from gridhall.foundation.identity import services as identity
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.signin import phones, selectors
from gridhall.foundation.signin.errors import (
    CodeSpent,
    LastWayIn,
    PhoneBelongsToAnother,
    PhoneOnlyForCustomers,
)
from gridhall.foundation.signin.models import OneTimeCode, VerifiedPhone

from ._codes import spend
from ._passwords import own_password_set
from ._trail import note

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@transaction.atomic
def bind_phone(*, user_id: int, proof_id: int, at: datetime, request_id: str = "") -> None:
    """Make the proven phone the one of the login, instead of one it had.

    Raises CodeSpent, PhoneBelongsToAnother, PhoneOnlyForCustomers.
    """
    proof = spend(pk=proof_id, purpose=OneTimeCode.Purpose.BIND, at=at)
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    if proof.user_id != user_id:
        raise PhoneBelongsToAnother
    changed = _put_phone(user, proof.phone, at)
    note("phone_bound", user=user, actor_id=user_id, at=at, request_id=request_id,
         fields=["phone"], replaced=changed)  # fmt: skip


@transaction.atomic
def vouch_for_phone(
    *, user_id: int, phone: str, actor_id: int | None, reason: str, at: datetime,
    request_id: str = "",
) -> None:  # fmt: skip
    """Make ``phone`` the one of a customer's login, proven at the counter instead of by a code.

    Raises NotAMobileNumber, PhoneBelongsToAnother, PhoneOnlyForCustomers.
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    changed = _put_phone(user, phones.clean(phone), at)
    note(
        "phone_bound", user=user, actor_id=actor_id, at=at, reason=reason, request_id=request_id,
        fields=["phone"], replaced=changed,
    )  # fmt: skip


def _put_phone(user: User, phone: str, at: datetime) -> bool:
    """Store the phone; tell whether another one was there."""
    if user.is_employee:
        raise PhoneOnlyForCustomers
    index = phones.index_of(phone)
    hold_lock(f"signin.phone.{index.hex()}")
    if VerifiedPhone.objects.filter(phone_index=index).exclude(user=user).exists():
        raise PhoneBelongsToAnother
    _row, created = VerifiedPhone.objects.update_or_create(
        user=user, defaults={"phone": phone, "phone_index": index, "verified_at": at}
    )
    return not created


@transaction.atomic
def unbind_phone(*, user_id: int, at: datetime, request_id: str = "") -> None:
    """Take the phone off the login. Raises LastWayIn when nothing else opens it."""
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    if not (user.has_usable_password() or selectors.has_passkey(user_id=user_id)):
        raise LastWayIn
    if VerifiedPhone.objects.filter(user=user).delete()[0]:
        note("phone_removed", user=user, actor_id=user_id, at=at, request_id=request_id,
             fields=["phone"])  # fmt: skip


@transaction.atomic
def open_login(*, proof_id: int, display_name: str, at: datetime, request_id: str = "") -> User:
    """Open a customer's login for the proven phone and return it; it has no account yet.

    The login name is random: it is shown nowhere and says nothing about the person. Raises
    CodeSpent; PhoneBelongsToAnother when somebody was faster.
    """
    proof = spend(pk=proof_id, purpose=OneTimeCode.Purpose.LOG_IN, at=at)
    user, _new = identity.create_user(
        username=f"c{secrets.token_hex(8)}", password=secrets.token_urlsafe(32),
        kind="CUSTOMER", display_name=display_name.strip(),
    )  # fmt: skip
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _put_phone(user, proof.phone, at)
    note("login_opened", user=user, actor_id=user.pk, at=at, request_id=request_id)
    return user


@transaction.atomic
def set_password(*, proof_id: int, password: str, at: datetime, request_id: str = "") -> User:
    """Give the login of the proven phone a new password; all its sessions end by that.

    Raises CodeSpent, also when the phone belongs to no login any more.
    """
    proof = spend(pk=proof_id, purpose=OneTimeCode.Purpose.RESET, at=at)
    user = selectors.user_of_phone(phone=proof.phone)
    if user is None:
        raise CodeSpent
    user.set_password(password)
    user.save(update_fields=["password"])
    own_password_set(user=user)
    note("password_reset", user=user, actor_id=user.pk, at=at, request_id=request_id)
    return user
