"""The list of cases: what somebody may see of them, filtered and found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gridhall.foundation import days
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.servicedesk.models import Case, Topic
from gridhall.servicedesk.models.cases import HANDED, OPEN

from ._case_rows import CaseRow, listed, row_of
from ._case_words import words_of

SEALED = "cases.sealed"
#: Asks for every case in which something may still happen.
ANY_OPEN = "OPEN"
#: Asks for those that wait for the customer or a third party.
ANY_WAITING = "WAITING"
WAITING = ("WAITING_CUSTOMER", "WAITING_THIRD")
FEW_HANDED = 500
#: Rows of a list are counted up to here; beyond, it says that there are more.
COUNTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """What is asked for; empty fields ask nothing.

    ``text`` is a case number, an account number, a phone or words of the summary or the name.
    ``status`` is one, ``OPEN`` or ``WAITING``; ``mine`` means handled by the reader; ``overdue``
    and ``due_before`` ask about open cases; ``first`` and ``last`` are days of registration.
    """

    text: str = ""
    kind: str = ""
    status: str = ""
    category: str = ""
    topic: str = ""
    channel: str = ""
    priority: int | None = None
    organisation_id: int | None = None
    handler_id: int | None = None
    handler_role: str = ""
    account_id: int | None = None
    mine: bool = False
    overdue: bool = False
    due_before: datetime | None = None
    first: date | None = None
    last: date | None = None
    repeat: bool = False
    master: bool = False
    escalated: bool = False
    satisfied: bool | None = None
    gathered_by_id: int | None = None


def cases_page(
    *, scope: Scope, reader_id: int, filters: CaseFilters, at: datetime, after: str = "",
    before: str = "", limit: int = 50,
) -> Page[CaseRow]:  # fmt: skip
    """Return a page of cases inside the scope, the newest first.

    Reports of wrongdoing are there for their officers only. A word is looked for by keyed hashes
    of pairs of characters, so a case may rarely be shown that has all the pairs of a word apart.
    """
    found = seen_by(scope=scope, reader_id=reader_id, at=at)
    found = _filtered(found, filters, reader_id=reader_id, at=at)
    words = words_of(filters.text)
    narrowed = not scope.everything or filters != CaseFilters(text=filters.text)
    return keyset_page(
        listed(found.filter(words.walked)),
        field="number" if filters.first or filters.last else "pk",
        after=after, before=before, limit=limit, descending=True, count_to=COUNTED,
        count=lambda: words.count(found, COUNTED, narrowed=narrowed),
        view=lambda taken: [row_of(case, at) for case in taken],
    )  # fmt: skip


def open_counts(*, scope: Scope, reader_id: int, at: datetime) -> dict[str, int]:
    """Return how many open cases there are: ``all``, ``mine``, ``overdue``, ``escalated``."""
    found = seen_by(scope=scope, reader_id=reader_id, at=at).filter(OPEN)
    counted: dict[str, int] = found.aggregate(
        all=Count("pk"), mine=Count("pk", filter=Q(handler_id=reader_id)),
        overdue=Count("pk", filter=Q(due_at__lt=at)),
        escalated=Count("pk", filter=Q(escalation_level__gt=0)),
    )  # fmt: skip
    return counted


def own_counts(*, reader_id: int, at: datetime, until: datetime) -> dict[str, int]:
    """Return how many open cases are in somebody's hands: ``all``, ``overdue``, due ``until``."""
    found = Case.objects.filter(OPEN, handler_id=reader_id)
    counted: dict[str, int] = found.aggregate(
        all=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=at)),
        until=Count("pk", filter=Q(due_at__lt=until)),
    )  # fmt: skip
    return counted


def seen_by(*, scope: Scope, reader_id: int, at: datetime) -> QuerySet[Case]:
    """Return the cases a reader may see: those of her units and those handed to them."""
    sealed = identity.scope_of(user_id=reader_id, action=SEALED, on=timezone.localdate(at))
    found = Case.objects.filter(_inside(scope))
    if not sealed.organisation_ids and not sealed.everything:
        return found.filter(sealed=False)
    if sealed.everything:
        return found
    return found.filter(Q(sealed=False) | Q(organisation_id__in=sealed.organisation_ids))


def _inside(scope: Scope) -> Q:
    if scope.everything:
        return Q()
    ids = scope.organisation_ids
    own = Q(organisation_id__in=ids)
    handed = Case.objects.filter(HANDED, ~own, handler_organisation_id__in=ids)
    known = list(handed.values_list("pk", flat=True)[: FEW_HANDED + 1])
    if not known:
        return own
    # A short list leaves the planner free to walk the lists of the units.
    return own | (Q(pk__in=known) if len(known) <= FEW_HANDED else Q(pk__in=handed.values("pk")))


def _filtered(
    found: QuerySet[Case], filters: CaseFilters, *, reader_id: int, at: datetime
) -> QuerySet[Case]:
    for condition in (*_plain(filters), *_times(filters, at)):
        found = found.filter(condition)
    if filters.mine:
        found = found.filter(OPEN, handler_id=reader_id)
    return found


def _plain(filters: CaseFilters) -> list[Q]:
    values: dict[str, Any] = {
        "kind": filters.kind, "category": filters.category,
        "channel": filters.channel, "priority": filters.priority,
        "handler_id": filters.handler_id, "handler_role": filters.handler_role,
        "account_id": filters.account_id, "satisfied": filters.satisfied,
        "gathered_by_id": filters.gathered_by_id, "is_master": filters.master or None,
    }  # fmt: skip
    wanted = [Q(**{name: value}) for name, value in values.items() if value not in ("", None)]
    if filters.status:
        groups = {ANY_OPEN: OPEN, ANY_WAITING: Q(status__in=WAITING)}
        wanted.append(groups.get(filters.status, Q(status=filters.status)))
    if filters.organisation_id is not None:
        below = identity.subtree_ids(organisation_id=filters.organisation_id)
        wanted.append(Q(organisation_id__in=below))
    if filters.topic:
        topics = Topic.objects.filter(code=filters.topic).values_list("pk", flat=True)
        wanted.append(Q(topic_id__in=list(topics)))
    if filters.repeat:
        wanted.append(Q(repeat_of__isnull=False))
    if filters.escalated:
        wanted.append(Q(escalation_level__gt=0))
    return wanted


def _times(filters: CaseFilters, at: datetime) -> list[Q]:
    wanted = []
    if filters.overdue:
        wanted.append(OPEN & Q(due_at__lt=at))
    if filters.due_before is not None:
        wanted.append(OPEN & Q(due_at__lt=filters.due_before))
    for day, name, later in ((filters.first, "gte", 0), (filters.last, "lt", 1)):
        if day is not None:
            edge = day + timedelta(days=later)
            # The number begins with the day, so a period is one stretch of the numbers.
            moment, number = days.start_of(edge), f"S{edge:%Y%m%d}"
            wanted.append(Q(**{f"registered_at__{name}": moment, f"number__{name}": number}))
    return wanted
