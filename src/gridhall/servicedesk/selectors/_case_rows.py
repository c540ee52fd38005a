"""One case as a line of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gridhall.servicedesk.models import Case, CaseChannel, Kind, Priority, Status
from gridhall.servicedesk.sentences import topic_title

# Looked up here: Django's own way reads all the choices of a field anew for each value.
KINDS, CHANNELS = dict(Kind.choices), dict(CaseChannel.choices)
STATUSES, PRIORITIES = dict(Status.choices), dict(Priority.choices)
#: What a line needs; the texts stay where they are, unread and encrypted.
LISTED = (
    "number", "kind", "category", "topic__title_zh", "topic__title_en", "summary", "channel",
    "status", "priority", "organisation__name", "account__account_no", "handler__display_name",
    "handler__username", "handler_role", "held_by", "received_at", "registered_at", "due_at",
    "closed_at", "satisfied", "rating", "repeat_of_id", "is_master", "sealed", "anonymous",
    "escalation_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case of a list. Nothing personal: the summary has none by rule."""

    id: int
    number: str
    kind: str
    kind_label: str
    category: str
    topic: str
    summary: str
    channel: str
    channel_label: str
    status: str
    status_label: str
    priority: int
    priority_label: str
    organisation_id: int
    organisation: str
    account_id: int | None
    account_no: str
    handler: str
    handler_role: str
    held_by: str
    received_at: datetime
    registered_at: datetime
    due_at: datetime | None
    is_overdue: bool
    closed_at: datetime | None
    satisfied: bool | None
    rating: int | None
    is_repeat: bool
    is_master: bool
    sealed: bool
    anonymous: bool
    escalation_level: int


def listed(found: QuerySet[Case]) -> QuerySet[Case]:
    """Return cases with what ``row_of`` needs of them and no more."""
    return found.select_related("topic", "organisation", "handler", "account").only(*LISTED)


def row_of(case: Case, at: datetime) -> CaseRow:
    """Return a case loaded with topic, unit, handler and account as a line of a list."""
    return CaseRow(
        id=case.pk, number=case.number, kind=case.kind, kind_label=_label(KINDS, case.kind),
        category=case.category, topic=topic_title(case.topic), summary=case.summary,
        channel=case.channel, channel_label=_label(CHANNELS, case.channel), status=case.status,
        status_label=_label(STATUSES, case.status), priority=case.priority,
        priority_label=_label(PRIORITIES, case.priority), organisation_id=case.organisation_id,
        organisation=case.organisation.name, account_id=case.account_id,
        account_no=case.account.account_no if case.account else "",
        handler=str(case.handler) if case.handler_id else "", handler_role=case.handler_role,
        held_by=case.held_by, received_at=case.received_at, registered_at=case.registered_at,
        due_at=case.due_at, is_overdue=is_overdue(case, at), closed_at=case.closed_at,
        satisfied=case.satisfied, rating=case.rating, is_repeat=case.repeat_of_id is not None,
        is_master=case.is_master, sealed=case.sealed, anonymous=case.anonymous,
        escalation_level=case.escalation_level,
    )  # fmt: skip


def is_overdue(case: Case, at: datetime) -> bool:
    """Tell whether an open case should have been further by now."""
    return case.is_open and case.due_at is not None and case.due_at < at


def _label(words: Mapping[Any, Any], value: str | int) -> str:
    return str(words.get(value, value))
