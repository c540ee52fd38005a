"""Matters that come again, and open cases that look like one (重复投诉、相似工单)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.desk_rules import repeat_rule
from gridhall.servicedesk.models import Case, Kind, Status
from gridhall.servicedesk.models.cases import OPEN

MOST = 10
#: The same as ``_repeated``, without putting the question together anew at every registration.
LATEST = """
    SELECT closed_at, id, number FROM servicedesk_case
    WHERE topic_id = %(topic)s AND status = 'CLOSED' AND closed_at BETWEEN %(since)s AND %(at)s
        AND kind = %(kind)s AND NOT sealed AND id <> %(but)s
"""
#: Whose: by whether there is an account and a phone.
LATEST_OF = {
    (True, True): "account_id = %(account)s", (True, False): "account_id = %(account)s",
    (False, True): "contact_phone_index = %(phone)s",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """An open case that looks like the one asked about, and why: CUSTOMER, PHONE, TOPIC."""

    case: Case
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """The closed case that a new one repeats."""

    pk: int
    number: str


def repeats_of(
    *, at: datetime, kind: str, topic_id: int | None, account_id: int | None = None,
    phone_index: bytes | None = None, but_id: int | None = None, scope: Scope | None = None,
) -> list[Case]:  # fmt: skip
    """Return the closed cases that a new one repeats, the newest first.

    A repeat is the same customer (account, or phone where there is none), the same matter (topic),
    already closed, within the window of the rule of that day. Without a topic or a customer there
    is none; reports of wrongdoing have none, for who reported must not be looked up.
    """
    rows = _repeated(at, kind, topic_id, account_id, phone_index, but_id)
    if rows is None:
        return []
    rows = _within(rows, scope).select_related("topic")
    return list(rows.order_by("-closed_at", "-id")[:MOST])


def latest_repeat_of(
    *, at: datetime, kind: str, topic_id: int | None, account_id: int | None = None,
    phone_index: bytes | None = None, but_id: int | None = None,
) -> Repeated | None:  # fmt: skip
    """Return the first of what ``repeats_of`` finds, wherever it lies, with its number only."""
    since = _since(at, kind, topic_id)
    customer = LATEST_OF.get((account_id is not None, bool(phone_index)))
    if since is None or customer is None:
        return None
    values = {
        "account": account_id, "phone": phone_index, "kind": kind, "topic": topic_id,
        "since": since, "at": at, "but": but_id or 0,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"{LATEST} AND {customer}", values)
        # a customer has few of them: sorted here, so that her index is the way in
        found = max(cursor.fetchall(), default=None)
    return None if found is None else Repeated(pk=found[1], number=found[2])


def _since(at: datetime, kind: str, topic_id: int | None) -> datetime | None:
    """Return from when on a case counts as one that comes again; None when none does."""
    rule = repeat_rule(on=timezone.localdate(at))
    if kind == Kind.REPORT or kind not in rule.kinds or topic_id is None:
        return None
    return at - timedelta(days=rule.window_days)


def _repeated(
    at: datetime, kind: str, topic_id: int | None, account_id: int | None,
    phone_index: bytes | None, but_id: int | None,
) -> QuerySet[Case] | None:  # fmt: skip
    since, customer = _since(at, kind, topic_id), _customer(account_id, phone_index)
    if since is None or customer is None or topic_id is None:
        return None
    rows = Case.objects.filter(
        customer, sealed=False, kind=kind, topic_id=topic_id, status=Status.CLOSED,
        closed_at__gte=since, closed_at__lte=at,
    )  # fmt: skip
    return rows if but_id is None else rows.exclude(pk=but_id)


def similar_of(*, case: Case, at: datetime, scope: Scope) -> list[SimilarCase]:
    """Return open cases that may be the same matter, the most alike first.

    The same customer in any topic; the same topic in the same unit within a few days. A sealed
    case is like no other.
    """
    if case.sealed:
        return []
    since = at - timedelta(days=repeat_rule(on=timezone.localdate(at)).similar_days)
    alike = Q(topic_id=case.topic_id, kind=case.kind, organisation_id=case.organisation_id,
              registered_at__gte=since) if case.topic_id else Q(pk__in=[])  # fmt: skip
    phone = bytes(case.contact_phone_index) if case.contact_phone_index else None
    customer = _customer(case.account_id, phone)
    if customer is not None:
        alike |= customer
    rows = _visible(scope).filter(OPEN, alike).exclude(pk=case.pk)
    if case.gathered_by_id:
        rows = rows.exclude(pk=case.gathered_by_id).exclude(gathered_by_id=case.gathered_by_id)
    rows = rows.filter(part_of__isnull=True).exclude(gathered_by_id=case.pk)
    found = [
        SimilarCase(case=row, reasons=_reasons(case, row))
        for row in rows.select_related("topic", "organisation").order_by("-id")[:50]
    ]
    return sorted(found, key=lambda one: (-len(one.reasons), -one.case.pk))[:MOST]


def master_candidates(*, case: Case, scope: Scope) -> list[Case]:
    """Return the open master cases of mass events that a case may be put under."""
    rows = _visible(scope).filter(OPEN, is_master=True).exclude(pk=case.pk)
    return list(rows.select_related("topic").order_by("-id")[:MOST])


def _visible(scope: Scope | None) -> QuerySet[Case]:
    return _within(Case.objects.filter(sealed=False), scope)


def _within(rows: QuerySet[Case], scope: Scope | None) -> QuerySet[Case]:
    if scope is None or scope.everything:
        return rows
    return rows.filter(organisation_id__in=scope.organisation_ids)


def _customer(account_id: int | None, phone_index: bytes | None) -> Q | None:
    if account_id is not None:
        return Q(account_id=account_id)
    if phone_index:
        return Q(contact_phone_index=phone_index)
    return None


def _reasons(case: Case, other: Case) -> tuple[str, ...]:
    reasons = []
    if case.account_id is not None and case.account_id == other.account_id:
        reasons.append("CUSTOMER")
    mine, hers = case.contact_phone_index, other.contact_phone_index
    if mine and hers and bytes(mine) == bytes(hers):
        reasons.append("PHONE")
    if case.topic_id is not None and case.topic_id == other.topic_id:
        reasons.append("TOPIC")
    return tuple(reasons)
