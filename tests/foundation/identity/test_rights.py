"""Who may do what, where."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from gridhall.foundation.identity import access, selectors
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.services import (
    UnableToPlaceOrganisation,
    assign_role,
    create_user,
    put_organisation,
)
from tests.customers.builders import organisation_tree

ON = date(2026, 1, 5)


@pytest.fixture
def tree(db):
    """Return a small organisation tree by code."""
    return organisation_tree()


@pytest.fixture
def employ(tree):
    """Return a function that makes an employee with a role at an organisation."""

    def make(role, code, **period):
        user, _ = create_user(
            username=f"{role}-{code}", password="x" * 12, kind="EMPLOYEE", display_name=""
        )
        assign_role(
            user=user, role=role, organisation=tree[code],
            valid_from=period.get("valid_from", date(2025, 1, 1)),
            valid_to=period.get("valid_to"),
        )  # fmt: skip
        return user

    return make


def _codes(scope):
    found = Organisation.objects.filter(pk__in=scope.organisation_ids)
    return set(found.values_list("code", flat=True))


def _scope(user, action="customers.read", on=ON):
    return selectors.scope_of(user_id=user.pk, action=action, on=on)


@pytest.mark.requirement("R61")
@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("00", {"00", "10", "20", "11", "21", "1101"}),
        ("10", {"10", "11", "1101"}),
        ("11", {"11", "1101"}),
        ("1101", {"11", "1101"}),  # a team works for its service point
    ],
)
def test_a_role_reaches_down_the_tree(employ, code, seen):
    scope = _scope(employ(Role.HALL_CLERK, code))

    assert _codes(scope) == seen
    assert scope.everything is (code == "00")


@pytest.mark.requirement("R61")
def test_a_role_of_another_centre_does_not_reach_here(employ, tree):
    scope = _scope(employ(Role.HALL_CLERK, "20"))

    assert not scope.holds(tree["11"].pk)
    assert scope.holds(tree["21"].pk)


def test_a_scope_is_of_one_action(employ):
    clerk = employ(Role.HALL_CLERK, "11")

    assert _scope(clerk, "billing.run") == selectors.EMPTY_SCOPE
    assert selectors.actions_of(user_id=clerk.pk, on=ON) >= {"customers.read", "customers.reveal"}
    with pytest.raises(KeyError):
        _scope(clerk, "customers.misspelt")


def test_a_role_has_its_time(employ):
    clerk = employ(Role.HALL_CLERK, "11", valid_from=date(2026, 1, 5), valid_to=date(2026, 2, 1))

    assert not _scope(clerk, on=date(2026, 1, 4)).organisation_ids
    assert _scope(clerk, on=date(2026, 1, 5)).organisation_ids
    assert not _scope(clerk, on=date(2026, 2, 1)).organisation_ids


def test_giving_a_role_twice_changes_nothing(employ):
    clerk = employ(Role.HALL_CLERK, "11")
    employ(Role.HALL_CLERK, "11")

    assert clerk.role_assignments.count() == 1


def test_preparing_and_approving_bills_are_different_roles(employ):
    for role in Role.values:
        actions = selectors.actions_of(user_id=employ(role, "00").pk, on=ON)
        assert not {"billing.run", "billing.approve"} <= actions


def test_an_organisation_moves_with_all_below_it(tree):
    put_organisation(code="11", name="梅花营业厅", level="SERVICE_POINT", parent_code="20")

    assert Organisation.objects.get(code="1101").path == "00/20/11/1101/"
    assert selectors.subtree_ids(organisation_id=tree["20"].pk) == {
        tree[code].pk for code in ("20", "21", "11", "1101")
    }


@pytest.mark.parametrize("parent", ["99", "1101"])
def test_an_organisation_is_not_placed_under_nothing_or_under_itself(tree, parent):
    with pytest.raises(UnableToPlaceOrganisation):
        put_organisation(code="11", name="梅花营业厅", level="SERVICE_POINT", parent_code=parent)
    assert Organisation.objects.get(code="11").path == "00/10/11/"


def test_the_database_refuses_a_second_kind_of_root(tree):
    with (
        pytest.raises(IntegrityError, match="only_headquarters_has_no_parent"),
        transaction.atomic(),
    ):
        Organisation.objects.filter(code="10").update(parent=None)


def test_passwords_are_hashed_and_set_once(db):
    first, new = create_user(username="u", password="a" * 12, kind="EMPLOYEE", display_name="")
    again, newer = create_user(username="u", password="b" * 12, kind="EMPLOYEE", display_name="")

    assert (new, newer, first.pk) == (True, False, again.pk)
    assert again.check_password("a" * 12)
    assert "aaaa" not in again.password


def _ask(view, user):
    request = RequestFactory().get("/page/?x=1")
    request.user = user
    return view(request)


def test_a_view_without_a_rule_is_closed(rf):
    middleware = access.DenyByDefaultMiddleware(lambda request: None)
    with pytest.raises(PermissionDenied):
        middleware.process_view(rf.get("/"), lambda request: None, (), {})
    assert middleware.process_view(rf.get("/"), access.public(lambda r: None), (), {}) is None


def test_an_employee_view_opens_to_the_action_only(employ, settings):
    settings.LOGIN_URL = "/login/"
    seen = access.employee("customers.read")(lambda request: request.scope)
    closed = access.employee("billing.approve")(lambda request: "open")
    clerk = employ(Role.HALL_CLERK, "11", valid_from=date(2020, 1, 1))
    customer, _ = create_user(username="c", password="x" * 12, kind="CUSTOMER", display_name="")

    assert _codes(_ask(seen, clerk)) == {"11", "1101"}
    for view, user in ((closed, clerk), (seen, customer)):
        with pytest.raises(PermissionDenied):
            _ask(view, user)
    answer = _ask(seen, AnonymousUser())
    assert (answer.status_code, answer.url) == (302, "/login/?next=%2Fpage%2F%3Fx%3D1")
    with pytest.raises(KeyError):
        access.employee("customers.misspelt")


def test_a_customer_view_is_closed_to_employees():
    view = access.customer(lambda request: "open")
    person = SimpleNamespace(is_authenticated=True, is_employee=False)

    assert _ask(view, person) == "open"
    with pytest.raises(PermissionDenied):
        _ask(view, SimpleNamespace(is_authenticated=True, is_employee=True))
