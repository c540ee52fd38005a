"""Calls and visits the company plans: tries, ends, the register of care, low scores."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gridhall.customers.models import CareNeed
from gridhall.servicedesk import selectors, services
from gridhall.servicedesk.models import PlannedContact
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.servicedesk.refusals import (
    ContactOver,
    ContactReachesNobody,
    DayNotAhead,
    UnableToAssign,
)

from .desk import Desk


def plan(desk: Desk, key: str = "one", **changes: Any) -> PlannedContact:
    values: dict[str, Any] = {
        "form": "CALL", "why": "CAMPAIGN", "due_on": today(desk) + timedelta(days=3),
        "account_id": desk.account.pk, "note": "询问供电质量与服务", **changes,
    }  # fmt: skip
    return services.plan_contact(at=desk.now, dedup_key=key, **values)


def today(desk: Desk) -> date:
    return timezone.localdate(desk.now)


@pytest.mark.requirement("R60")
def test_a_planned_call_is_tried_as_often_as_its_rule_says(desk: Desk) -> None:
    row = plan(desk)
    assert plan(desk).pk == row.pk  # the same occasion is planned once
    assert (row.organisation_id, row.role, row.tries_allowed) == (
        desk.units["11"].pk, "HOTLINE_AGENT", 2
    )  # fmt: skip
    tried: dict[str, Any] = {"contact_id": row.pk, "by_id": desk.id("agent"), "at": desk.now}

    with pytest.raises(DayNotAhead):
        services.record_attempt(outcome="LATER", next_on=today(desk) - timedelta(days=1), **tried)
    row = services.record_attempt(outcome="NO_ANSWER", **tried)
    assert row.status == "OPEN"
    assert row.next_on == today(desk) + timedelta(days=3)
    row = services.record_attempt(outcome="WRONG_NUMBER", note="空号", **tried)
    assert row.status == "MISSED"
    assert row.ended_at == desk.now
    with pytest.raises(ContactOver):
        services.record_attempt(outcome="REACHED", **tried)

    file = selectors.contact_of(pk=row.pk, scope=desk.scope("agent"))
    assert [one.number for one in file.attempts] == [2, 1]
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        file.attempts[0].delete()
    file.attempts[0].note = "更正加密"
    file.attempts[0].save(update_fields=["note"])  # erased or encrypted anew, as the law wants


def test_who_is_reached_or_refuses_is_not_tried_again(desk: Desk) -> None:
    reached, refused = plan(desk, "a"), plan(desk, "b")
    tried: dict[str, Any] = {"by_id": desk.id("agent"), "at": desk.now}

    assert (
        services.record_attempt(contact_id=reached.pk, outcome="REACHED", **tried).status == "DONE"
    )
    done = services.record_attempt(contact_id=refused.pk, outcome="REFUSED", **tried)
    assert done.status == "CANCELLED"


def test_a_call_that_finds_a_fault_opens_a_case_once(desk: Desk) -> None:
    row = plan(desk)
    new = NewCase(
        kind="REPAIR", summary="走访发现电压偏低", channel="OUTBOUND",
        organisation_id=row.organisation_id, account_id=desk.account.pk,
    )  # fmt: skip
    ask: dict[str, Any] = {
        "contact_id": row.pk,
        "new": new,
        "by_id": desk.id("agent"),
        "at": desk.now,
    }

    case = services.open_case_of_contact(**ask)

    assert services.open_case_of_contact(**ask).pk == case.pk
    file = selectors.contact_of(pk=row.pk, scope=desk.scope("agent"))
    assert file.opened_case == case.number


def test_contacts_are_handed_out_inside_the_units_of_both(desk: Desk) -> None:
    rows = [plan(desk, str(number)).pk for number in range(3)]
    hand: dict[str, Any] = {"contact_ids": rows, "at": desk.now, "action": "work.assign"}

    assert services.assign_contacts(to_id=desk.id("agent"), by_id=desk.id("boss"), **hand) == 3
    assert services.assign_contacts(to_id=desk.id("agent"), by_id=desk.id("boss"), **hand) == 0
    assert services.assign_contacts(to_id=None, by_id=desk.id("agent"), **hand) == 0
    with pytest.raises(UnableToAssign):
        services.assign_contacts(to_id=desk.id("auditor"), by_id=desk.id("boss"), **hand)
    mine = selectors.ContactFilters(assignee_id=desk.id("agent"))
    page = selectors.contacts_page(scope=desk.scope("boss"), filters=mine)
    assert page.count == 3


def test_a_sealed_case_and_nobody_get_no_contact(desk: Desk) -> None:
    report = desk.register("REPORT", account_id=None, contact=Contact())

    with pytest.raises(ContactReachesNobody):
        plan(desk, account_id=None, case_id=report.pk)
    with pytest.raises(ContactReachesNobody):
        plan(desk, account_id=None)


@pytest.mark.requirement("R10")
def test_those_on_the_register_of_care_are_called_on_again_and_again(desk: Desk) -> None:
    CareNeed.objects.create(account=desk.account, kind="LIFE_SUPPORT", person="周丙")
    CareNeed.objects.create(account=desk.account, kind="ELDERLY", proof_expires_on=date(2026, 1, 1))

    assert services.plan_care_contacts(at=desk.now, batch=1) == 1
    assert services.plan_care_contacts(at=desk.now) == 0  # run again: nothing twice
    assert services.plan_care_contacts(at=desk.later(days=31)) == 0  # the first is still open
    row = PlannedContact.objects.get(series="LIFE_SUPPORT")
    assert (row.form, row.why, row.role) == ("VISIT", "CARE", "SERVICE_HANDLER")
    services.record_attempt(
        contact_id=row.pk, outcome="REACHED", by_id=desk.id("service"), at=desk.now
    )
    assert services.plan_care_contacts(at=desk.now) == 1
    assert PlannedContact.objects.count() == 2
