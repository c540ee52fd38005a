"""Binding one's own accounts by number and proof, and the code before details of the use."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gridhall.customers import texting
from gridhall.customers.errors import AccessNotFound
from gridhall.customers.models import Account, PortalAccess, ProofPurpose
from gridhall.customers.portal_rights import PROOF_RULES, EndReason, Proof, in_order
from gridhall.customers.selectors._portal import counting

from ._access import close_access, lock_account, open_access
from ._proofs import LastBill, ShownProof, check_proof, phone_on_file, send_code


def clean_number(typed: str) -> str:
    """Return an account number without the blanks and hyphens people type."""
    return "".join(typed.split()).replace("-", "")[:40]


def send_binding_code(*, user_id: int, account_no: str, at: datetime) -> None:
    """Send a code to the phone filed under an account number, if there is one.

    The answer is the same whether there is one or not. Raises TooManyTries.
    """
    send_code(
        user_id=user_id, account_no=clean_number(account_no), purpose=ProofPurpose.BIND, at=at
    )


def bind_account(
    *, user_id: int, account_no: str, proof: ShownProof, last_bill: LastBill, on: date,
    at: datetime,
) -> str:  # fmt: skip
    """Bind an account to a login when the proof fits; return its number.

    A better proof than before adds its rights. ``last_bill`` tells the amount of an account's
    last bill. Raises ProofNotOffered, TooManyTries, ProofNotAccepted.
    """
    account = check_proof(
        user_id=user_id, account_no=clean_number(account_no), proof=proof,
        purpose=ProofPurpose.BIND, last_bill=last_bill, at=at,
    )  # fmt: skip
    with transaction.atomic():
        account = lock_account(account.pk)
        current = counting(on).filter(user_id=user_id, account=account).first()
        rights = set(PROOF_RULES[proof.kind].rights)
        if current is not None:
            current.account = account
            if not _is_better(current, proof.kind, rights):
                return account.account_no
            rights |= set(current.rights)
            close_access(current, reason=EndReason.CHANGED, by_id=user_id, on=on, at=at)
        open_access(
            account=account, user_id=user_id, rights=in_order(rights), proof=proof.kind,
            valid_from=on, by_id=user_id, at=at, nickname=current.nickname if current else "",
            known_as=current.known_as if current else "",
        )  # fmt: skip
        _tell_the_phone_on_file(account, proof.kind, user_id, on, at)
    return account.account_no


def _is_better(current: PortalAccess, kind: str, rights: set[str]) -> bool:
    """Tell whether a new proof is worth replacing an access of one's own or by invitation."""
    if not rights <= set(current.rights):
        return True
    if current.proof == Proof.INVITATION:
        return True
    weak_before = PROOF_RULES[current.proof].weak if current.proof in PROOF_RULES else False
    return weak_before and not PROOF_RULES[kind].weak


def _tell_the_phone_on_file(
    account: Account, kind: str, user_id: int, on: date, at: datetime
) -> None:
    """Warn the phone on file when an account was bound without a code to that phone."""
    phone = phone_on_file(account)
    if phone and kind != Proof.PHONE_CODE:
        texting.text(
            template=texting.BOUND, phone=phone, at=at,
            params={"account": account.account_no, "day": on.isoformat()},
            occasion=f"account-bound-{account.pk}-{user_id}-{at:%Y%m%d%H%M%S}",
        )  # fmt: skip


def send_usage_code(*, user_id: int, account_no: str, on: date, at: datetime) -> None:
    """Send the code that opens details of the use for a session; raises TooManyTries.

    Raises AccessNotFound for an account that is not the person's.
    """
    _demand_own(user_id, account_no, on)
    send_code(user_id=user_id, account_no=account_no, purpose=ProofPurpose.STEP_UP, at=at)


def check_usage_code(*, user_id: int, account_no: str, code: str, on: date, at: datetime) -> None:
    """Take the code that opens details of the use; raises ProofNotAccepted, TooManyTries."""
    _demand_own(user_id, account_no, on)
    check_proof(
        user_id=user_id, account_no=account_no, purpose=ProofPurpose.STEP_UP, at=at,
        proof=ShownProof(kind=Proof.PHONE_CODE, code=code), last_bill=lambda _pk: None,
    )  # fmt: skip


def _demand_own(user_id: int, account_no: str, on: date) -> None:
    if not counting(on).filter(user_id=user_id, account__account_no=account_no).exists():
        raise AccessNotFound()
