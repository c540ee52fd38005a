"""How sensitive a value somebody may read in clear, and where."""

from __future__ import annotations

from datetime import date

import pytest

from gridhall.foundation.identity import selectors
from gridhall.foundation.identity.roles import Role, Sensitivity

ON = date(2026, 1, 5)


@pytest.mark.requirement("R61")
@pytest.mark.parametrize(
    ("role", "at", "asked", "cleared"),
    [
        (Role.HALL_CLERK, "11", "11", Sensitivity.SENSITIVE),
        (Role.HALL_CLERK, "1101", "11", Sensitivity.SENSITIVE),  # a team works for its point
        (Role.HALL_CLERK, "11", "21", Sensitivity.INTERNAL),  # another unit's customers
        (Role.HOTLINE_AGENT, "10", "11", Sensitivity.PERSONAL),
        (Role.CASHIER, "11", "11", Sensitivity.INTERNAL),  # a role that reads masked values only
    ],
)
def test_clearance_is_of_a_role_and_a_place(employ, tree, role, at, asked, cleared):
    user = employ(role, at)

    assert selectors.clearance_at(user_id=user.pk, organisation_id=tree[asked].pk, on=ON) is cleared


def test_clearance_ends_with_the_role(employ, tree):
    user = employ(Role.HALL_CLERK, "11", valid_to=date(2026, 1, 5))

    assert selectors.clearance_at(
        user_id=user.pk, organisation_id=tree["11"].pk, on=ON
    ) is Sensitivity.INTERNAL  # fmt: skip
