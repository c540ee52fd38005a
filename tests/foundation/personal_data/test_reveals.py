"""Who may read a value in full, and how many before somebody is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gridhall.customers import services as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity import services as identity_services
from gridhall.foundation.personal_data import errors, selectors, services
from tests.foundation.personal_data.conftest import AT, Someone


def employ(role: str, unit: str) -> int:
    """Return somebody with a role at a unit."""
    user, _new = identity_services.create_user(
        username=f"{role}-{unit}", password="unused", kind="EMPLOYEE", display_name=role
    )
    place = identity.organisation_by_code(code=unit)
    assert place is not None
    identity_services.assign_role(
        user=user, role=role, organisation=place, valid_from=date(2020, 1, 1)
    )
    return user.pk


def look(someone: Someone, actor_id: int, field: str) -> tuple[str, ...]:
    """Read a value in full."""
    return customers.reveal(
        scope=someone.scope, account_id=someone.account_id, field=field, reason="核对登记信息",
        actor_id=actor_id, at=AT,
    )  # fmt: skip


@pytest.mark.requirement("R4")
@pytest.mark.parametrize(
    ("role", "unit", "field", "allowed"),
    [
        ("HALL_CLERK", "11", "id_document", True),
        ("HALL_CLERK", "21", "id_document", False),  # another unit's clerk
        ("HOTLINE_AGENT", "10", "phone", True),
        ("HOTLINE_AGENT", "10", "id_document", False),  # sensitive, beyond her clearance
        ("BILLING_CLERK", "10", "name", False),  # reads masked values only
        ("PRIVACY_OFFICER", "00", "id_document", True),
    ],
)
def test_a_value_is_shown_by_clearance(someone: Someone, role, unit, field, allowed) -> None:
    actor = employ(role, unit)
    if allowed:
        assert look(someone, actor, field)[0] in {someone.phone, someone.id_document}
    else:
        with pytest.raises(errors.NotCleared):
            look(someone, actor, field)


@pytest.mark.requirement("R4")
def test_unusually_many_looks_are_told_and_stopped(someone: Someone, settings) -> None:
    settings.GRIDHALL_PERSONAL_DATA = {
        **settings.GRIDHALL_PERSONAL_DATA, "reveal_alarm_per_hour": 3, "reveal_limit_per_hour": 5,
    }  # fmt: skip
    actor = employ("HALL_CLERK", "11")
    for _turn in range(2):
        look(someone, actor, "phone")
    assert selectors.new_alarms(scope=someone.scope) == 0
    for _turn in range(3):
        look(someone, actor, "phone")
    assert selectors.new_alarms(scope=someone.scope) == 1
    with pytest.raises(errors.TooManyReveals):
        look(someone, actor, "phone")
    alarm = selectors.alarms_page(scope=someone.scope).rows[0]
    assert (alarm.count, alarm.refused, alarm.actor_id) == (5, 1, actor)

    services.note_seen(scope=someone.scope, pk=alarm.pk, note="集中核对档案，属正常工作",
                       actor_id=someone.officer.pk, at=AT)  # fmt: skip
    assert selectors.new_alarms(scope=someone.scope) == 0
    with pytest.raises(errors.ReasonMissing):
        services.note_seen(scope=someone.scope, pk=alarm.pk, note=" ",
                           actor_id=someone.officer.pk, at=AT)  # fmt: skip


def test_the_next_hour_begins_anew(someone: Someone, settings) -> None:
    settings.GRIDHALL_PERSONAL_DATA = {
        **settings.GRIDHALL_PERSONAL_DATA, "reveal_limit_per_hour": 1,
    }  # fmt: skip
    actor = employ("HALL_CLERK", "11")
    assert services.note_reveal(actor_id=actor, organisation_id=None, at=AT) == 1
    assert (
        services.note_reveal(actor_id=actor, organisation_id=None, at=AT + timedelta(hours=1)) == 1
    )
