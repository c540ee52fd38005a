"""The company's own numbers for binding accounts, inviting people and checking callers.

They are house rules, no law: they stand in the settings ``GRIDHALL_PORTAL_BINDING`` and
``GRIDHALL_CALLER_CHECK``; what a setting leaves out has the value below.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings

from gridhall.customers.caller_questions import Method
from gridhall.customers.portal_rights import Proof
from gridhall.foundation.identity.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingPolicy:
    """How accounts are bound. Tries and codes are counted per person and per account number."""

    proofs: tuple[str, ...] = (Proof.PHONE_CODE, Proof.DOCUMENT, Proof.BILL_AMOUNT)
    document_digits: int = 6
    code_digits: int = 6
    code_minutes: int = 5
    code_tries: int = 5
    codes_per_hour: int = 3
    codes_per_day: int = 10
    codes_of_person_per_hour: int = 10
    wrong_tries: int = 5
    lock_minutes: int = 60
    wrong_tries_of_number: int = 10
    lock_minutes_of_number: int = 1440
    invitation_days: int = 7
    invitations_per_day: int = 50
    source: str = "company rule, not verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerPolicy:
    """How callers are checked. ``bound`` names the roles that must check first, and how they may.

    Somebody is bound when she may do nothing, at that unit, beyond what bound roles may do.
    """

    minutes: int = 15
    right_answers: int = 2
    wrong_checks: int = 3
    lock_minutes: int = 15
    bound: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {Role.HOTLINE_AGENT: (Method.QUESTIONS,)}
    )
    source: str = "company rule, not verified"


def binding() -> BindingPolicy:
    """Return the rules for binding accounts."""
    return BindingPolicy(**_known(BindingPolicy, "GRIDHALL_PORTAL_BINDING"))


def caller() -> CallerPolicy:
    """Return the rules for checking callers."""
    return CallerPolicy(**_known(CallerPolicy, "GRIDHALL_CALLER_CHECK"))


def _known(policy: type[Any], name: str) -> dict[str, Any]:
    wanted: dict[str, Any] = getattr(settings, name, {})
    unknown = set(wanted) - {one.name for one in fields(policy)}
    if unknown:
        raise KeyError(f"{name}: {sorted(unknown)}")
    return wanted
