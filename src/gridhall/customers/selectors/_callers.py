"""Whether an employee has made sure who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gridhall.customers import policy
from gridhall.customers.caller_questions import Method
from gridhall.customers.models import CallerCheck
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import ACTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerState:
    """What an employee must do, and has done, about the caller of one account.

    ``must_check``: details of the use and clear values stay closed until a check is passed.
    ``passed_until`` is ``None`` without a valid check. ``methods`` are those she may use.
    """

    bound: bool
    must_check: bool
    methods: tuple[str, ...]
    passed_until: datetime | None
    method: str
    last_failed: bool


def caller_state(
    *, employee_id: int, account_id: int, organisation_id: int, at: datetime
) -> CallerState:
    """Return whether the employee must check the caller of this account, and whether she has."""
    bound = _bound(employee_id, organisation_id, at)
    methods = tuple(method for method in Method.values if not bound or method in bound)
    found = CallerCheck.objects.filter(employee_id=employee_id, account_id=account_id)
    last = found.order_by("-pk").first()
    passed = last is not None and last.passed and last.valid_until > at
    return CallerState(
        bound=bool(bound),
        must_check=bool(bound) and not passed,
        methods=methods,
        passed_until=last.valid_until if last and passed else None,
        method=last.method if last and passed else "",
        last_failed=last is not None and not last.passed,
    )


def _bound(employee_id: int, organisation_id: int, at: datetime) -> frozenset[str]:
    """Return the methods of an employee who must check first; empty for everybody else."""
    held = identity.actions_at(
        user_id=employee_id, organisation_id=organisation_id, on=timezone.localdate(at)
    )
    rules = policy.caller().bound
    allowed: frozenset[str] = frozenset().union(*(ACTIONS[role] for role in rules))
    if not held or not held <= allowed:
        return frozenset()
    return frozenset().union(*(rules[role] for role in rules if ACTIONS[role] <= held))
