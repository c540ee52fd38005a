"""Duties that must not meet in one person (不相容职务): one table of data.

It holds for roles of one's own, for roles lent to a deputy and for emergencies alike. Who asks
and who decides one and the same act is kept apart besides, by ``foundation.approvals`` and by
the services. 企业内部控制基本规范, article 29, demands that incompatible duties be separated; which
roles these are is each company's own decision: the pairs below are a proposal to be confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .roles import Role


@dataclass(frozen=True, slots=True)
class DutyConflict:
    """Two roles that nobody may hold at once, and why."""

    one: str
    other: str
    why: object


DUTY_CONFLICTS: tuple[DutyConflict, ...] = (
    DutyConflict(
        Role.BILLING_CLERK, Role.BILLING_APPROVER, _("who prepares bills does not approve them")
    ),
    DutyConflict(
        Role.CASHIER, Role.BILLING_CLERK, _("who takes money does not reckon what is owed")
    ),
    DutyConflict(
        Role.CASHIER, Role.BILLING_APPROVER, _("who takes money does not decide what is owed")
    ),
    DutyConflict(
        Role.METER_READER, Role.BILLING_APPROVER, _("who reads meters does not approve bills")
    ),
    DutyConflict(
        Role.ADMINISTRATOR, Role.SECURITY_OFFICER, _("who asks for rights does not grant them")
    ),
    DutyConflict(
        Role.ADMINISTRATOR, Role.AUDITOR, _("who administers the system does not audit it")
    ),
    DutyConflict(
        Role.SECURITY_OFFICER, Role.AUDITOR, _("who grants rights does not audit them")
    ),
    DutyConflict(
        Role.ADMINISTRATOR, Role.PRIVACY_OFFICER,
        _("who administers the system does not watch over personal data"),
    ),
)  # fmt: skip


def conflicts_between(role: str, held: Iterable[str]) -> list[tuple[str, object]]:
    """Return the held roles that must not meet ``role``, each with the reason (translated late)."""
    others = set(held)
    found = []
    for rule in DUTY_CONFLICTS:
        for mine, other in ((rule.one, rule.other), (rule.other, rule.one)):
            if mine == role and other in others:
                found.append((str(other), rule.why))
    return sorted(found, key=lambda pair: pair[0])
