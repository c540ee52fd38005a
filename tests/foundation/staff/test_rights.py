"""Roles by two people, in an emergency, ended; deputies; the periodic review."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from gridhall.foundation.approvals import errors as approval_errors
from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.identity import errors as identity_errors
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.staff import errors, selectors
from gridhall.foundation.staff.services import deputies, reviews, rights

from .conftest import AT, ON

pytestmark = [pytest.mark.requirement("R61"), pytest.mark.django_db]


def acts(action):
    return list(apps.get_model("audit.AuditEvent").objects.filter(action=action).order_by("id"))


def told(user):
    return list(
        apps.get_model("messaging.Message")
        .objects.filter(employee=user)
        .values_list("template", flat=True)
    )


def ask(company, **changes):
    wanted = {
        "user_id": company["clerk"].pk, "role": Role.METER_READER,
        "organisation_id": company["11"].pk,
        "valid_from": ON, "valid_to": None, "reason": "窗口轮岗",
        "requested_by_id": company["admin"].pk, "scope": company["scope"], "at": AT,
    }  # fmt: skip
    return rights.request_role(**(wanted | changes))


def may(company, who="clerk", action="imports.run"):
    scope = identity.scope_of(user_id=company[who].pk, action=action, on=ON)
    return scope.holds(company["11"].pk)


def test_a_role_is_given_only_when_a_second_person_agrees(company, approve):
    request = ask(company)
    assert not may(company)

    approve(request)

    assert may(company)
    [act] = acts("identity.role_granted")
    assert act.changes["role"] == "METER_READER"
    assert act.actor_id == company["security"].pk
    assert "staff.role_granted" in told(company["clerk"])


def test_a_refused_role_is_not_given(company, approve):
    approve(ask(company), approve=False, note="已有人轮岗")

    assert not may(company)
    assert acts("identity.role_granted") == []


def test_who_asks_and_who_profits_may_not_decide(company, approve):
    own = ask(company, requested_by_id=company["security"].pk)
    with pytest.raises(approval_errors.UnableToDecideOwnRequest):
        approve(own)
    approvals.withdraw(pk=own.pk, user_id=company["security"].pk, at=AT, note="误操作")
    theirs = ask(company, user_id=company["second"].pk, role=Role.HALL_CLERK)
    with pytest.raises(approval_errors.UnableToDecideOwnRequest):
        approve(theirs, by="second")
    with pytest.raises(approval_errors.UnableToDecide):
        approve(theirs, by="clerk")
    approve(theirs)


def test_nobody_asks_for_herself_or_outside_her_units(company, employ):
    with pytest.raises(errors.NotOneself):
        ask(company, user_id=company["admin"].pk)
    narrow = identity.Scope(organisation_ids=frozenset({company["20"].pk, company["21"].pk}))
    with pytest.raises(errors.PersonNotFound):
        ask(company, scope=narrow)
    employ(Role.HALL_CLERK, "21", name="other")
    with pytest.raises(errors.OutsideYourUnits):
        ask(company, user_id=identity.user_by_username(username="other").pk, scope=narrow)


def test_a_conflict_is_refused_when_asked_and_again_when_decided(company, approve, employ):
    with pytest.raises(identity_errors.DutiesInConflict):
        ask(company, user_id=company["second"].pk, role=Role.ADMINISTRATOR)
    first = ask(company, role=Role.CASHIER)
    second = ask(company, role=Role.BILLING_CLERK)
    approve(first)
    with pytest.raises(identity_errors.DutiesInConflict):
        approve(second)
    assert second.__class__.objects.get(pk=second.pk).status == "WAITING"


def test_a_role_ends_by_two_people_or_at_once_by_who_decides(company, approve):
    row = identity.assignments_of(user_id=company["clerk"].pk)[0]
    request = rights.request_end(
        assignment_id=row.pk, last_day=date(2026, 2, 1), reason="调离窗口",
        requested_by_id=company["admin"].pk, scope=company["scope"], at=AT,
    )  # fmt: skip
    approve(request)
    assert identity.assignment(pk=row.pk).valid_to == date(2026, 2, 1)

    rights.end_now(
        assignment_id=row.pk, reason="违规", actor_id=company["security"].pk,
        scope=company["scope"], at=AT,
    )  # fmt: skip
    assert not may(company, action="customers.reveal")
    assert [act.changes["valid_to"] for act in acts("identity.role_ended")] == [
        [None, "2026-02-01"], ["2026-02-01", "2026-01-05"],
    ]  # fmt: skip


def test_an_emergency_role_works_at_once_and_alarms_every_security_officer(company, employ):
    reader, now = employ(Role.METER_READER, "21", name="reader"), datetime.now(UTC)
    company["reader"] = reader
    row = rights.give_emergency_role(
        user_id=reader.pk, role=Role.HALL_CLERK, organisation_id=company["11"].pk, hours=2,
        reason="台风抢修", actor_id=company["admin"].pk, scope=company["scope"], at=now,
    )  # fmt: skip

    today = timezone.localdate(now)
    assert identity.clearance_at(
        user_id=reader.pk, organisation_id=company["11"].pk, on=today
    ) == 3  # fmt: skip
    assert told(company["security"]) == told(company["second"]) == ["staff.emergency_role"]
    assert [one.pk for one in identity.emergency_roles(scope=company["scope"], at=now)] == [row.pk]
    assert acts("identity.emergency_role")[0].reason == "台风抢修"
    assert identity.emergency_roles(scope=company["scope"], at=now + timedelta(hours=2)) == []


def lend(company, deputy="second", **changes):
    held = identity.assignments_of(user_id=company["clerk"].pk)
    wanted = {
        "principal_id": company["clerk"].pk, "deputy_username": deputy,
        "assignment_ids": [held[0].pk], "valid_from": ON, "valid_to": ON + timedelta(days=7),
        "reason": "年休假", "actor_id": company["clerk"].pk, "scope": None, "at": AT,
    }  # fmt: skip
    return deputies.propose(**(wanted | changes))


def test_a_deputy_is_asked_accepts_and_both_are_told(company):
    row = lend(company)
    deputies.answer(deputyship_id=row.pk, accept=True, actor_id=company["second"].pk, at=AT)

    assert may(company, "second", "customers.reveal")
    assert told(company["second"]) == ["staff.deputy_asked"]
    assert told(company["clerk"]) == ["staff.deputy_accepted"]
    assert acts("identity.deputy_answered")[0].changes == {"status": ["PROPOSED", "ACCEPTED"]}

    deputies.end(
        deputyship_id=row.pk, reason="提前返岗", actor_id=company["clerk"].pk, scope=None, at=AT
    )
    assert not may(company, "second", "customers.reveal")


def test_strangers_neither_propose_nor_end_a_deputyship(company, employ):
    row = lend(company)
    employ(Role.HALL_CLERK, "21", name="stranger")
    stranger = identity.user_by_username(username="stranger").pk

    with pytest.raises(errors.PersonNotFound):
        lend(company, actor_id=stranger)
    with pytest.raises(identity_errors.DeputyshipAnswered):
        deputies.end(deputyship_id=row.pk, reason="看看", actor_id=stranger, scope=None, at=AT)
    with pytest.raises(errors.PersonNotFound):
        lend(company, deputy="nobody")


def review(company, **changes):
    wanted = {
        "organisation_id": company["00"].pk, "unused_days": 90, "due_on": ON + timedelta(days=30),
        "actor_id": company["security"].pk, "scope": company["scope"], "at": AT,
    }  # fmt: skip
    return reviews.open_review(**(wanted | changes))


def test_a_review_lists_every_role_and_closes_with_the_last_decision(company):
    clerk = company["clerk"]
    clerk.last_login = AT - timedelta(days=10)
    clerk.save()
    found = review(company)
    items = {i.assignment.user.username: i for i in selectors.review_items(review_id=found.pk).rows}

    assert set(items) == {"admin", "security", "second", "clerk"}
    assert {name for name, item in items.items() if item.is_unused} == set(items) - {"clerk"}
    with pytest.raises(errors.ReviewOpenAlready):
        review(company)

    def decide(name, *, keep, by="security", note=""):
        return reviews.decide_item(
            item_id=items[name].pk, keep=keep, note=note, actor_id=company[by].pk,
            scope=company["scope"], at=AT,
        )  # fmt: skip

    with pytest.raises(errors.ReviewItemDecided):
        decide("security", keep=True)  # her own
    with pytest.raises(errors.ReasonNeeded):
        decide("clerk", keep=False)
    decide("clerk", keep=False, note="半年未用")
    decide("admin", keep=True)
    decide("second", keep=True)
    assert not may(company, action="customers.reveal")
    progress = selectors.review(pk=found.pk, scope=company["scope"])
    assert (progress.total, progress.decided, progress.withdrawn) == (4, 3, 1)
    assert progress.closed_on is None
    decide("security", keep=True, by="second")
    assert selectors.review(pk=found.pk, scope=company["scope"]).closed_on is not None
    with pytest.raises(errors.ReviewItemDecided):
        decide("admin", keep=False, note="再想想")
