"""A customer's own cases: who has it, until when, what comes next. Departments, never people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from gridhall.foundation.paging import Page, keyset_page
from gridhall.foundation.processes import selectors as processes
from gridhall.servicedesk import errors, policy, steps
from gridhall.servicedesk.models import ENDED, Case, Party, Status
from gridhall.servicedesk.sentences import topic_title

from ._case_file import SUBJECT, entries_of, role_label
from ._case_rows import is_overdue
from ._case_views import EntryView


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """One case in the customer's list. ``held_by`` CUSTOMER: it waits for her."""

    id: int
    number: str
    kind: str
    kind_label: str
    topic: str
    summary: str
    status: str
    status_label: str
    account_id: int | None
    registered_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    is_overdue: bool
    held_by: str
    held_by_label: str
    unit: str
    department: str
    rating: int | None
    satisfied: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCaseFile:
    """One own case whole: where it stands, what comes next, what she may do, the conversation."""

    case: OwnCase
    version: int
    text: str
    place: str
    step: str
    next: tuple[str, ...]
    entries: tuple[EntryView, ...]
    may_write: bool
    may_confirm: bool
    may_object: bool
    may_rate: bool
    may_cancel: bool


def own_cases(
    *, account_ids: Iterable[int], at: datetime, user_id: int | None = None,
    open_only: bool = False, ended_only: bool = False, number: str = "", after: str = "",
    before: str = "", limit: int = 20,
) -> Page[OwnCase]:  # fmt: skip
    """Return a page of the cases of these accounts, and of those the person wrote herself.

    ``number`` is the beginning of a case number.
    """
    found = _own(account_ids, user_id).select_related("topic", "handler_organisation")
    if open_only:
        found = found.exclude(status__in=ENDED)
    if ended_only:
        found = found.filter(status__in=ENDED)
    if number:
        found = found.filter(number__startswith=number.upper())
    return keyset_page(
        found, field="pk", after=after, before=before, limit=limit, descending=True,
        view=lambda taken: [_line(case, at) for case in taken],
    )  # fmt: skip


def own_case(
    *, number: str, account_ids: Iterable[int], at: datetime, user_id: int | None = None
) -> OwnCaseFile:
    """Return one own case. Raises CaseNotFound, also for somebody else's."""
    found = _own(account_ids, user_id).select_related("topic", "handler_organisation")
    case = found.filter(number=number).first()
    if case is None:
        raise errors.CaseNotFound(case=number)
    where = processes.position(subject_type=SUBJECT, subject_id=case.pk)
    stand = where.steps[0] if where and where.is_running and where.steps else None
    asked = case.is_open and stand is not None and stand.step.id in steps.ASKED
    return OwnCaseFile(
        case=_line(case, at), version=case.version, text=case.text, place=case.place,
        step=str(stand.step.title) if stand and case.is_open else "",
        next=stand.next if stand and case.is_open else (),
        entries=entries_of(case, only_shown=True), may_write=case.is_open, may_confirm=asked,
        may_object=case.is_open or _may_reopen(case, at), may_cancel=case.status == Status.RECEIVED,
        may_rate=case.rating is None and case.status in (Status.ANSWERED, Status.CLOSED),
    )  # fmt: skip


def _own(account_ids: Iterable[int], user_id: int | None) -> QuerySet[Case]:
    mine = Q(account_id__in=list(account_ids))
    if user_id is not None:
        mine |= Q(registered_by_id=user_id, by_customer=True)
    return Case.objects.filter(mine, sealed=False)


def _may_reopen(case: Case, at: datetime) -> bool:
    days = timedelta(days=policy.desk().reopen_days)
    return (
        case.status == Status.CLOSED and case.closed_at is not None and at <= case.closed_at + days
    )


def _line(case: Case, at: datetime) -> OwnCase:
    return OwnCase(
        id=case.pk, number=case.number, kind=case.kind, kind_label=case.get_kind_display(),
        topic=topic_title(case.topic), summary=case.summary, status=case.status,
        status_label=case.get_status_display(), account_id=case.account_id,
        registered_at=case.registered_at, closed_at=case.closed_at, due_at=case.due_at,
        is_overdue=is_overdue(case, at), held_by=case.held_by,
        held_by_label=str(Party(case.held_by).label),
        unit=case.handler_organisation.name if case.handler_organisation else "",
        department=role_label(case.handler_role), rating=case.rating, satisfied=case.satisfied,
    )  # fmt: skip
