"""Searching the audit trail, quick at millions of rows: newest first, from a moment onwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from gridhall.foundation import days
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import LONGEST_NUMBER, Page, count_up_to_limit

from ..models import FAMILY, LABEL, LABEL_BACKWARDS, AuditEvent

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What a list of acts is narrowed to; empty means all. Days are inclusive.

    ``action`` is one action or, with a dot at its end, a whole family (``receivables.``);
    ``actor`` is a part of the login name or the name; ``text`` is the beginning or the end of the
    object's label (its number, mostly). ``object_type`` and ``object_id`` name one thing.
    """

    action: str = ""
    actor: str = ""
    text: str = ""
    object_type: str = ""
    object_id: str = ""
    account_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


def history_of_account(*, account_id: int, limit: int = 50) -> list[AuditEvent]:
    """Return the newest acts on one account, for its history."""
    rows = AuditEvent.objects.filter(account_ref=account_id).select_related("actor")
    return list(rows.order_by("-id")[:limit])


def history_of_object(
    *, object_type: str, object_id: str, family: str = "", limit: int = 50
) -> list[AuditEvent]:
    """Return the newest acts on one thing; ``family`` narrows to actions that begin with it."""
    rows = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    if family:
        rows = rows.filter(action__startswith=family)
    return list(rows.select_related("actor").order_by("-id")[:limit])


def events(*, scope: Scope, action: str = "", text: str = "") -> QuerySet[AuditEvent]:
    """Return the acts inside ``scope``, newest first, narrowed by action and object."""
    rows = AuditEvent.objects.select_related("actor", "organisation").order_by("-at", "-id")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if action:
        rows = rows.filter(action=action)
    return _with_text(rows, text) if text else rows


def event(*, scope: Scope, pk: int) -> AuditEvent | None:
    """Return one act, if it lies inside ``scope``."""
    return events(scope=scope).filter(pk=pk).first()


def events_page(
    *, scope: Scope, narrowed: EventFilter = EventFilter(), after: str = "", before: str = "",
    limit: int = 50,
) -> Page[AuditEvent]:  # fmt: skip
    """Return a page of the acts inside ``scope``, newest first; a key is a moment and an id."""
    found = _narrow(events(scope=scope, text=narrowed.text), narrowed)
    older_than, newer_than = _place(after), _place(before)
    backwards = newer_than is not None and older_than is None
    rows = found
    if older_than:
        moment, pk = older_than
        rows = rows.filter(at__lte=moment).exclude(at=moment, id__gte=pk)
    elif newer_than:
        moment, pk = newer_than
        rows = rows.filter(at__gte=moment).exclude(at=moment, id__lte=pk)
        rows = rows.order_by("at", "id")
    taken = list(rows[: limit + 1])
    more, taken = len(taken) > limit, taken[:limit]
    if backwards:
        taken.reverse()
    first, last = (_key(taken[0]), _key(taken[-1])) if taken else ("", "")
    return Page(
        rows=tuple(taken),
        count=count_up_to_limit(found),
        next_key=last if (more or backwards) else "",
        previous_key=first if (more if backwards else older_than is not None) else "",
    )


def _key(row: AuditEvent) -> str:
    """Return a row's place in the order: microseconds since 1970, and its id."""
    since = row.at - datetime(1970, 1, 1, tzinfo=UTC)
    return f"{since // timedelta(microseconds=1)}-{row.pk}"


def _place(key: str) -> tuple[datetime, int] | None:
    moment, _dash, pk = key.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER
               for part in (moment, pk)):  # fmt: skip
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None


def _narrow(rows: QuerySet[AuditEvent], narrowed: EventFilter) -> QuerySet[AuditEvent]:
    if narrowed.action:
        rows = rows.alias(family=FAMILY).filter(family=narrowed.action.partition(".")[0])
        if not narrowed.action.endswith("."):
            rows = rows.filter(action=narrowed.action)
    if narrowed.actor:
        rows = rows.filter(actor_id__in=_people(narrowed.actor))
    if narrowed.object_type or narrowed.object_id:
        rows = rows.filter(object_type=narrowed.object_type, object_id=narrowed.object_id)
    if narrowed.account_id is not None:
        rows = rows.filter(account_ref=narrowed.account_id)
    if narrowed.first_day:
        rows = rows.filter(at__gte=days.start_of(narrowed.first_day))
    if narrowed.last_day:
        rows = rows.filter(at__lt=days.end_of(narrowed.last_day))
    return rows


def _with_text(rows: QuerySet[AuditEvent], text: str) -> QuerySet[AuditEvent]:
    found = text.strip().upper()
    named = rows.alias(label=LABEL, backwards=LABEL_BACKWARDS)
    return named.filter(Q(label__startswith=found) | Q(backwards__startswith=found[::-1]))


def _people(part: str) -> list[int]:
    """Return who has ``part`` in the login name or the name; ids, so that the index serves."""
    people = get_user_model().objects.filter(
        Q(username__icontains=part) | Q(display_name__icontains=part)
    )
    return list(people.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


def last_acts_of(*, actor_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each of these people last did something that is recorded."""
    rows = AuditEvent.objects.filter(actor_id__in=set(actor_ids)).order_by("actor_id", "-id")
    return dict(rows.distinct("actor_id").values_list("actor_id", "at"))
