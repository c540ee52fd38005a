"""Letting others in: by an invitation to their phone, with chosen rights, until a day."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from gridhall.customers import policy, texting
from gridhall.customers.blind import phone_index
from gridhall.customers.errors import (
    AccessNotFound,
    InvitationNotForYou,
    InvitationOver,
    RightMissing,
    TooManyTries,
    UnusableInvitation,
)
from gridhall.customers.models import AccessInvitation, Account
from gridhall.customers.portal_rights import EndReason, Proof, Right, in_order
from gridhall.customers.selectors._portal import counting
from gridhall.foundation.audit.services import AuditEntry, record_many
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.privacy.ciphers import blind_index

from ._access import close_access, demand, lock_account, open_access

MOBILE = re.compile(r"1[3-9]\d{9}")
Status = AccessInvitation.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """Whom to let in: to which accounts, with which rights, until which day (not with it)."""

    account_ids: tuple[int, ...]
    phone: str
    known_as: str
    rights: tuple[str, ...]
    valid_to: date | None = None


def secret_index(secret: str) -> bytes:
    """Return the keyed hash under which the link's secret is kept."""
    return blind_index(secret, purpose="access_invitation")


def clean_phone(typed: str) -> str:
    """Return the digits of a mobile number; blanks, hyphens and +86 are taken off."""
    return re.sub(r"^(\+86|0086)", "", re.sub(r"[\s\-]", "", typed))


@transaction.atomic
def invite(
    *, inviter_id: int, wanted: NewInvitation, link: Callable[[str], str], on: date, at: datetime
) -> int:
    """Send an invitation to a phone; return its id. ``link`` makes the address from the secret.

    Raises UnusableInvitation, AccessNotFound, RightMissing (who gives a right must have it, and
    MANAGE_ACCESS with it), TooManyTries (too many invitations in a day).
    """
    rights, phone = in_order(set(wanted.rights)), clean_phone(wanted.phone)
    late = wanted.valid_to is not None and wanted.valid_to <= on
    if not (wanted.account_ids and rights and MOBILE.fullmatch(phone)) or late:
        raise UnusableInvitation()
    _refuse_many(inviter_id, at)
    accounts = sorted(set(wanted.account_ids))
    for account_id in accounts:
        demand(
            user_id=inviter_id, account_id=account_id,
            rights={Right.MANAGE_ACCESS, *rights}, on=on,
        )  # fmt: skip
    secret = secrets.token_urlsafe(16)
    row = AccessInvitation.objects.create(
        inviter_id=inviter_id, account_ids=accounts, rights=rights, valid_to=wanted.valid_to,
        known_as=wanted.known_as.strip()[:30], phone=phone, phone_index=phone_index(phone),
        secret_index=secret_index(secret), created_at=at,
        expires_at=at + timedelta(days=policy.binding().invitation_days),
    )  # fmt: skip
    _note(row, "customers.access_invited", actor_id=inviter_id, at=at)
    texting.text(
        template=texting.INVITED, phone=phone, occasion=f"access-invitation-{row.pk}", at=at,
        params={
            "count": len(accounts), "link": link(secret),
            "day": wanted.valid_to.isoformat() if wanted.valid_to else "—",
        },
    )  # fmt: skip
    return row.pk


@transaction.atomic
def accept_invitation(
    *, user_id: int, verified_phone: str, invitation_id: int, on: date, at: datetime
) -> int:
    """Take the accesses an invitation offers; return to how many accounts.

    What the inviter no longer has herself is left out. Raises AccessNotFound,
    InvitationNotForYou, InvitationOver.
    """
    row = _to_answer(invitation_id, verified_phone, on, at)
    given = sum(_give(row, account_id, user_id, on, at) for account_id in row.account_ids)
    if not given:
        raise InvitationOver()
    _answer(row, Status.ACCEPTED, user_id=user_id, at=at)
    return given


@transaction.atomic
def decline_invitation(
    *, user_id: int, verified_phone: str, invitation_id: int, on: date, at: datetime
) -> None:
    """Say no to an invitation; raises like ``accept_invitation``."""
    row = _to_answer(invitation_id, verified_phone, on, at)
    _answer(row, Status.DECLINED, user_id=user_id, at=at)


@transaction.atomic
def withdraw_invitation(*, inviter_id: int, invitation_id: int, at: datetime) -> None:
    """Take an unanswered invitation back; raises AccessNotFound, InvitationOver."""
    row = AccessInvitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None or row.inviter_id != inviter_id:
        raise AccessNotFound()
    if row.status != Status.PENDING:
        raise InvitationOver()
    _answer(row, Status.WITHDRAWN, user_id=inviter_id, at=at)


def _to_answer(invitation_id: int, verified_phone: str, on: date, at: datetime) -> AccessInvitation:
    row = AccessInvitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None:
        raise AccessNotFound()
    if not verified_phone or bytes(row.phone_index) != phone_index(verified_phone):
        raise InvitationNotForYou()
    if row.status != Status.PENDING or row.expires_at <= at:
        raise InvitationOver()
    if row.valid_to is not None and row.valid_to <= on:
        raise InvitationOver()
    return row


def _give(row: AccessInvitation, account_id: int, user_id: int, on: date, at: datetime) -> bool:
    """Open one account as the inviter may still give it; tell whether anything was given."""
    account = lock_account(account_id)
    try:
        demand(
            user_id=row.inviter_id, account_id=account_id,
            rights={Right.MANAGE_ACCESS, *row.rights}, on=on,
        )  # fmt: skip
    except (AccessNotFound, RightMissing):
        return False
    if user_id == row.inviter_id:
        return False
    rights = set(row.rights)
    current = counting(on).filter(user_id=user_id, account=account).first()
    if current is not None:
        if current.proof != Proof.INVITATION:
            if rights <= set(current.rights):
                return True  # her own access is more than the invitation
            rights |= set(current.rights)
        current.account = account
        close_access(current, reason=EndReason.CHANGED, by_id=user_id, on=on, at=at)
    open_access(
        account=account, user_id=user_id, rights=rights, proof=Proof.INVITATION,
        valid_from=on, valid_to=row.valid_to, by_id=row.inviter_id, at=at, known_as=row.known_as,
        nickname=current.nickname if current else "",
    )  # fmt: skip
    return True


def _answer(row: AccessInvitation, status: str, *, user_id: int, at: datetime) -> None:
    before = row.status
    row.status, row.answered_by_id, row.answered_at = status, user_id, at
    row.save(update_fields=["status", "answered_by", "answered_at"])
    _note(row, "customers.invitation_answered", actor_id=user_id, at=at, before=before)


def _refuse_many(inviter_id: int, at: datetime) -> None:
    hold_lock(f"customers.invite.{inviter_id}")
    today = AccessInvitation.objects.filter(
        inviter_id=inviter_id, created_at__gt=at - timedelta(days=1)
    )
    if today.count() >= policy.binding().invitations_per_day:
        raise TooManyTries(minutes=24 * 60)


def _note(
    row: AccessInvitation, action: str, *, actor_id: int, at: datetime, before: str = ""
) -> None:
    changes = {
        "invitation": row.pk, "rights": row.rights, "status": [before, row.status],
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }  # fmt: skip
    accounts = Account.objects.filter(pk__in=row.account_ids).order_by("pk")
    record_many(
        [
            AuditEntry(
                action=action, object_type="account", object_id=account.pk,
                object_label=account.account_no, account_id=account.pk,
                organisation_id=account.organisation_id, changes=changes,
            )
            for account in accounts
        ],
        at=at, actor_id=actor_id,
    )  # fmt: skip
