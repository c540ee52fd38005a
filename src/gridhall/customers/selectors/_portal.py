"""What a customer sees: the accounts she has access to, with what she may do, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gridhall.customers.errors import AccountNotFound, RightMissing
from gridhall.customers.models import Account, Contact, Party, PortalAccess
from gridhall.customers.portal_rights import WEAK_PROOFS, Proof, in_order

from ._card import AccountCard, card_from
from ._hits import AccountHit, as_hits, with_details


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccess:
    """What the person who is signed in may do with one account.

    ``weak``: bound by something others may know as well, so details of the use need a code.
    ``shared``: she was let in by somebody.
    """

    access_id: int
    account_id: int
    account_no: str
    rights: tuple[str, ...]
    proof: str
    proof_label: str
    valid_from: date
    valid_to: date | None
    nickname: str
    preferred: bool
    weak: bool
    shared: bool
    of_firm: bool

    def may(self, right: str) -> bool:
        """Tell whether the person has this right."""
        return right in self.rights


def counting(on: date) -> QuerySet[PortalAccess]:
    """Return the accesses that count on a day."""
    return PortalAccess.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on
    )


def _own(*, user_id: int, on: date, right: str = "") -> QuerySet[Account]:
    found = counting(on).filter(user_id=user_id)
    if right:
        found = found.filter(rights__contains=[right])
    return Account.objects.filter(pk__in=found.values("account_id"))


def accounts_of_user(*, user_id: int, on: date, right: str = "") -> list[AccountHit]:
    """Return the accounts this person has access to on that day, by account number.

    With a ``right`` (see ``portal_rights``) only those where she has it.
    """
    found = _own(user_id=user_id, on=on, right=right)
    return as_hits(list(with_details(found).order_by("account_no")))


def accesses_of_user(*, user_id: int, on: date) -> list[OwnAccess]:
    """Return what this person may do with which accounts, by account number."""
    rows = counting(on).filter(user_id=user_id).select_related("account__party")
    return [_access(row) for row in rows.order_by("account__account_no")]


def _access(row: PortalAccess) -> OwnAccess:
    return OwnAccess(
        access_id=row.pk,
        account_id=row.account_id,
        account_no=row.account.account_no,
        rights=tuple(in_order(row.rights)),
        proof=row.proof,
        proof_label=row.get_proof_display(),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        nickname=row.nickname,
        preferred=row.preferred,
        weak=row.proof in WEAK_PROOFS,
        shared=row.proof == Proof.INVITATION,
        of_firm=row.account.party.kind == Party.Kind.ORGANISATION,
    )


def portal_account(*, user_id: int, account_no: str, on: date, right: str = "") -> AccountCard:
    """Return one of the person's accounts, masked.

    Raises AccountNotFound for anybody else's, RightMissing when she lacks the ``right``.
    """
    try:
        return card_from(_own(user_id=user_id, on=on, right=right), account_no=account_no)
    except AccountNotFound:
        if _own(user_id=user_id, on=on).filter(account_no=account_no).exists():
            raise RightMissing() from None
        raise


def has_mobile_on_file(*, account_id: int) -> bool:
    """Tell whether a text message can reach the people behind an account."""
    phones = Contact.objects.filter(account_id=account_id, kind=Contact.Kind.PHONE)
    return any(len(row.value) == 11 and row.value.startswith("1") for row in phones)
