"""Deputies, emergency roles, duties that must not meet, and giving and ending roles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import RequestFactory

from gridhall.foundation.audit import selectors as audit_selectors
from gridhall.foundation.audit import services as audit
from gridhall.foundation.identity import access, acting, errors, selectors, services
from gridhall.foundation.identity.duties import DUTY_CONFLICTS, conflicts_between
from gridhall.foundation.identity.models import Deputyship, RoleAssignment
from gridhall.foundation.identity.roles import Role, Sensitivity

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
ON = date(2026, 1, 5)
END = date(2026, 1, 12)

pytestmark = [pytest.mark.requirement("R61"), pytest.mark.django_db]


@pytest.fixture
def lend(employ):
    """Return a function that makes a deputyship: principal's role to a deputy."""

    def make(principal, deputy, *, accept=True, first=ON, last=END):
        row = services.propose_deputy(
            principal_id=principal.pk, deputy_id=deputy.pk,
            assignment_ids=[one.pk for one in selectors.assignments_of(user_id=principal.pk)],
            valid_from=first, valid_to=last, reason="年休假", proposed_by_id=principal.pk, at=AT,
        )  # fmt: skip
        if accept:
            services.answer_deputyship(
                deputyship_id=row.pk, deputy_id=deputy.pk, accept=True, at=AT
            )
        return row

    return make


def may(user, code, tree, on=ON, action="customers.reveal"):
    return selectors.scope_of(user_id=user.pk, action=action, on=on).holds(tree[code].pk)


def test_a_deputy_has_the_role_after_accepting_and_only_in_her_days(employ, tree, lend):
    principal, deputy = employ(Role.HALL_CLERK, "11"), employ(Role.HALL_CLERK, "21")
    row = lend(principal, deputy, accept=False)
    assert not may(deputy, "11", tree)

    services.answer_deputyship(deputyship_id=row.pk, deputy_id=deputy.pk, accept=True, at=AT)

    assert may(deputy, "11", tree)
    assert may(deputy, "21", tree)
    assert not may(deputy, "11", tree, on=END)
    assert not may(deputy, "11", tree, on=date(2026, 1, 4))
    assert selectors.clearance_at(
        user_id=deputy.pk, organisation_id=tree["11"].pk, on=ON
    ) is Sensitivity.SENSITIVE  # fmt: skip


def test_a_declined_or_ended_deputyship_and_an_ended_role_give_nothing(employ, tree, lend):
    principal, deputy = employ(Role.HALL_CLERK, "11"), employ(Role.HALL_CLERK, "21")
    declined = lend(principal, deputy, accept=False)
    services.answer_deputyship(deputyship_id=declined.pk, deputy_id=deputy.pk, accept=False, at=AT)
    assert not may(deputy, "11", tree)
    ended = lend(principal, deputy)
    services.end_deputyship(deputyship_id=ended.pk, at=AT)
    assert not may(deputy, "11", tree)
    lend(principal, deputy)
    services.end_all_roles(user_id=principal.pk, on=ON, at=AT)
    assert not may(deputy, "11", tree)
    with pytest.raises(errors.DeputyshipAnswered):
        services.end_deputyship(deputyship_id=ended.pk, at=AT)


def test_duties_that_must_not_meet_hold_for_deputies_too(employ, lend):
    clerk, approver = employ(Role.BILLING_CLERK, "10"), employ(Role.BILLING_APPROVER, "10")

    with pytest.raises(errors.DutiesInConflict) as refused:
        lend(approver, clerk)

    assert refused.value.params["held"] == Role.BILLING_CLERK.label


def test_a_role_that_came_after_the_proposal_is_seen_when_the_deputy_accepts(employ, tree, lend):
    approver, helper = employ(Role.BILLING_APPROVER, "10"), employ(Role.HALL_CLERK, "10")
    row = lend(approver, helper, accept=False)
    services.assign_role(
        user=helper, role=Role.BILLING_CLERK, organisation=tree["10"], valid_from=ON
    )

    with pytest.raises(errors.DutiesInConflict):
        services.answer_deputyship(deputyship_id=row.pk, deputy_id=helper.pk, accept=True, at=AT)


def test_only_own_standing_roles_are_lent_and_only_to_somebody_else(employ, tree, lend):
    clerk, other = employ(Role.HALL_CLERK, "11"), employ(Role.HALL_CLERK, "21")
    theirs = selectors.assignments_of(user_id=other.pk)[0]

    with pytest.raises(errors.DeputyIsNobodyElse):
        lend(clerk, clerk)
    with pytest.raises(errors.UnableToDeputise):
        services.propose_deputy(
            principal_id=clerk.pk, deputy_id=other.pk, assignment_ids=[theirs.pk], valid_from=ON,
            valid_to=END, reason="年休假", proposed_by_id=clerk.pk, at=AT,
        )  # fmt: skip
    with pytest.raises(errors.RolePeriodUnfit):
        lend(clerk, other, last=ON)


def test_nobody_else_accepts_for_the_deputy(employ, lend):
    clerk, other = employ(Role.HALL_CLERK, "11"), employ(Role.HALL_CLERK, "21")
    row = lend(clerk, other, accept=False)

    with pytest.raises(errors.DeputyshipAnswered):
        services.answer_deputyship(deputyship_id=row.pk, deputy_id=clerk.pk, accept=True, at=AT)
    assert Deputyship.objects.get(pk=row.pk).status == "PROPOSED"


def test_what_a_deputy_does_shows_for_whom_and_the_chain_holds(employ, tree, lend, monkeypatch):
    principal, deputy = employ(Role.HALL_CLERK, "11"), employ(Role.HALL_CLERK, "21")
    today = datetime.now(UTC).date()
    lend(principal, deputy, first=today - timedelta(days=2), last=today + timedelta(days=3))
    request = RequestFactory().get("/")
    request.user = deputy

    def write(unit):
        return audit.record(
            action="customers.corrected", at=AT, actor_id=deputy.pk, object_type="account",
            organisation_id=tree[unit].pk, changes={"phone": ["…", "…"]},
        )  # fmt: skip

    view = access.employee("customers.edit")(lambda r: (write("11"), write("21")))
    lent, own = view(request)
    acting.forget()
    outside = write("11")

    assert lent.changes["on_behalf_of"] == [principal.username]
    assert "on_behalf_of" not in own.changes
    assert "on_behalf_of" not in outside.changes
    assert list(audit_selectors.broken_links()) == []


def emergency(user, unit, hours=2, at=AT):
    return services.grant_emergency_role(
        user_id=user.pk, role=Role.HALL_CLERK, organisation_id=unit.pk, hours=hours, most=4,
        reason="系统抢修", at=at,
    )  # fmt: skip


def test_an_emergency_role_holds_for_hours(employ, tree):
    reader = employ(Role.METER_READER, "21")
    emergency(reader, tree["11"])

    def holds(after):
        scope = selectors.scope_of(
            user_id=reader.pk, action="customers.reveal", on=ON, at=AT + after
        )
        return scope.holds(tree["11"].pk)

    assert holds(timedelta(minutes=119))
    assert not holds(timedelta(minutes=120))
    assert not selectors.actions_of(user_id=reader.pk, on=ON) & {"customers.reveal"}  # long over


def test_an_emergency_role_that_runs_now_counts_by_the_clock_of_the_database(employ, tree):
    reader, now = employ(Role.METER_READER, "21"), datetime.now(UTC)
    row = emergency(reader, tree["11"], at=now)
    today = row.valid_from

    assert "customers.reveal" in selectors.actions_of(user_id=reader.pk, on=today)
    services.end_role(assignment_id=row.pk, last_day=today, at=now)
    assert "customers.reveal" not in selectors.actions_of(user_id=reader.pk, on=today)


@pytest.mark.parametrize("hours", [0, 5])
def test_an_emergency_is_not_for_long(employ, tree, hours):
    with pytest.raises(errors.EmergencyTooLong):
        emergency(employ(Role.METER_READER, "21"), tree["11"], hours=hours)


@pytest.mark.parametrize("rule", DUTY_CONFLICTS, ids=lambda r: f"{r.one}-{r.other}")
def test_every_conflict_of_duties_is_refused_both_ways(employ, tree, rule):
    for index, (mine, other) in enumerate(((rule.one, rule.other), (rule.other, rule.one))):
        person = employ(mine, "10", name=f"p{index}")
        with pytest.raises(errors.DutiesInConflict):
            services.grant_role(
                user_id=person.pk, role=other, organisation_id=tree["21"].pk, valid_from=ON
            )
    assert conflicts_between(rule.one, [rule.other])


def test_roles_that_do_not_meet_in_time_do_not_conflict(employ, tree):
    person = employ(Role.BILLING_CLERK, "10", valid_to=ON)

    row = services.grant_role(
        user_id=person.pk, role=Role.BILLING_APPROVER, organisation_id=tree["10"].pk, valid_from=ON
    )

    assert row.valid_to is None


def test_a_role_is_refused_twice_backwards_for_closed_units_and_for_who_has_left(employ, tree):
    clerk = employ(Role.HALL_CLERK, "11")

    def grant(**changes):
        wanted = {
            "user_id": clerk.pk, "role": Role.HALL_CLERK, "organisation_id": tree["11"].pk,
            "valid_from": ON, "valid_to": None,
        }  # fmt: skip
        services.grant_role(**(wanted | changes))

    with pytest.raises(errors.RoleHeldAlready):
        grant()
    with pytest.raises(errors.RolePeriodUnfit):
        grant(valid_to=ON)
    services.place_organisation(
        organisation_id=tree["1101"].pk, wanted=services.Placement(is_open=False), valid_from=ON,
        today=ON,
    )  # fmt: skip
    with pytest.raises(errors.RoleUnitClosed):
        grant(organisation_id=tree["1101"].pk)
    clerk.is_active = False
    clerk.save()
    with pytest.raises(errors.EmployeeNotActive):
        grant(organisation_id=tree["21"].pk)


def test_a_role_ends_once_and_one_that_has_not_begun_is_taken_back(employ, tree):
    clerk = employ(Role.HALL_CLERK, "11")
    held = selectors.assignments_of(user_id=clerk.pk)[0]
    ahead = services.grant_role(
        user_id=clerk.pk, role=Role.CASHIER, organisation_id=tree["11"].pk, valid_from=END
    )

    services.end_role(assignment_id=held.pk, last_day=ON, at=AT)
    services.end_role(assignment_id=ahead.pk, last_day=ON, at=AT)

    assert not may(clerk, "11", tree)
    assert selectors.actions_of(user_id=clerk.pk, on=END) == frozenset()
    with pytest.raises(errors.UnableToEndRole):
        services.end_role(assignment_id=held.pk, last_day=END, at=AT)
    services.grant_role(
        user_id=clerk.pk, role=Role.CASHIER, organisation_id=tree["11"].pk, valid_from=END
    )
    assert RoleAssignment.objects.filter(user=clerk, role=Role.CASHIER).count() == 2
