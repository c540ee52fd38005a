"""Who may call which endpoint: the session of a customer, or of an employee with an action."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import SessionAuth

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import AccessRule


def caller_id(request: HttpRequest) -> int:
    """Return the id of the person whom a door let in."""
    return cast(int, request.user.pk)


class CustomerDoor(SessionAuth):
    """Lets customers in; ``request.own`` are their accounts by number.

    With a ``right`` (see ``customers/portal_rights.py``) only the accounts where they have it:
    the others are as unknown to the endpoint as a stranger's.
    """

    def __init__(self, right: str = "") -> None:
        super().__init__()
        self.right = right
        self.rule = AccessRule(kind="customer", action=right)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the customer, or nothing when nobody is signed in."""
        user = request.user
        if not user.is_authenticated:
            return None
        if user.is_employee:
            raise HttpError(403, "This endpoint is for customers.")
        found = customers.accounts_of_user(
            user_id=user.pk, on=timezone.localdate(), right=self.right
        )
        request.own = {account.account_no: account for account in found}  # type: ignore[attr-defined]
        return user


class EmployeeDoor(SessionAuth):
    """Lets employees in who may do ``action`` somewhere; ``request.scope`` is where."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.rule = AccessRule(kind="employee", action=action)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the employee, or nothing when nobody is signed in."""
        user = request.user
        if not user.is_authenticated:
            return None
        scope = identity.EMPTY_SCOPE
        if user.is_employee:
            scope = identity.scope_of(user_id=user.pk, action=self.action, on=timezone.localdate())
        if not scope.organisation_ids:
            raise HttpError(403, "Your role does not allow this.")
        request.scope = scope  # type: ignore[attr-defined]
        return user
