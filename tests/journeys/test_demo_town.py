"""The demo town: loaded once or twice, the same people and the same bills."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from gridhall.billing import selectors as billing
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.signin import selectors as signin
from gridhall.journeys.demo_town import bills, cases, people, services
from gridhall.servicedesk import selectors as desk

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


def test_the_town_is_loaded_with_people_and_bills_and_loading_again_adds_nothing() -> None:
    steps: list[str] = []

    logins = services.load_town(at=NOW, on_progress=lambda step, done, total: steps.append(step))
    again = services.load_town(at=NOW)

    company = identity.organisation_by_code(code=bills.HEADQUARTERS)
    run_id = billing.current_run_id(organisation_id=company.pk, period_start=bills.JANUARY)
    detail = billing.run_detail(run_id=run_id, scope=identity.whole_company())
    assert again == logins
    assert detail.row.status == "ISSUED"
    assert (detail.summary.bills, detail.summary.holds) == (575, 29)
    assert detail.summary.total == Decimal("27026061.63")
    assert {"tariff books", "customers", "rating", "issuing"} <= set(steps)
    for login in logins:
        assert authenticate(username=login.username, password=login.password) is not None
    cases.tell(at=NOW)
    cases.tell(at=NOW)
    found = desk.cases_page(
        scope=identity.whole_company(), reader_id=0, filters=desk.CaseFilters(), at=NOW
    )
    assert found.count == len(cases.stories()) - 1  # the report of wrongdoing is sealed
    for one in people.CUSTOMERS:
        assert str(signin.user_of_phone(phone=one.phone).username) == one.username


def test_there_is_somebody_for_every_role_and_a_colleague_of_the_other_province() -> None:
    assert {person.role for person in people.STAFF} == set(Role.values)
    assert {"clerk-zj", "clerk-hb"} <= {person.username for person in people.STAFF}


def test_public_passwords_never_get_into_production(settings: Settings) -> None:
    settings.GRIDHALL_DEMO = False

    with pytest.raises(services.DemoNotAllowed):
        services.load_town(at=NOW)
