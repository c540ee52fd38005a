"""Planning calls and visits, handing them out, noting what came of them (R60, R10, R99)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.servicedesk.desk_rules import contact_rule
from gridhall.servicedesk.errors import ReasonMissing
from gridhall.servicedesk.models import Case, ContactAttempt, PlannedContact
from gridhall.servicedesk.refusals import (
    ContactNotFound,
    ContactOver,
    ContactReachesNobody,
    DayNotAhead,
    UnableToAssign,
)

Outcome, Status = ContactAttempt.Outcome, PlannedContact.Status
#: What ends a contact at once; anything else is tried again until the tries are used up.
ENDS = {Outcome.REACHED: Status.DONE, Outcome.REFUSED: Status.CANCELLED}


@transaction.atomic
def plan_contact(
    *, form: str, why: str, due_on: date, at: datetime, dedup_key: str,
    account_id: int | None = None, case_id: int | None = None, organisation_id: int | None = None,
    role: str = "", assignee_id: int | None = None, note: str = "", by_id: int | None = None,
    series: str = "",
) -> PlannedContact:  # fmt: skip
    """Plan a call or visit until a day; return it. Repeating ``dedup_key`` returns the first one.

    ``form``: CALL, VISIT, HOME_SERVICE. ``why``: FOLLOW_UP, LOW_SCORE, CARE, CAMPAIGN; the tries
    and the role follow from its rule (desk_rules.yaml). Without a unit it goes to the account's or
    the case's. A sealed case gets no planned contact. Raises ContactReachesNobody, KeyError.
    """
    known = PlannedContact.objects.filter(dedup_key=dedup_key).first()
    if known is not None:
        return known
    rule = contact_rule(why, on=timezone.localdate(at))
    account_id, unit = _whom(account_id, case_id, organisation_id)
    row, _new = PlannedContact.objects.get_or_create(
        dedup_key=dedup_key,
        defaults={
            "form": PlannedContact.Form(form), "why": PlannedContact.Why(why), "series": series,
            "account_id": account_id, "case_id": case_id, "organisation_id": unit,
            "role": role or rule.role, "assignee_id": assignee_id, "note": note.strip(),
            "due_on": due_on, "next_on": due_on,
            "tries_allowed": rule.tries, "created_at": at, "created_by_id": by_id,
        },
    )  # fmt: skip
    return row


def _whom(account_id: int | None, case_id: int | None, unit: int | None) -> tuple[int | None, int]:
    """Return the account and the unit of a contact."""
    if case_id is not None:
        case = Case.objects.filter(pk=case_id, sealed=False).first()
        if case is None:
            raise ContactReachesNobody
        account_id = account_id or case.account_id
        unit = unit or case.handler_organisation_id or case.organisation_id
    if account_id is not None and unit is None:
        refs = customers.account_refs_by_id(account_ids=[account_id])
        unit = refs[account_id].organisation_id if account_id in refs else None
    if unit is None:
        raise ContactReachesNobody
    return account_id, unit


@transaction.atomic
def assign_contacts(
    *, contact_ids: Iterable[int], to_id: int | None, by_id: int, at: datetime, action: str
) -> int:
    """Give open contacts to one person, or back to the role with none; return how many changed.

    ``action`` is what ``by_id`` came in by: she reaches those of her units only. Raises
    UnableToAssign when the person may not do that work where a contact lies.
    """
    on = timezone.localdate(at)
    scope = identity.scope_of(user_id=by_id, action=action, on=on)
    rows = PlannedContact.objects.select_for_update().filter(
        pk__in=list(contact_ids), status=Status.OPEN, organisation_id__in=scope.organisation_ids
    )
    changed = [row for row in rows.order_by("pk") if row.assignee_id != to_id]
    if to_id is not None:
        reach = identity.scope_of(user_id=to_id, action="cases.work", on=on)
        if not all(reach.holds(row.organisation_id) for row in changed):
            names = identity.names_of_people(user_ids=[to_id])
            raise UnableToAssign(person=names.get(to_id, to_id))
    for row in changed:
        before, row.assignee_id = row.assignee_id, to_id
        row.save(update_fields=["assignee"])
        changes: dict[str, object] = {"assignee": [before, to_id]}
        _record("servicedesk.contact_assigned", row, by_id, at, changes=changes)
    return len(changed)


@transaction.atomic
def record_attempt(
    *, contact_id: int, outcome: str, by_id: int, at: datetime, note: str = "",
    next_on: date | None = None,
) -> PlannedContact:  # fmt: skip
    """Note one try and what came of it; return the contact as it stands now.

    REACHED ends it as made, REFUSED as called off; after the last try without success it is
    missed. ``next_on`` is the day for the next try (else the rule's days later). Raises
    ContactNotFound, ContactOver, DayNotAhead.
    """
    row = _open(contact_id)
    today = timezone.localdate(at)
    if next_on is not None and next_on < today:
        raise DayNotAhead(day=next_on.isoformat(), first=today.isoformat())
    ends = ENDS.get(Outcome(outcome))
    rule = contact_rule(row.why, on=today)
    row.tries += 1
    ContactAttempt.objects.create(
        contact=row, number=row.tries, outcome=outcome, note=note.strip(), at=at, by_id=by_id,
        next_on=None if ends else next_on,
    )  # fmt: skip
    if ends is None and row.tries >= row.tries_allowed:
        ends = Status.MISSED
    if ends is None:
        row.next_on = next_on or today + timedelta(days=rule.days_between)
    else:
        row.status, row.ended_at, row.ended_by_id = ends, at, by_id
    row.save(update_fields=["tries", "next_on", "status", "ended_at", "ended_by"])
    _record(
        "servicedesk.contact_tried", row, by_id, at,
        changes={"outcome": outcome, "try": row.tries, "status": row.status},
    )  # fmt: skip
    return row


@transaction.atomic
def cancel_contact(*, contact_id: int, reason: str, by_id: int, at: datetime) -> PlannedContact:
    """Call a contact off, with a reason. Raises ContactNotFound, ContactOver, ReasonMissing."""
    row = _open(contact_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    row.status, row.ended_at, row.ended_by_id = Status.CANCELLED, at, by_id
    row.reason = reason.strip()[:300]
    row.save(update_fields=["status", "ended_at", "ended_by", "reason"])
    _record("servicedesk.contact_cancelled", row, by_id, at, reason=row.reason)
    return row


@transaction.atomic
def note_case_of_contact(*, contact_id: int, case_id: int, by_id: int, at: datetime) -> None:
    """Remember the case that a contact made necessary. Raises ContactNotFound."""
    row = PlannedContact.objects.select_for_update().filter(pk=contact_id).first()
    if row is None:
        raise ContactNotFound
    row.opened_case_id = case_id
    row.save(update_fields=["opened_case"])
    number = Case.objects.only("number").get(pk=case_id).number
    _record("servicedesk.contact_opened_case", row, by_id, at, changes={"case": number})


def _open(contact_id: int) -> PlannedContact:
    row = PlannedContact.objects.select_for_update().filter(pk=contact_id).first()
    if row is None:
        raise ContactNotFound
    if row.status != Status.OPEN:
        raise ContactOver(status=row.get_status_display())
    return row


def _record(
    action: str, row: PlannedContact, by_id: int | None, at: datetime, *,
    changes: dict[str, object] | None = None, reason: str = "",
) -> None:  # fmt: skip
    audit.record(
        action=action, at=at, actor_id=by_id, object_type="planned_contact", object_id=row.pk,
        object_label=f"{row.form} {row.due_on}", account_id=row.account_id,
        organisation_id=row.organisation_id, changes=changes or {}, reason=reason,
    )  # fmt: skip
