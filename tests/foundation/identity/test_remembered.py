"""What is remembered of somebody's rights is true on every day, hour and after every change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.foundation.identity import selectors, services
from gridhall.foundation.identity.models import Deputyship, RoleAssignment
from gridhall.foundation.identity.roles import Role

pytestmark = [pytest.mark.requirement("R61"), pytest.mark.django_db]
ON = date(2026, 1, 5)
NEXT = date(2026, 1, 6)
AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def by_hand(statement: str, *values: object) -> None:
    """Change something as another process would: nothing in this one is told of it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def reach(user: Any, on: date = ON, at: datetime = AT) -> set[tuple[str, int]]:
    """Return the roles of somebody with the units they reach."""
    held = selectors.reach_of(user_id=user.pk, on=on, at=at)
    return {(one.role, unit) for one in held for unit in one.scope.organisation_ids}


def below(role: str, tree: dict[str, Any], *codes: str) -> set[tuple[str, int]]:
    """Return a role at several units."""
    return {(str(role), tree[code].pk) for code in codes}


def test_a_second_question_looks_at_the_stamps_only(employ, tree):
    clerk = employ(Role.HALL_CLERK, "10")
    first = reach(clerk)

    with CaptureQueriesContext(connection) as asked:
        assert reach(clerk) == first == below(Role.HALL_CLERK, tree, "10", "11", "1101")

    assert len(asked) == 1


def test_a_role_begins_and_ends_on_its_days(employ, tree):
    new = employ(Role.HALL_CLERK, "11", name="new", valid_from=NEXT)
    old = employ(Role.HALL_CLERK, "11", name="old", valid_to=NEXT)
    here = below(Role.HALL_CLERK, tree, "11", "1101")

    assert [reach(new, ON), reach(new, NEXT)] == [set(), here]
    assert [reach(old, ON), reach(old, NEXT)] == [here, set()]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE identity_roleassignment SET valid_to = valid_from",
        "DELETE FROM identity_roleassignment",
    ],
)
def test_a_role_taken_away_by_another_hand_is_gone_at_once(employ, statement):
    clerk = employ(Role.HALL_CLERK, "11")
    assert reach(clerk)

    by_hand(statement)

    assert not reach(clerk)
    assert not selectors.actions_at(user_id=clerk.pk, organisation_id=1, on=ON)


def test_what_is_lent_counts_from_the_answer_until_its_end(employ, tree):
    lender, deputy = employ(Role.HALL_CLERK, "11"), employ("", "", name="deputy")
    row = Deputyship.objects.create(
        principal=lender, deputy=deputy, valid_from=ON, valid_to=NEXT, reason="年休假",
        proposed_by=lender, proposed_at=AT,
    )  # fmt: skip
    row.roles.create(assignment=RoleAssignment.objects.get(user=lender))
    here = below(Role.HALL_CLERK, tree, "11", "1101")
    assert not reach(deputy)

    by_hand("UPDATE identity_deputyship SET status = 'ACCEPTED'")
    assert [reach(deputy), reach(deputy, NEXT)] == [here, set()]

    by_hand("DELETE FROM identity_deputyrole")
    assert not reach(deputy)


def test_an_emergency_role_ends_at_its_hour(employ, tree):
    clerk = employ(Role.HALL_CLERK, "11")
    services.grant_emergency_role(
        user_id=clerk.pk, role=Role.CASHIER, organisation_id=tree["11"].pk, at=AT,
        hours=2, most=8, reason="系统故障",
    )  # fmt: skip
    till = below(Role.CASHIER, tree, "11", "1101")

    assert till <= reach(clerk, at=AT + timedelta(hours=1, minutes=59))
    assert not till & reach(clerk, at=AT + timedelta(hours=2))


def test_without_an_hour_the_clock_of_the_database_decides(employ, tree):
    clerk = employ(Role.HALL_CLERK, "11")
    values = (clerk.pk, tree["11"].pk)
    by_hand(
        "INSERT INTO identity_roleassignment"
        " (user_id, organisation_id, role, valid_from, kind, reason, expires_at)"
        " VALUES (%s, %s, 'CASHIER', '2026-01-05', 'EMERGENCY', '故障', now() + interval '1 h')",
        *values,
    )
    roles = {"user_id": clerk.pk, "organisation_id": tree["11"].pk, "on": ON}
    assert {one.role for one in selectors.roles_at(**roles)} == {"HALL_CLERK", "CASHIER"}

    by_hand("UPDATE identity_roleassignment SET expires_at = now() WHERE kind = 'EMERGENCY'")

    assert {one.role for one in selectors.roles_at(**roles)} == {"HALL_CLERK"}


def test_a_moved_unit_lies_elsewhere_from_its_day_on(employ, tree):
    clerk = employ(Role.HALL_CLERK, "20")
    before = reach(clerk), reach(clerk, NEXT)
    services.place_organisation(
        organisation_id=tree["11"].pk, valid_from=NEXT, today=ON,
        wanted=services.Placement(
            name="新", level="SERVICE_POINT", parent_id=tree["20"].pk, is_open=True
        ),
    )  # fmt: skip

    assert reach(clerk, ON) == before[0] == below(Role.HALL_CLERK, tree, "20", "21")
    assert reach(clerk, NEXT) == before[1] | below(Role.HALL_CLERK, tree, "11", "1101")


def test_a_unit_opened_by_another_hand_is_reached_at_once(employ, tree):
    clerk = employ(Role.HALL_CLERK, "20")
    reach(clerk)

    by_hand(
        "INSERT INTO identity_organisation (code, name, level, kind_label, parent_id, path,"
        " province, phone, is_open) VALUES"
        " ('22', '新', 'SERVICE_POINT', '', %s, '00/20/22/', '', '', true)",
        tree["20"].pk,
    )

    assert len(reach(clerk)) == 3
