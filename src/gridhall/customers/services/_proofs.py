"""Is this account the asker's own? Counted, locked, and silent about what was wrong.

A number that does not exist takes the same way as one that does: the same rows are written, the
same limits count, the same answer is given.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from gridhall.customers import policy, texting
from gridhall.customers.errors import ProofNotAccepted, ProofNotOffered, TooManyTries
from gridhall.customers.models import Account, Contact, ProofCode, ProofTry
from gridhall.customers.portal_rights import Proof
from gridhall.foundation.audit.services import record
from gridhall.foundation.locks import hold_lock
from gridhall.foundation.privacy.ciphers import blind_index

MOBILE = re.compile(r"1[3-9]\d{9}")
LastBill = Callable[[int], Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProof:
    """What somebody typed to prove that an account is hers; only her kind's fields count."""

    kind: str
    code: str = ""
    name: str = ""
    document_ending: str = ""
    amount: Decimal | None = None


def asked_index(account_no: str) -> bytes:
    """Return the keyed hash under which tries for a number are counted, existing or not."""
    return blind_index(account_no, purpose="proof_account_no")


def phone_on_file(account: Account) -> str:
    """Return the first mobile number on file that takes a text message; empty without one."""
    phones = account.contacts.filter(kind=Contact.Kind.PHONE).order_by("rank", "pk")
    return next((row.value for row in phones if MOBILE.fullmatch(row.value)), "")


def send_code(*, user_id: int, account_no: str, purpose: str, at: datetime) -> None:
    """Send a code to the phone on file; say nothing when there is no account or no phone.

    Raises TooManyTries when the asker or the number has had too many codes or wrong tries.
    """
    rules, asked = policy.binding(), asked_index(account_no)
    with transaction.atomic():
        _wait_for_turn(user_id, asked)
        _refuse_locked(user_id, asked, at)
        _refuse_many_codes(user_id, asked, at)
        account = Account.objects.filter(account_no=account_no).first()
        phone = phone_on_file(account) if account else ""
        code = f"{secrets.randbelow(10**rules.code_digits):0{rules.code_digits}}"
        row = ProofCode.objects.create(
            user_id=user_id, purpose=purpose, asked=asked, account=account if phone else None,
            code_index=_code_index(code, user_id), sent_at=at,
            expires_at=at + timedelta(minutes=rules.code_minutes),
        )  # fmt: skip
        _note("customers.proof_code_sent", account, user_id, at, {"purpose": purpose})
        if phone:
            texting.text(
                template=texting.CODE, phone=phone, occasion=f"proof-code-{row.pk}", at=at,
                expires_at=row.expires_at,
                params={"code": code, "account": account_no, "minutes": rules.code_minutes},
            )  # fmt: skip


def check_proof(
    *, user_id: int, account_no: str, proof: ShownProof, purpose: str, last_bill: LastBill,
    at: datetime,
) -> Account:  # fmt: skip
    """Return the account when the proof fits, and count the try either way.

    Raises ProofNotOffered, TooManyTries, ProofNotAccepted; the try is kept although it failed.
    """
    if proof.kind not in policy.binding().proofs:
        raise ProofNotOffered()
    asked = asked_index(account_no)
    with transaction.atomic():
        _wait_for_turn(user_id, asked)
        _refuse_locked(user_id, asked, at)
        account = Account.objects.filter(account_no=account_no).select_related("party").first()
        fits = _fits(account, user_id, asked, proof, purpose, last_bill, at)
        ProofTry.objects.create(
            user_id=user_id, purpose=purpose, kind=proof.kind, asked=asked, account=account,
            passed=fits, at=at,
        )  # fmt: skip
        if not fits:
            changes = {"proof": proof.kind, "purpose": purpose}
            _note("customers.proof_refused", account, user_id, at, changes)
    if account is None or not fits:
        raise ProofNotAccepted()
    return account


def _fits(
    account: Account | None, user_id: int, asked: bytes, proof: ShownProof, purpose: str,
    last_bill: LastBill, at: datetime,
) -> bool:  # fmt: skip
    if proof.kind == Proof.PHONE_CODE:
        return _code_fits(user_id, asked, proof.code, purpose, at) and account is not None
    if account is None:
        return False
    if proof.kind == Proof.DOCUMENT:
        return document_fits(
            account, proof.document_ending, digits=policy.binding().document_digits
        ) & name_fits(account, proof.name)
    return amount_fits(last_bill(account.pk), proof.amount)


def same(stored: str, typed: str) -> bool:
    """Tell whether two texts are equal, in a time that does not depend on where they differ."""
    return bool(stored) and hmac.compare_digest(stored.encode(), typed.encode())


def plain(text: str) -> str:
    """Return a text without blanks and case, full-width signs as half-width ones."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def name_fits(account: Account, typed: str) -> bool:
    """Tell whether this is the customer's name."""
    return same(plain(account.party.name), plain(typed))


def document_fits(account: Account, typed: str, *, digits: int) -> bool:
    """Tell whether these are the last characters of the customer's identity document."""
    ending = plain(account.party.id_document)[-digits:]
    return len(ending) == digits and same(ending, plain(typed))


def amount_fits(stored: Decimal | None, typed: Decimal | None) -> bool:
    """Tell whether this is the amount of the last bill, in yuan to the fen."""
    return stored is not None and typed is not None and same(f"{stored:.2f}", f"{typed:.2f}")


def _code_fits(user_id: int, asked: bytes, typed: str, purpose: str, at: datetime) -> bool:
    """Tell whether this is the newest code sent, and use it up; wrong entries are counted."""
    row = (
        ProofCode.objects.select_for_update()
        .filter(user_id=user_id, asked=asked, purpose=purpose)
        .order_by("-pk")
        .first()
    )
    if row is None or row.used_at or row.expires_at <= at:
        return False
    if row.wrong_tries >= policy.binding().code_tries:
        return False
    right = hmac.compare_digest(bytes(row.code_index), _code_index(plain(typed), user_id))
    if right and row.account_id is not None:
        row.used_at = at
        row.save(update_fields=["used_at"])
        return True
    row.wrong_tries += 1
    row.save(update_fields=["wrong_tries"])
    return False


def _code_index(code: str, user_id: int) -> bytes:
    return blind_index(f"{user_id}:{code}", purpose="proof_code")


def _wait_for_turn(user_id: int, asked: bytes) -> None:
    """Let tries of one person, and tries for one number, follow one another."""
    hold_lock(f"customers.proof.user.{user_id}")
    hold_lock(f"customers.proof.number.{asked.hex()}")


def _refuse_locked(user_id: int, asked: bytes, at: datetime) -> None:
    rules = policy.binding()
    wrong = ProofTry.objects.filter(passed=False)
    _refuse_above(wrong.filter(user_id=user_id), rules.wrong_tries, rules.lock_minutes, at)
    _refuse_above(
        wrong.filter(asked=asked), rules.wrong_tries_of_number, rules.lock_minutes_of_number, at
    )


def _refuse_above(found: QuerySet[ProofTry], limit: int, minutes: int, at: datetime) -> None:
    """Raise TooManyTries when there were ``limit`` tries within ``minutes``; say when it ends."""
    since = at - timedelta(minutes=minutes)
    tries = list(found.filter(at__gt=since).order_by("-at").values_list("at", flat=True)[:limit])
    if len(tries) >= limit:
        raise TooManyTries(minutes=_whole_minutes(tries[-1] - since))


def _refuse_many_codes(user_id: int, asked: bytes, at: datetime) -> None:
    rules = policy.binding()
    of_number, of_person = {"asked": asked}, {"user_id": user_id}
    for minutes, limit, whose in (
        (60, rules.codes_per_hour, of_number),
        (1440, rules.codes_per_day, of_number),
        (60, rules.codes_of_person_per_hour, of_person),
    ):
        since = at - timedelta(minutes=minutes)
        sent = ProofCode.objects.filter(**whose, sent_at__gt=since).order_by("-sent_at")
        times = list(sent.values_list("sent_at", flat=True)[:limit])
        if len(times) >= limit:
            raise TooManyTries(minutes=_whole_minutes(times[-1] - since))


def _whole_minutes(left: timedelta) -> int:
    return max(1, -(-int(left.total_seconds()) // 60))


def _note(
    action: str, account: Account | None, user_id: int, at: datetime, changes: Mapping[str, str]
) -> None:
    """Write down the try; one for an unknown number names no account."""
    record(
        action=action, at=at, actor_id=user_id, object_type="account",
        object_id=account.pk if account else "",
        object_label=account.account_no if account else "",
        account_id=account.pk if account else None,
        organisation_id=account.organisation_id if account else None, changes=dict(changes),
    )  # fmt: skip
