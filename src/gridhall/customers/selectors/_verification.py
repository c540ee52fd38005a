"""Plans for verifying customer files, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridhall.customers.errors import PlanNotFound
from gridhall.customers.models import Account, VerificationItem, VerificationPlan
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ._hits import as_hits, with_details
from ._list import in_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan with its progress."""

    id: int
    title: str
    organisation_id: int
    organisation_name: str
    starts_on: date
    due_on: date
    created_by: str
    closed: bool
    overdue: bool
    total: int
    open: int
    confirmed: int
    corrected: int
    not_reached: int

    @property
    def done(self) -> int:
        """How many files were looked at."""
        return self.total - self.open

    @property
    def percent(self) -> int:
        """How far it is; an empty plan is done."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One file of a plan, masked."""

    id: int
    account_no: str
    name: str
    address: str
    category_label: str
    outcome: str
    outcome_label: str
    done_on: date | None
    done_by: str
    note: str


def plans_page(
    *, scope: Scope, on: date, after: str = "", before: str = "", limit: int = 20
) -> Page[PlanView]:
    """Return a page of the plans of the units inside ``scope``, the newest first."""
    return keyset_page(
        _plans(scope), field="id", after=after, before=before, limit=limit, descending=True,
        view=lambda rows: [_plan_view(row, on) for row in rows],
    )  # fmt: skip


def plan_of(*, scope: Scope, plan_id: int, on: date) -> PlanView:
    """Return one plan; raises PlanNotFound (also outside ``scope``)."""
    row = _plans(scope).filter(pk=plan_id).first()
    if row is None:
        raise PlanNotFound
    return _plan_view(row, on)


def items_page(
    *, scope: Scope, plan_id: int, outcome: str = "", account_no: str = "", after: str = "",
    before: str = "", limit: int = 50,
) -> Page[ItemView]:  # fmt: skip
    """Return a page of a plan's files, those to be checked among them by ``outcome`` OPEN."""
    rows = VerificationItem.objects.filter(plan_id=plan_id, account__in=in_scope(scope))
    if outcome:
        rows = rows.filter(outcome=outcome)
    if account_no:
        rows = rows.filter(account__account_no=account_no)
    return keyset_page(
        rows.select_related("done_by"), field="id", after=after, before=before, limit=limit,
        view=_item_views,
    )  # fmt: skip


def item_of(*, scope: Scope, plan_id: int, item_id: int) -> ItemView:
    """Return one file of a plan; raises PlanNotFound."""
    rows = VerificationItem.objects.filter(
        pk=item_id, plan_id=plan_id, account__in=in_scope(scope)
    ).select_related("done_by")
    views = _item_views(list(rows))
    if not views:
        raise PlanNotFound
    return views[0]


def last_verified(*, account_id: int) -> date | None:
    """Return the day on which the file was last found right or set right."""
    rows = VerificationItem.objects.filter(
        account_id=account_id, outcome__in=["CONFIRMED", "CORRECTED"]
    )
    return rows.order_by("-done_on").values_list("done_on", flat=True).first()


def _plans(scope: Scope) -> QuerySet[Any]:
    rows = VerificationPlan.objects.select_related("organisation", "created_by")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return rows.annotate(
        total=Count("items"),
        **{
            name.lower(): Count("items", filter=Q(items__outcome=name))
            for name in VerificationItem.Outcome.values
        },
    )


def _plan_view(row: Any, on: date) -> PlanView:
    return PlanView(
        id=row.pk, title=row.title, organisation_id=row.organisation_id,
        organisation_name=row.organisation.name, starts_on=row.starts_on, due_on=row.due_on,
        created_by=str(row.created_by), closed=row.closed_at is not None,
        overdue=row.closed_at is None and row.due_on < on and row.open > 0, total=row.total,
        open=row.open, confirmed=row.confirmed, corrected=row.corrected,
        not_reached=row.not_reached,
    )  # fmt: skip


def _item_views(rows: list[VerificationItem]) -> list[ItemView]:
    accounts = list(with_details(Account.objects.filter(pk__in=[row.account_id for row in rows])))
    hits = {hit.account_id: hit for hit in as_hits(accounts)}
    return [
        ItemView(
            id=row.pk, account_no=hits[row.account_id].account_no, name=hits[row.account_id].name,
            address=hits[row.account_id].address,
            category_label=hits[row.account_id].category_label, outcome=row.outcome,
            outcome_label=row.get_outcome_display(), done_on=row.done_on,
            done_by=str(row.done_by or ""), note=row.note,
        )
        for row in rows
    ]  # fmt: skip
