"""Accounts held back (异常工单)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gridhall.foundation.identity.selectors import Scope

from ..models import BillHold
from ._page import PAGE_SIZE, Page, clamp, page


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRow:
    """One held account with its reason in both languages; released means: billed since."""

    id: int
    run_id: int
    run_no: str
    period_start: date
    account_id: int
    account_no: str
    organisation_id: int
    organisation_name: str
    code: str
    reason_zh: str
    reason_en: str
    params: dict[str, Any]
    created_at: datetime
    released_at: datetime | None


def holds(
    *, scope: Scope, run_id: int | None = None, code: str = "", account_no: str = "",
    only_open: bool = False, after: str = "", before: str = "", limit: int = PAGE_SIZE,
) -> Page[HoldRow]:  # fmt: skip
    """Return a page of the holds inside ``scope``, newest first, narrowed by run and reason.

    Those of a cancelled run are left out unless the run is named.
    """
    rows = BillHold.objects.select_related("account", "organisation", "run")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    rows = (
        rows.filter(run_id=run_id) if run_id is not None else rows.exclude(run__status="CANCELLED")
    )
    if code:
        rows = rows.filter(code=code)
    if account_no.strip():
        rows = rows.filter(account__account_no=account_no.strip())
    if only_open:
        rows = rows.filter(released_at=None)
    return page(rows, view=_row, after=after, before=before, limit=limit)


def holds_of_account(*, account_id: int, scope: Scope, limit: int = 24) -> list[HoldRow]:
    """Return the holds of an account, newest first; empty outside the scope."""
    rows = (
        BillHold.objects.select_related("account", "organisation", "run")
        .filter(account_id=account_id)
        .exclude(run__status="CANCELLED")
    )
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return [_row(hold) for hold in rows.order_by("-pk")[: clamp(limit)]]


def _row(hold: BillHold) -> HoldRow:
    return HoldRow(
        id=hold.pk, run_id=hold.run_id, run_no=hold.run.run_no,
        period_start=hold.run.period_start, account_id=hold.account_id,
        account_no=hold.account.account_no, organisation_id=hold.organisation_id,
        organisation_name=hold.organisation.name, code=hold.code, reason_zh=hold.reason_zh,
        reason_en=hold.reason_en, params=hold.params, created_at=hold.created_at,
        released_at=hold.released_at,
    )  # fmt: skip
