"""Series of calls and visits to those on the register of care (R10, R60, R99)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers.selectors import CareRef
from gridhall.foundation import days
from gridhall.foundation.audit import services as audit
from gridhall.servicedesk.desk_rules import CareSeries, care_series, contact_rule
from gridhall.servicedesk.models import Case, PlannedContact
from gridhall.servicedesk.records import NewCase

from ._contacts import note_case_of_contact
from ._register import register_case

Status, Why = PlannedContact.Status, PlannedContact.Why
BATCH = 1000


def plan_care_contacts(*, at: datetime, batch: int = BATCH) -> int:
    """Plan the calls and visits that are due for those on the register; return how many.

    One open contact a need at most; the next one so many days after the last was planned. May be
    run again at any time and be killed in between: what is planned is not planned twice.
    """
    on, planned = timezone.localdate(at), 0
    for series in care_series(on=on):
        after = 0
        while refs := customers.care_refs(kinds=[series.need], on=on, after_id=after, limit=batch):
            planned += _plan(series, refs, on=on, at=at)
            after = refs[-1].care_need_id
    return planned


@transaction.atomic
def _plan(series: CareSeries, refs: list[CareRef], *, on: date, at: datetime) -> int:
    rule = contact_rule(Why.CARE, on=on)
    due_on = on + timedelta(days=series.days_to_do_it)
    waiting = _waiting(series, [ref.account_id for ref in refs], on=on)
    rows = [
        PlannedContact(
            form=series.form, why=Why.CARE, series=series.need, account_id=ref.account_id,
            organisation_id=ref.organisation_id, role=rule.role, due_on=due_on, next_on=due_on,
            tries_allowed=rule.tries, created_at=at,
            dedup_key=f"care:{series.need}:{ref.account_id}:{on.isoformat()}",
        )
        for ref in refs
        if ref.account_id not in waiting
    ]  # fmt: skip
    PlannedContact.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        audit.record(
            action="servicedesk.care_planned", at=at, actor_id=None, object_type="care_series",
            object_id=series.need, object_label=series.need, changes={"contacts": len(rows)},
        )  # fmt: skip
    return len(rows)


def _waiting(series: CareSeries, account_ids: Iterable[int], *, on: date) -> set[int]:
    """Return the accounts that have an open contact of the series or had one lately."""
    first = on - timedelta(days=series.every_days - 1)
    rows = PlannedContact.objects.filter(
        Q(status=Status.OPEN) | Q(created_at__gte=days.start_of(first)), series=series.need,
        account_id__in=list(account_ids),
    )  # fmt: skip
    return set(rows.values_list("account_id", flat=True))


def open_case_of_contact(*, contact_id: int, new: NewCase, by_id: int, at: datetime) -> Case:
    """Register the case that a call or visit made necessary; return it. Twice is once.

    Raises ContactNotFound and what registering refuses.
    """
    with transaction.atomic():
        case = register_case(new=new, by_id=by_id, at=at, dedup_key=f"planned contact {contact_id}")
        note_case_of_contact(contact_id=contact_id, case_id=case.pk, by_id=by_id, at=at)
    return case
