"""What stays closed until an employee knows who is asking (核实来电人身份).

Agents first see what anybody may be told who knows the account number: its state, what is owed,
what is overdue. Use of electricity, bills line by line and clear values open after the check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.metering import selectors as metering
from gridhall.workbench import rights

#: What a bound employee may not do with an account before the check.
CLOSED = frozenset({"billing.read", "metering.read", "contracts.read", "customers.reveal"})
NOBODY = "-"
View = Callable[..., Any]


def state_of(
    request: HttpRequest, *, account_id: int, organisation_id: int
) -> customers.CallerState:
    """Return whether the reader must check the caller of this account, and whether she has."""
    return customers.caller_state(
        employee_id=rights.reader_id(request), account_id=account_id,
        organisation_id=organisation_id, at=timezone.now(),
    )  # fmt: skip


def demand(request: HttpRequest, *, account_id: int, organisation_id: int) -> None:
    """Raise CallerNotChecked when the reader must check the caller first and has not."""
    services.demand_caller_check(
        employee_id=rights.reader_id(request), account_id=account_id,
        organisation_id=organisation_id, at=timezone.now(),
    )  # fmt: skip


def demand_for(request: HttpRequest, *, account_id: int | None) -> None:
    """Raise CallerNotChecked as ``demand`` does, for what belongs to this account, if to any."""
    known = [] if account_id is None else [account_id]
    for ref in customers.account_refs_by_id(account_ids=known).values():
        demand(request, account_id=ref.account_id, organisation_id=ref.organisation_id)


def must_check(request: HttpRequest, *, account_id: int | None) -> bool:
    """Tell whether the reader must check the caller of this account first and has not."""
    known = [] if account_id is None else [account_id]
    return any(
        state_of(request, account_id=ref.account_id, organisation_id=ref.organisation_id).must_check
        for ref in customers.account_refs_by_id(account_ids=known).values()
    )


def after_check(view: View) -> View:
    """Keep a page of one account (``account_no``) closed until its caller is checked.

    Stands below ``@employee``. For who need not check, and for accounts that do not exist, it
    changes nothing. Raises CallerNotChecked.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        number = str(kwargs.get("account_no", ""))
        ref = customers.account_refs(account_nos=[number]).get(number)
        if ref is not None and rights.scope(request).holds(ref.organisation_id):
            demand(request, account_id=ref.account_id, organisation_id=ref.organisation_id)
        return view(request, *args, **kwargs)

    return guarded


def opened(actions: frozenset[str], state: customers.CallerState) -> frozenset[str]:
    """Return what the reader may do with the account now."""
    return actions - CLOSED if state.must_check else actions


def narrowed(
    request: HttpRequest, filters: metering.ReadingFilters
) -> tuple[metering.ReadingFilters, bool]:
    """Return the filters of a list of readings, and whether it is closed to the reader for now."""
    closed = is_closed(request, filters.account_no)
    return (replace(filters, account_no=NOBODY), True) if closed else (filters, False)


def narrowed_address(request: HttpRequest, filters: dict[str, str]) -> tuple[dict[str, str], bool]:
    """Return the filters of a list that has one named ``account``, and whether it is closed."""
    closed = is_closed(request, filters["account"].strip())
    return (filters | {"account": NOBODY}, True) if closed else (filters, False)


def is_closed(request: HttpRequest, account_no: str) -> bool:
    """Tell whether a list narrowed to this account (or to none) is closed to the reader for now.

    Who must check callers sees the rows of one account, and only after its check.
    """
    known = customers.account_refs(account_nos=[account_no]) if account_no else {}
    ref = known.get(account_no)
    if ref is not None:
        return state_of(
            request, account_id=ref.account_id, organisation_id=ref.organisation_id
        ).must_check
    inside = next(iter(sorted(rights.scope(request).organisation_ids)), 0)
    return state_of(request, account_id=0, organisation_id=inside).bound
