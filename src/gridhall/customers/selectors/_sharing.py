"""Who has access to the accounts a person decides on, and who was invited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from gridhall.customers.blind import phone_index
from gridhall.customers.models import AccessInvitation, Account, Party, PortalAccess
from gridhall.customers.portal_rights import Proof, Right, in_order
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.privacy.masking import mask_phone

from ._portal import counting

SYSTEM = Scope(organisation_ids=frozenset(), everything=True)
USED = "customers.portal_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAccess:
    """One person's access to one account, as whoever decides on it sees it."""

    access_id: int
    account_no: str
    rights: tuple[str, ...]
    proof: str
    proof_label: str
    valid_from: date
    valid_to: date | None
    removable: bool
    last_right: str
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithAccess:
    """A person and what she may do with the manager's accounts."""

    user_id: int
    name: str
    is_self: bool
    accesses: tuple[SharedAccess, ...]

    @property
    def removable(self) -> bool:
        """Whether the person can be removed from all these accounts."""
        return not self.is_self and any(one.removable for one in self.accesses)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An invitation as both sides see it; the phone is masked."""

    id: int
    known_as: str
    phone: str
    account_nos: tuple[str, ...]
    rights: tuple[str, ...]
    valid_to: date | None
    status: str
    status_label: str
    created_at: datetime
    expires_at: datetime
    inviter_name: str


def people_with_access(*, manager_id: int, on: date) -> list[PersonWithAccess]:
    """Return everybody who has access to the accounts this person decides on, herself first.

    With each access comes what the person last did with it, if she was let in.
    """
    mine = counting(on).filter(user_id=manager_id, rights__contains=[Right.MANAGE_ACCESS])
    accounts = list(mine.values_list("account_id", flat=True))
    rows = list(
        counting(on)
        .filter(account_id__in=accounts)
        .select_related("user", "account__party")
        .order_by("user_id", "account__account_no")
    )
    last = _last_uses(accounts, {row.user_id for row in rows})
    people: dict[int, list[PortalAccess]] = {}
    for row in rows:
        people.setdefault(row.user_id, []).append(row)
    found = [
        PersonWithAccess(
            user_id=user_id, name=_name(held), is_self=user_id == manager_id,
            accesses=tuple(_shared(row, last, manager_id) for row in held),
        )
        for user_id, held in people.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_self, one.name))


def _name(held: list[PortalAccess]) -> str:
    called = next((row.known_as for row in held if row.known_as), "")
    return called or held[0].user.display_name or held[0].user.username


def _shared(
    row: PortalAccess, last: dict[tuple[int, int], tuple[str, datetime]], manager_id: int
) -> SharedAccess:
    right, at = last.get((row.user_id, row.account_id), ("", None))
    firm = row.account.party.kind == Party.Kind.ORGANISATION
    return SharedAccess(
        access_id=row.pk, account_no=row.account.account_no, rights=tuple(in_order(row.rights)),
        proof=row.proof, proof_label=row.get_proof_display(), valid_from=row.valid_from,
        valid_to=row.valid_to, last_right=right, last_at=at,
        removable=row.user_id != manager_id and (firm or row.proof == Proof.INVITATION),
    )  # fmt: skip


def _last_uses(
    account_ids: Iterable[int], user_ids: Iterable[int]
) -> dict[tuple[int, int], tuple[str, datetime]]:
    """Return the newest use by person and account, from the audit trail."""
    rows = (
        audit.events(scope=SYSTEM, action=USED)
        .filter(account_ref__in=list(account_ids), actor_id__in=list(user_ids))
        .order_by("actor_id", "account_ref", "-id")
        .distinct("actor_id", "account_ref")
        .values_list("actor_id", "account_ref", "changes", "at")
    )
    return {
        (actor, account): (str(changes.get("right", "")), at)
        for actor, account, changes, at in rows
        if actor is not None and account is not None
    }


def access_history(*, manager_id: int, account_no: str, on: date) -> list[PortalAccess]:
    """Return the ended accesses to an account the person decides on, newest first."""
    mine = counting(on).filter(user_id=manager_id, rights__contains=[Right.MANAGE_ACCESS])
    ended = PortalAccess.objects.filter(
        account__in=mine.values("account_id"), account__account_no=account_no,
        ended_at__isnull=False,
    ).select_related("user", "account")  # fmt: skip
    return list(ended.order_by("-ended_at")[:50])


def invitations_by(*, inviter_id: int, at: datetime) -> list[InvitationView]:
    """Return the invitations somebody sent that still wait for an answer, newest first."""
    rows = AccessInvitation.objects.filter(
        inviter_id=inviter_id, status=AccessInvitation.Status.PENDING, expires_at__gt=at
    )
    return _views(list(rows.select_related("inviter").order_by("-pk")[:100]))


def invitations_for(*, verified_phone: str, at: datetime, on: date) -> list[InvitationView]:
    """Return the open invitations to a verified phone; none without a phone."""
    if not verified_phone:
        return []
    rows = AccessInvitation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        phone_index=phone_index(verified_phone), status=AccessInvitation.Status.PENDING,
        expires_at__gt=at,
    )  # fmt: skip
    return _views(list(rows.select_related("inviter").order_by("-pk")[:20]))


def invitation_id_of(*, secret_index: bytes) -> int | None:
    """Return the invitation behind a link's secret (its keyed hash), if there is one."""
    rows = AccessInvitation.objects.filter(secret_index=secret_index)
    return rows.values_list("pk", flat=True).first()


def _views(rows: list[AccessInvitation]) -> list[InvitationView]:
    wanted = {account_id for row in rows for account_id in row.account_ids}
    numbers = dict(Account.objects.filter(pk__in=wanted).values_list("pk", "account_no"))
    return [
        InvitationView(
            id=row.pk, known_as=row.known_as, phone=mask_phone(row.phone),
            account_nos=tuple(sorted(numbers[pk] for pk in row.account_ids if pk in numbers)),
            rights=tuple(in_order(row.rights)), valid_to=row.valid_to, status=row.status,
            status_label=row.get_status_display(), created_at=row.created_at,
            expires_at=row.expires_at, inviter_name=row.inviter.display_name,
        )
        for row in rows
    ]  # fmt: skip
