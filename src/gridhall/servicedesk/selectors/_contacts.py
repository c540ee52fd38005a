"""Planned calls and visits: the list of what is to be done, and one with its tries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gridhall.customers import selectors as customers
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.servicedesk.models import ContactAttempt, PlannedContact
from gridhall.servicedesk.refusals import ContactNotFound

Status = PlannedContact.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilters:
    """What the list is narrowed to; ``due`` is LATE, TODAY or LATER against ``on``."""

    status: str = ""
    form: str = ""
    why: str = ""
    due: str = ""
    on: date | None = None
    assignee_id: int | None = None
    nobody: bool = False
    account_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A planned contact as a list shows it; nothing personal."""

    contact: PlannedContact
    account_no: str
    case_number: str

    @property
    def id(self) -> int:
        """Its key."""
        return self.contact.pk

    def is_late(self, on: date) -> bool:
        """Tell whether it should have been made before that day."""
        return self.contact.status == Status.OPEN and self.contact.due_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFile:
    """A planned contact with its tries, the newest first."""

    view: ContactView
    attempts: tuple[ContactAttempt, ...]
    opened_case: str


def contacts_page(
    *, scope: Scope, filters: ContactFilters, after: str = "", before: str = "", limit: int = 50
) -> Page[ContactView]:
    """Return a page of planned contacts, in the order they were planned."""
    rows = _narrowed(_inside(scope), filters).select_related("case", "organisation", "assignee")
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=_views,
    )  # fmt: skip


def contact_of(*, pk: int, scope: Scope) -> ContactFile:
    """Return one planned contact. Raises ContactNotFound, outside the scope too."""
    rows = _inside(scope).select_related(
        "case", "organisation", "assignee", "created_by", "ended_by", "opened_case"
    )
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise ContactNotFound
    attempts = contact.attempts.select_related("by").order_by("-number")
    return ContactFile(
        view=_views([contact])[0], attempts=tuple(attempts),
        opened_case=contact.opened_case.number if contact.opened_case else "",
    )  # fmt: skip


def contacts_of(*, case_id: int | None = None, account_id: int | None = None) -> list[ContactView]:
    """Return the planned contacts of a case or of an account, the newest first, at most 50."""
    condition: dict[str, Any] = {"case_id": case_id} if case_id else {"account_id": account_id}
    rows = PlannedContact.objects.filter(**condition).select_related(
        "case", "organisation", "assignee"
    )
    return _views(rows.order_by("-id")[:50])


def count_due_contacts(*, scope: Scope, user_id: int, on: date) -> int:
    """Return how many contacts of a person, or of nobody in her units, are to be made today."""
    rows = _inside(scope).filter(status=Status.OPEN, next_on__lte=on)
    return rows.filter(assignee_id=user_id).count()


def _narrowed(rows: QuerySet[PlannedContact], filters: ContactFilters) -> QuerySet[PlannedContact]:
    for name in ("status", "form", "why"):
        if getattr(filters, name):
            rows = rows.filter(**{name: getattr(filters, name)})
    if filters.due and filters.on is not None:
        rows = rows.filter(status=Status.OPEN)
        if filters.due == "LATE":
            rows = rows.filter(due_on__lt=filters.on)
        elif filters.due == "TODAY":
            rows = rows.filter(next_on__lte=filters.on)
        else:
            rows = rows.filter(next_on__gt=filters.on)
    if filters.assignee_id is not None:
        rows = rows.filter(assignee_id=filters.assignee_id)
    if filters.nobody:
        rows = rows.filter(assignee__isnull=True)
    if filters.account_no:
        refs = customers.account_refs(account_nos=[filters.account_no.strip()])
        rows = rows.filter(account_id__in=[ref.account_id for ref in refs.values()])
    return rows


def _inside(scope: Scope) -> QuerySet[PlannedContact]:
    rows = PlannedContact.objects.all()
    return rows if scope.everything else rows.filter(organisation_id__in=scope.organisation_ids)


def _views(contacts: Iterable[PlannedContact]) -> list[ContactView]:
    rows = list(contacts)
    ids = {row.account_id for row in rows if row.account_id is not None}
    refs = customers.account_refs_by_id(account_ids=ids)
    return [
        ContactView(
            contact=row, case_number=row.case.number if row.case else "",
            account_no=refs[row.account_id].account_no if row.account_id in refs else "",
        )
        for row in rows
    ]  # fmt: skip
