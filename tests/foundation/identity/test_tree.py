"""The organisation tree as it was, is and will be."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridhall.foundation.identity import errors, selectors, services
from gridhall.foundation.identity.models import Organisation, OrganisationPlacement, TreeCache
from gridhall.foundation.identity.roles import Role

TODAY = date(2026, 1, 5)
LATER = date(2026, 2, 1)
LONG_AGO = date(2020, 6, 1)

pytestmark = pytest.mark.requirement("R61")


def place(unit, *, on=LATER, today=TODAY, **wanted):
    return services.place_organisation(
        organisation_id=unit.pk, wanted=services.Placement(**wanted), valid_from=on, today=today
    )


def paths(on):
    return {unit.code: unit.path for unit in selectors.tree_on(on=on).values()}


def columns():
    return {one.code: one.path for one in Organisation.objects.all()}


def test_a_planned_move_takes_effect_on_its_day_without_the_task(tree, employ):
    clerk = employ(Role.HALL_CLERK, "20")
    place(tree["11"], parent_id=tree["20"].pk)

    def sees(on):
        return selectors.scope_of(user_id=clerk.pk, action="customers.read", on=on).holds(
            tree["1101"].pk
        )

    assert (sees(date(2026, 1, 31)), sees(LATER)) == (False, True)
    assert columns()["1101"] == "00/10/11/1101/"  # the task has not run yet
    assert selectors.actions_at(user_id=clerk.pk, organisation_id=tree["1101"].pk, on=LATER) >= {
        "customers.read"
    }
    services.refresh_tree(on=LATER)
    assert columns()["1101"] == "00/20/11/1101/"
    assert (sees(LATER), sees(date(2026, 1, 31))) == (True, False)


def test_the_company_as_it_was_on_a_day(tree):
    place(tree["11"], name="梅花共享营业厅", on=TODAY)
    place(tree["11"], parent_id=tree["20"].pk)

    def shown(on):
        units = selectors.units_on(scope=selectors.whole_company(), on=on)
        return next((unit.name, unit.path) for unit in units if unit.code == "11")

    assert shown(LONG_AGO) == ("梅花营业厅", "00/10/11/")
    assert shown(TODAY) == ("梅花共享营业厅", "00/10/11/")
    assert shown(LATER) == ("梅花共享营业厅", "00/20/11/")
    assert [row.valid_from for row in selectors.placements_of(organisation_id=tree["11"].pk)] == [
        LATER, TODAY, selectors.BEGINNING,
    ]  # fmt: skip


def test_a_unit_opens_on_its_day_and_a_closed_one_keeps_its_old_records_in_scope(tree, employ):
    clerk = employ(Role.HALL_CLERK, "10")
    new = services.open_organisation(
        code="12", name="桂花营业厅", level="SERVICE_POINT", parent_id=tree["10"].pk,
        valid_from=LATER, today=TODAY,
    )  # fmt: skip
    place(tree["1101"], is_open=False)
    place(tree["11"], is_open=False)

    assert "12" not in paths(TODAY)
    assert not new.is_open
    assert selectors.tree_on(on=LATER)[new.pk].is_open
    scope = selectors.scope_of(user_id=clerk.pk, action="customers.read", on=LATER)
    assert scope.holds(tree["11"].pk)
    assert "11" not in {unit.code for unit in selectors.units_on(scope=scope, on=LATER)}


@pytest.mark.parametrize(
    ("code", "above"), [("10", "1101"), ("10", "20"), ("20", "11"), ("1101", "1101")]
)
def test_a_unit_cannot_stand_below_its_equal_or_itself(tree, code, above):
    with pytest.raises(errors.OrganisationAboveUnfit):
        place(tree[code], parent_id=tree[above].pk)
    assert paths(LATER) == columns()


def test_a_unit_with_open_units_below_is_not_closed(tree):
    with pytest.raises(errors.OrganisationAboveUnfit):
        place(tree["11"], is_open=False)


def test_a_change_before_a_planned_one_is_refused_until_that_is_withdrawn(tree):
    _before, planned = place(tree["11"], parent_id=tree["20"].pk)
    with pytest.raises(errors.OrganisationChangePlanned):
        place(tree["11"], name="新名", on=date(2026, 1, 20))

    services.withdraw_placement(placement_id=planned.pk, today=TODAY)

    assert paths(LATER)["11"] == "00/10/11/"
    place(tree["11"], name="新名", on=date(2026, 1, 20))
    assert selectors.tree_on(on=LATER)[tree["11"].pk].name == "新名"


def test_what_has_begun_is_not_withdrawn(tree):
    _before, begun = place(tree["11"], name="新名", on=TODAY)

    with pytest.raises(errors.OrganisationChangeBegun):
        services.withdraw_placement(placement_id=begun.pk, today=TODAY)


def test_the_database_keeps_one_place_at_a_time(tree):
    with pytest.raises(IntegrityError, match="placement_one_at_a_time"), transaction.atomic():
        OrganisationPlacement.objects.create(
            organisation=tree["11"], name="x", level="SERVICE_POINT", parent=tree["10"],
            valid_from=LATER,
        )  # fmt: skip


def test_the_day_of_a_correction_is_the_day_the_columns_show(tree):
    place(tree["11"], name="梅花共享营业厅", on=TODAY)
    services.put_organisation(code="11", name="改正", level="SERVICE_POINT", parent_code="10")

    tree_then, tree_now = selectors.tree_on(on=LONG_AGO), selectors.tree_on(on=TODAY)
    assert (tree_then[tree["11"].pk].name, tree_now[tree["11"].pk].name) == ("梅花营业厅", "改正")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["11", "21", "1101"]), st.sampled_from(["00", "10", "20", "11", "21"]),
        st.integers(1, 40),
    ),
    max_size=8,
)  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=MOVES, days=st.lists(st.integers(0, 45), min_size=1, max_size=4))
def test_the_columns_rebuilt_for_any_day_equal_the_placements(tree, moves, days):
    with transaction.atomic():
        for code, above, day in moves:
            try:
                place(
                    tree[code],
                    parent_id=tree[above].pk,
                    on=date.fromordinal(TODAY.toordinal() + day),
                )
            except errors.UnableToPlaceOrganisation:
                continue
        for day in days:
            on = date.fromordinal(TODAY.toordinal() + day)
            services.refresh_tree(on=on)
            assert columns() == paths(on)
            assert selectors.cache_holds(on=on)
        transaction.set_rollback(True)


def test_the_first_change_of_a_tree_leaves_one_row_of_cache(tree):
    assert not TreeCache.objects.exists()
    place(tree["11"], name="新名")
    assert TreeCache.objects.get().holds_until == LATER
    assert not selectors.cache_holds(on=LATER)


def test_units_of_before_the_first_migration_get_a_place(tree):
    OrganisationPlacement.objects.all().delete()
    from importlib import import_module

    from django.db import connection

    module = import_module("gridhall.foundation.identity.migrations.0004_first_placements")
    with connection.cursor() as cursor:
        cursor.execute(module.FORWARD)
        cursor.execute(module.FORWARD)  # may run twice

    assert paths(TODAY) == columns()
    assert apps.get_model("identity.OrganisationPlacement").objects.count() == len(tree)
