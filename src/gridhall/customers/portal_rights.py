"""What a person may do with an account at the portal, and what proves that she may.

The two closed tables of portal access, as ``foundation/identity/roles.py`` is for employees. A
right opens pages and API operations; a proof says how somebody came to an account, how far it is
trusted and which rights it gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """One thing a person may do with an account; each page of the portal asks for one of them."""

    VIEW_FILE = "VIEW_FILE", _("See the customer file, masked")
    VIEW_BILLS = "VIEW_BILLS", _("See bills, payments and receipts")
    VIEW_USAGE = "VIEW_USAGE", _("See the use of electricity")
    VIEW_MESSAGES = "VIEW_MESSAGES", _("Read messages about the account")
    PAY = "PAY", _("Pay")
    EDIT_CONTACTS = "EDIT_CONTACTS", _("Change phone and e-mail")
    MANAGE_ACCESS = "MANAGE_ACCESS", _("Decide who has access")


RIGHT_LABELS: dict[str, Any] = {right.value: right.label for right in Right}
EVERY_RIGHT: tuple[str, ...] = tuple(Right.values)
#: What is enough to know an account and to pay for it, but not to change anything or let others in.
READING: tuple[str, ...] = (
    Right.VIEW_BILLS,
    Right.VIEW_USAGE,
    Right.VIEW_MESSAGES,
    Right.PAY,
)


def every_right() -> list[str]:
    """Return all rights: what the holder of an account has."""
    return list(EVERY_RIGHT)


def in_order(rights: object) -> list[str]:
    """Return the known ones of these rights, each once, in the order of the table."""
    wanted = set(rights) if isinstance(rights, list | tuple | set | frozenset) else set()
    return [right for right in EVERY_RIGHT if right in wanted]


class Proof(models.TextChoices):
    """How somebody came to an account."""

    EARLIER = "EARLIER", _("Opened before proofs were kept")
    STAFF = "STAFF", _("Opened by the company")
    PHONE_CODE = "PHONE_CODE", _("Code sent to the phone on file")
    DOCUMENT = "DOCUMENT", _("Name and last digits of the identity document")
    BILL_AMOUNT = "BILL_AMOUNT", _("Amount of the last bill")
    INVITATION = "INVITATION", _("Invited by somebody who has access")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRule:
    """What a customer shows to bind an account herself.

    ``weak``: others may know it too (it stands on a paper in the letter box), so details of the
    use are shown only after a code was sent to the phone on file.
    """

    kind: str
    rights: tuple[str, ...]
    weak: bool


PROOF_RULES: dict[str, ProofRule] = {
    rule.kind: rule
    for rule in (
        ProofRule(kind=Proof.PHONE_CODE, rights=EVERY_RIGHT, weak=False),
        ProofRule(kind=Proof.DOCUMENT, rights=(Right.VIEW_FILE, *READING), weak=True),
        ProofRule(kind=Proof.BILL_AMOUNT, rights=READING, weak=True),
    )
}
WEAK_PROOFS: frozenset[str] = frozenset(kind for kind, rule in PROOF_RULES.items() if rule.weak)


class EndReason(models.TextChoices):
    """Why an access ended."""

    UNBOUND = "UNBOUND", _("Given up by the person")
    TAKEN_BACK = "TAKEN_BACK", _("Taken back")
    LEFT_FIRM = "LEFT_FIRM", _("Left the firm")
    CHANGED = "CHANGED", _("Replaced by another set of rights")
    GIVER_LEFT = "GIVER_LEFT", _("Whoever gave it has no access any more")
    BY_STAFF = "BY_STAFF", _("Ended by the company")
