"""Opening accounts to their people at the portal, and closing them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gridhall.customers.errors import (
    AccessNotFound,
    AccountNotFound,
    HolderStays,
    LastAdministrator,
    RightMissing,
)
from gridhall.customers.models import Account, Party, PortalAccess
from gridhall.customers.portal_rights import EVERY_RIGHT, EndReason, Proof, Right, in_order
from gridhall.customers.selectors._portal import counting
from gridhall.foundation.audit.services import AuditEntry, record, record_many

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@transaction.atomic
def grant_portal_access(
    *, user: User, account_id: int, valid_from: date, at: datetime, actor_id: int | None = None
) -> bool:
    """Let ``user`` do everything with the account from ``valid_from`` on, by the company's word.

    Returns whether the access is new; repeating changes nothing. Raises AccountNotFound.
    """
    account = lock_account(account_id)
    current = PortalAccess.objects.filter(user=user, account=account, valid_to__isnull=True)
    if current.filter(valid_from__lte=valid_from).exists():
        return False
    later = current.order_by("valid_from").first()
    open_access(
        account=account, user_id=user.pk, rights=EVERY_RIGHT, proof=Proof.STAFF,
        valid_from=valid_from, valid_to=later.valid_from if later else None, by_id=actor_id, at=at,
    )  # fmt: skip
    return True


def lock_account(account_id: int) -> Account:
    """Return the account, locked against other changes of its accesses; raises AccountNotFound."""
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("party")
        .filter(pk=account_id)
        .first()
    )
    if account is None:
        raise AccountNotFound(account=account_id)
    return account


def open_access(
    *, account: Account, user_id: int, rights: Iterable[str], proof: str, valid_from: date,
    at: datetime, by_id: int | None, valid_to: date | None = None, known_as: str = "",
    nickname: str = "",
) -> PortalAccess:  # fmt: skip
    """Write a new access and its trace; the account is locked by the caller."""
    row = PortalAccess.objects.create(
        user_id=user_id, account=account, rights=in_order(set(rights)), proof=proof,
        valid_from=valid_from, valid_to=valid_to, granted_by_id=by_id, granted_at=at,
        known_as=known_as, nickname=nickname,
    )  # fmt: skip
    record(
        action="customers.portal_access_granted", at=at, actor_id=by_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id,
        changes={
            "user": user_id, "proof": proof, "rights": row.rights,
            "valid_from": valid_from.isoformat(),
            "valid_to": valid_to.isoformat() if valid_to else None,
        },
    )  # fmt: skip
    return row


def close_access(
    row: PortalAccess, *, reason: str, by_id: int | None, on: date, at: datetime
) -> None:
    """End an access from ``on`` on, with its trace. One that began today has lasted no day."""
    row.valid_to = max(on, row.valid_from)
    row.ended_at, row.ended_by_id, row.end_reason = at, by_id, reason
    row.save(update_fields=["valid_to", "ended_at", "ended_by", "end_reason"])
    account = row.account
    record(
        action="customers.portal_access_ended", at=at, actor_id=by_id, object_type="account",
        object_id=account.pk, object_label=account.account_no, account_id=account.pk,
        organisation_id=account.organisation_id,
        changes={"user": row.user_id, "end_reason": reason, "rights": [row.rights, []]},
    )  # fmt: skip


@transaction.atomic
def unbind_account(*, user_id: int, account_no: str, on: date, at: datetime) -> None:
    """Give up one's own access to an account.

    Those whom a private holder let in lose theirs with hers. Raises AccessNotFound, and
    LastAdministrator when a firm would have nobody left who decides on access.
    """
    row = _own(user_id, account_no, on)
    _keep_an_administrator(row, on)
    close_access(row, reason=EndReason.UNBOUND, by_id=user_id, on=on, at=at)
    _end_what_she_gave(row, on=on, at=at)


@transaction.atomic
def take_back_access(*, manager_id: int, access_id: int, on: date, at: datetime) -> None:
    """Take somebody's access back at once.

    Raises AccessNotFound, RightMissing (without MANAGE_ACCESS), HolderStays (a private holder is
    not removed by those she let in), LastAdministrator.
    """
    row = managed_access(manager_id=manager_id, access_id=access_id, on=on)
    if row.user_id == manager_id:
        raise AccessNotFound()  # one's own is given up, not taken back
    _may_remove(row)
    _keep_an_administrator(row, on)
    close_access(row, reason=EndReason.TAKEN_BACK, by_id=manager_id, on=on, at=at)
    _end_what_she_gave(row, on=on, at=at)


@transaction.atomic
def remove_person(*, manager_id: int, person_id: int, on: date, at: datetime) -> int:
    """Take a person's access back from every account the manager manages, in one act.

    For the employee who leaves; returns from how many accounts. Raises AccessNotFound when there
    is none, HolderStays, LastAdministrator: then nothing is taken back.
    """
    mine = counting(on).filter(user_id=manager_id, rights__contains=[Right.MANAGE_ACCESS])
    accounts = sorted(mine.values_list("account_id", flat=True))
    for account_id in accounts:
        lock_account(account_id)
    rows = list(
        counting(on)
        .filter(user_id=person_id, account_id__in=accounts)
        .select_related("account__party")
        .order_by("account_id")
    )
    if not rows or person_id == manager_id:
        raise AccessNotFound()
    for row in rows:
        _may_remove(row)
        _keep_an_administrator(row, on)
        close_access(row, reason=EndReason.LEFT_FIRM, by_id=manager_id, on=on, at=at)
        _end_what_she_gave(row, on=on, at=at)
    return len(rows)


@transaction.atomic
def change_access(
    *, manager_id: int, access_id: int, rights: Iterable[str], valid_to: date | None, on: date,
    at: datetime,
) -> None:  # fmt: skip
    """Give somebody other rights or another last day: the old access ends, a new one begins.

    Giving MANAGE_ACCESS to a colleague is how a firm's administrator hands over. Raises
    AccessNotFound, RightMissing (also for a right the manager lacks), HolderStays,
    LastAdministrator.
    """
    row = managed_access(manager_id=manager_id, access_id=access_id, on=on)
    wanted = in_order(set(rights))
    if not wanted or row.user_id == manager_id or (valid_to and valid_to <= on):
        raise AccessNotFound()
    demand(user_id=manager_id, account_id=row.account_id, rights=set(wanted), on=on)
    _may_remove(row)
    if Right.MANAGE_ACCESS not in wanted or valid_to:
        _keep_an_administrator(row, on)
    close_access(row, reason=EndReason.CHANGED, by_id=manager_id, on=on, at=at)
    open_access(
        account=row.account, user_id=row.user_id, rights=wanted, proof=row.proof, valid_from=on,
        valid_to=valid_to, by_id=manager_id, at=at, known_as=row.known_as, nickname=row.nickname,
    )  # fmt: skip


@transaction.atomic
def name_account(*, user_id: int, account_no: str, nickname: str, on: date) -> None:
    """Set the person's own name for an account; only she sees it. Raises AccessNotFound."""
    row = _own(user_id, account_no, on)
    row.nickname = nickname.strip()[:30]
    row.save(update_fields=["nickname"])


@transaction.atomic
def prefer_account(*, user_id: int, account_no: str, on: date) -> None:
    """Make an account the one the portal opens with. Raises AccessNotFound."""
    row = _own(user_id, account_no, on)
    PortalAccess.objects.filter(user_id=user_id, preferred=True).update(preferred=False)
    PortalAccess.objects.filter(pk=row.pk).update(preferred=True)


@transaction.atomic
def note_portal_use(*, user_id: int, account_id: int, right: str, on: date, at: datetime) -> None:
    """Write down that somebody who was let in used a right; the holder's own use is not kept."""
    row = counting(on).filter(user_id=user_id, account_id=account_id).first()
    if row is None or row.proof != Proof.INVITATION:
        return
    account = Account.objects.get(pk=account_id)
    record_many(
        [
            AuditEntry(
                action="customers.portal_used", object_type="account", object_id=account_id,
                object_label=account.account_no, account_id=account_id,
                organisation_id=account.organisation_id, changes={"right": right},
            )
        ],
        at=at, actor_id=user_id,
    )  # fmt: skip


def demand(*, user_id: int, account_id: int, rights: Iterable[str], on: date) -> PortalAccess:
    """Return the person's access to the account; raises AccessNotFound, RightMissing."""
    row = counting(on).filter(user_id=user_id, account_id=account_id).first()
    if row is None:
        raise AccessNotFound()
    if not set(rights) <= set(row.rights):
        raise RightMissing()
    return row


def managed_access(*, manager_id: int, access_id: int, on: date) -> PortalAccess:
    """Return an access, its account locked, if the manager decides on it.

    Raises AccessNotFound, RightMissing.
    """
    found = counting(on).filter(pk=access_id).first()
    if found is None:
        raise AccessNotFound()
    lock_account(found.account_id)
    demand(user_id=manager_id, account_id=found.account_id, rights={Right.MANAGE_ACCESS}, on=on)
    row = counting(on).filter(pk=access_id).select_related("account__party").first()
    if row is None:
        raise AccessNotFound()
    return row


def _own(user_id: int, account_no: str, on: date) -> PortalAccess:
    found = counting(on).filter(user_id=user_id, account__account_no=account_no).first()
    if found is None:
        raise AccessNotFound()
    lock_account(found.account_id)
    row = counting(on).filter(pk=found.pk).select_related("account__party").first()
    if row is None:
        raise AccessNotFound()
    return row


def _may_remove(row: PortalAccess) -> None:
    private = row.account.party.kind == Party.Kind.PERSON
    if private and row.proof != Proof.INVITATION:
        raise HolderStays()


def _keep_an_administrator(row: PortalAccess, on: date) -> None:
    """Refuse to leave a firm's account without anybody who decides on access and stays."""
    if row.account.party.kind != Party.Kind.ORGANISATION or Right.MANAGE_ACCESS not in row.rights:
        return
    others = counting(on).filter(
        account_id=row.account_id, valid_to__isnull=True, rights__contains=[Right.MANAGE_ACCESS]
    )
    if not others.exclude(user_id=row.user_id).exists():
        raise LastAdministrator(account=row.account.account_no)


def _end_what_she_gave(row: PortalAccess, *, on: date, at: datetime) -> None:
    """End what a private person gave to others when her own access ends; firms keep theirs."""
    if row.account.party.kind != Party.Kind.PERSON:
        return
    given = counting(on).filter(
        account_id=row.account_id, granted_by_id=row.user_id, proof=Proof.INVITATION
    )
    for one in given.exclude(user_id=row.user_id).select_related("account__party").order_by("pk"):
        close_access(one, reason=EndReason.GIVER_LEFT, by_id=row.user_id, on=on, at=at)
        _end_what_she_gave(one, on=on, at=at)
