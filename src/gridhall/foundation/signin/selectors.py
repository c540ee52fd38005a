"""Reads about how somebody signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.privacy.masking import mask_phone

from . import devices, phones
from .models import TemporaryPassword, VerifiedPhone

if TYPE_CHECKING:
    from gridhall.foundation.audit.models import AuditEvent
    from gridhall.foundation.identity.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One place where somebody is signed in."""

    id: int
    label: str
    handheld: bool
    address: str
    since: datetime
    last_seen: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey or security key by the name its owner gave it."""

    id: int
    name: str
    passwordless: bool
    added: datetime
    last_used: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The second factors of a login."""

    totp_since: datetime | None
    passkeys: list[Passkey]
    recovery_codes_left: int | None

    @property
    def any(self) -> bool:
        """Whether a second factor is set up (recovery codes alone are none)."""
        return self.totp_since is not None or bool(self.passkeys)


def factors_of(*, user_id: int) -> Factors:
    """Return what second factors a login has."""
    rows = list(Authenticator.objects.filter(user_id=user_id).order_by("pk"))
    totp = [row for row in rows if row.type == Authenticator.Type.TOTP]
    codes = [row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
    return Factors(
        totp_since=totp[0].created_at if totp else None,
        passkeys=[_passkey(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        recovery_codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def _passkey(row: Authenticator) -> Passkey:
    key = row.wrap()
    return Passkey(
        id=row.pk, name=key.name, passwordless=bool(key.is_passwordless), added=row.created_at,
        last_used=row.last_used_at,
    )  # fmt: skip


def has_second_factor(*, user_id: int) -> bool:
    """Tell whether a login has a second factor."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists())


def has_passkey(*, user_id: int) -> bool:
    """Tell whether a login has a passkey or security key."""
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN)
    return bool(rows.exists())


def temporary_password(*, user_id: int) -> datetime | None:
    """Return until when a password handed over by somebody else serves; None for an own one."""
    rows = TemporaryPassword.objects.filter(user_id=user_id)
    return rows.values_list("expires_at", flat=True).first()


def factor_required(*, user: User) -> bool:
    """Tell whether this person needs a second factor."""
    return bool(settings.GRIDHALL_SECOND_FACTOR_REQUIRED) and user.is_employee


def must_enrol(*, user: User) -> bool:
    """Tell whether this person may open nothing before a second factor is set up."""
    return factor_required(user=user) and not has_second_factor(user_id=user.pk)


def sessions_of(*, user: User, current_key: str) -> list[Session]:
    """Return where somebody is signed in, this browser first, then the last seen."""
    rows = UserSession.objects.purge_and_list(user)
    found = [
        Session(
            id=row.pk, label=devices.label_of(row.user_agent), address=row.ip,
            handheld=devices.is_handheld(row.user_agent), since=row.created_at,
            last_seen=row.last_seen_at, current=row.session_key == current_key,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.current, -one.last_seen.timestamp()))


def phone_of(*, user_id: int) -> str:
    """Return the login's phone, masked; empty when it has none."""
    row = VerifiedPhone.objects.filter(user_id=user_id).first()
    return mask_phone(row.phone) if row else ""


def whole_phone_of(*, user_id: int) -> str:
    """Return the login's phone in full, to send to; empty when it has none."""
    row = VerifiedPhone.objects.filter(user_id=user_id).first()
    return row.phone if row else ""


def user_of_phone(*, phone: str) -> User | None:
    """Return the login that a clean number belongs to."""
    rows = VerifiedPhone.objects.filter(phone_index=phones.index_of(phone))
    found = rows.select_related("user").first()
    return found.user if found else None


def recent_acts(*, user_id: int, limit: int = 10) -> list[AuditEvent]:
    """Return the newest acts of signing in about a login, also the ones that failed."""
    return audit.history_of_object(
        object_type="identity.user", object_id=str(user_id), family="signin.", limit=limit
    )
