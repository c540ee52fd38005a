"""Hiring, moving and leaving; units opened, changed, closed and merged; staff by file."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from gridhall.foundation.identity.services import Placement
from gridhall.foundation.imports.sheets import ImportContext, Row, sheet_named
from gridhall.foundation.staff import errors, registry
from gridhall.foundation.staff.names import pinyin_of
from gridhall.foundation.staff.services import people, units

from .conftest import AT, ON

LATER = date(2026, 2, 1)
pytestmark = [pytest.mark.requirement("R61"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _nothing_filed(monkeypatch):
    """Units hold only what a test says."""
    monkeypatch.setattr(registry, "_units", {})


def acts(action):
    return list(apps.get_model("audit.AuditEvent").objects.filter(action=action).order_by("id"))


def hire(company, **changes):
    wanted = {
        "username": "lin", "display_name": "林晓雯", "staff_no": "E0001",
        "organisation_id": company["11"].pk, "title": "营业员", "hired_on": ON,
        "actor_id": company["admin"].pk, "scope": company["scope"], "at": AT,
    }  # fmt: skip
    return people.hire(**(wanted | changes))


def found(company, text, **more):
    page = identity.people_page(
        scope=company["scope"], on=ON, narrowed=identity.PersonFilter(text=text, **more)
    )
    return [row.username for row in page.rows]


def test_a_new_employee_logs_in_with_her_password_and_may_do_nothing_yet(company):
    hired = hire(company)

    assert hired.user.check_password(hired.password)
    assert identity.actions_of(user_id=hired.user.pk, on=ON) == frozenset()
    assert acts("identity.employee_hired")[0].changes["staff_no"] == [None, "E0001"]
    assert hired.password not in str(acts("identity.employee_hired")[0].changes)


@pytest.mark.parametrize("text", ["林晓", "lin", "E0001", "linxiaowen", "xiaowen", "lxw", "梅花"])
def test_staff_are_found_by_name_pinyin_initials_number_and_unit(company, text):
    hire(company)
    assert "lin" in found(company, text)
    assert found(company, "没有此人") == []


def test_pinyin_of_a_name():
    assert pinyin_of("林晓雯") == "linxiaowen lxw"
    assert pinyin_of("") == ""


def test_names_and_numbers_are_taken_once(company):
    hire(company)
    with pytest.raises(errors.LoginNameTaken):
        hire(company, staff_no="E0002")
    with pytest.raises(errors.StaffNumberTaken):
        hire(company, username="other")
    narrow = identity.Scope(organisation_ids=frozenset({company["20"].pk}))
    with pytest.raises(errors.OutsideYourUnits):
        hire(company, username="x", staff_no="E3", scope=narrow)


def test_people_of_other_units_are_not_listed(company, employ):
    employ(Role.HALL_CLERK, "21", name="there")
    here = identity.Scope(organisation_ids=frozenset({company["10"].pk, company["11"].pk}))

    page = identity.people_page(scope=here, on=ON)

    assert [row.username for row in page.rows] == ["clerk"]
    assert identity.person(scope=here, username="there") is None


def test_who_leaves_is_logged_out_everywhere_and_keeps_no_right(company):
    clerk = company["clerk"]
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    registry.register_person_holding(
        registry.PersonHolding(code="test", label="{count} things", count=lambda pk: 3)
    )

    left = people.deactivate(
        user_id=clerk.pk, reason="离职", actor_id=company["admin"].pk, scope=company["scope"], at=AT
    )

    clerk.refresh_from_db()
    assert not clerk.is_active
    assert identity.actions_of(user_id=clerk.pk, on=ON) == frozenset()
    assert not client.get("/workbench/").wsgi_request.user.is_authenticated
    assert [(one.code, count) for one, count in left if one.code == "test"] == [("test", 3)]
    assert acts("identity.employee_deactivated")[0].changes["roles_ended"] == ["HALL_CLERK@11"]
    with pytest.raises(errors.NotOneself):
        people.deactivate(
            user_id=company["admin"].pk, reason="误点", actor_id=company["admin"].pk,
            scope=company["scope"], at=AT,
        )  # fmt: skip


def test_who_comes_back_gets_a_post_and_no_role(company):
    clerk = company["clerk"]
    common = {"actor_id": company["admin"].pk, "scope": company["scope"], "at": AT}
    people.deactivate(user_id=clerk.pk, reason="离职", **common)

    password = people.reactivate(
        user_id=clerk.pk, organisation_id=company["21"].pk, title="营业员", reason="返聘", **common
    )

    clerk.refresh_from_db()
    assert clerk.is_active
    assert clerk.check_password(password)
    assert identity.actions_of(user_id=clerk.pk, on=ON) == frozenset()
    assert identity.unit_of_person(user_id=clerk.pk) == company["21"].pk


def test_a_transfer_moves_the_post_and_ends_what_is_not_kept(company, employ):
    lin = hire(company).user
    from gridhall.foundation.identity import services

    kept = services.grant_role(
        user_id=lin.pk, role=Role.CASHIER, organisation_id=company["11"].pk, valid_from=ON
    )
    services.grant_role(
        user_id=lin.pk, role=Role.HALL_CLERK, organisation_id=company["11"].pk, valid_from=ON
    )
    people.transfer(
        user_id=lin.pk, organisation_id=company["21"].pk, title="收费员", valid_from=LATER,
        keep_assignment_ids=[kept.pk], reason="支援荷花厅", actor_id=company["admin"].pk,
        scope=company["scope"], at=AT,
    )  # fmt: skip

    assert [(d.title, d.valid_from, d.valid_to) for d in identity.duties_of(user_id=lin.pk)] == [
        ("收费员", LATER, None), ("营业员", ON, LATER),
    ]  # fmt: skip
    ends = {row.role: row.valid_to for row in identity.assignments_of(user_id=lin.pk)}
    assert ends == {"CASHIER": None, "HALL_CLERK": LATER}
    assert acts("identity.employee_transferred")[0].changes["title"] == ["营业员", "收费员"]


def test_further_posts_stand_beside_the_main_one(company):
    lin = hire(company).user
    common = {"actor_id": company["admin"].pk, "scope": company["scope"], "at": AT}
    duty = people.add_duty(
        user_id=lin.pk, organisation_id=company["21"].pk, title="兼职培训师", valid_from=ON,
        valid_to=None, **common,
    )  # fmt: skip
    people.end_duty(duty_id=duty.pk, user_id=lin.pk, **common)
    people.rename(user_id=lin.pk, display_name="林小雯", reason="户口更名", **common)

    assert len(identity.duties_of(user_id=lin.pk)) == 2
    assert found(company, "林小雯") == ["lin"]
    assert acts("identity.employee_renamed")[0].changes["display_name"] == ["林晓雯", "林小雯"]


def change(company, code, *, on=LATER, **wanted):
    return units.change_unit(
        organisation_id=company[code].pk, wanted=Placement(**wanted), valid_from=on,
        reason="机构调整", actor_id=company["admin"].pk, scope=company["scope"], at=AT,
    )  # fmt: skip


def close(company, code, on=LATER):
    return units.close_unit(
        organisation_id=company[code].pk, valid_from=on, reason="撤销", scope=company["scope"],
        actor_id=company["admin"].pk, at=AT,
    )  # fmt: skip


def test_a_change_tells_what_moves_along_and_is_audited_field_by_field(company):
    effects = units.effects_of(organisation_id=company["11"].pk, on=LATER, scope=company["scope"])
    change(company, "11", parent_id=company["20"].pk, name="梅花共享厅")

    assert (effects.units, effects.people) == (("抄表一班",), 1)
    [act] = acts("identity.unit_changed")
    assert act.changes["name"] == ["梅花营业厅", "梅花共享厅"]
    assert act.changes["valid_from"] == "2026-02-01"
    assert len(act.changes["parent"]) == 2
    with pytest.raises(errors.NothingChanged):
        change(company, "10", name=company["10"].name)
    with pytest.raises(errors.ReasonNeeded):
        units.change_unit(
            organisation_id=company["21"].pk, wanted=Placement(name="x"), valid_from=LATER,
            reason=" ", actor_id=1, scope=company["scope"], at=AT,
        )  # fmt: skip


def test_a_unit_in_use_is_not_closed_and_the_numbers_are_told(company):
    registry.register_unit_holding(
        registry.UnitHolding(code="accounts", label="{count} accounts", count=lambda ids: 575)
    )
    with pytest.raises(errors.UnitInUse) as refused:
        close(company, "11")

    with translation.override("en"):
        text = str(refused.value.params["holds"])
    assert "1 units below" in text
    assert "1 people" in text
    assert "575 accounts" in text


def test_an_empty_unit_closes(company):
    close(company, "1101")

    assert not identity.tree_on(on=LATER)[company["1101"].pk].is_open
    assert acts("identity.unit_closed")[0].changes["is_open"] == [True, False]


def test_a_merger_takes_units_posts_and_roles_along(company):
    hire(company)
    units.merge_units(
        organisation_id=company["11"].pk, into_id=company["21"].pk, valid_from=LATER,
        reason="两厅合一", actor_id=company["admin"].pk, scope=company["scope"], at=AT,
    )  # fmt: skip

    tree = identity.tree_on(on=LATER)
    assert tree[company["1101"].pk].path == "00/20/21/1101/"
    assert not tree[company["11"].pk].is_open
    clerk = company["clerk"].pk
    for day, here, there in ((ON, True, False), (LATER, True, True)):
        scope = identity.scope_of(user_id=clerk, action="customers.read", on=day)
        assert scope.holds(company["11"].pk) is here  # old records stay in sight
        assert scope.holds(company["21"].pk) is there
    assert identity.unit_of_person(
        user_id=identity.user_by_username(username="lin").pk
    ) == company["21"].pk  # fmt: skip


def test_a_unit_with_accounts_is_not_merged(company):
    registry.register_unit_holding(
        registry.UnitHolding(code="accounts", label="{count} accounts", count=lambda ids: 2)
    )
    with pytest.raises(errors.UnitInUse):
        units.merge_units(
            organisation_id=company["11"].pk, into_id=company["21"].pk, valid_from=LATER,
            reason="两厅合一", actor_id=1, scope=company["scope"], at=AT,
        )  # fmt: skip


def test_a_planned_change_is_withdrawn(company):
    place = change(company, "11", name="新名")
    units.withdraw_change(
        placement_id=place.pk, organisation_id=company["11"].pk, reason="暂缓",
        actor_id=company["admin"].pk, scope=company["scope"], at=AT,
    )  # fmt: skip
    assert identity.tree_on(on=LATER)[company["11"].pk].name == "梅花营业厅"
    assert acts("identity.unit_change_withdrawn")


def test_a_unit_opens(company):
    unit = units.open_unit(
        code="12", name="桂花营业厅", level="SERVICE_POINT", parent_id=company["10"].pk,
        valid_from=LATER, reason="新设", actor_id=company["admin"].pk, scope=company["scope"],
        at=AT,
    )  # fmt: skip
    assert not unit.is_open
    assert identity.tree_on(on=LATER)[unit.pk].path == "00/10/12/"


def rows(*values):
    names = ("staff_no", "login_name", "employee_name", "unit_code", "post", "hired_on")
    return [
        Row(number=i + 1, cells=dict(zip(names, map(str, one), strict=True)),
            values=dict(zip(names, one, strict=True)))
        for i, one in enumerate(values)
    ]  # fmt: skip


def test_staff_by_file(company):
    sheet = sheet_named("employees")
    hire(company)
    context = ImportContext(
        actor_id=company["admin"].pk, scope=company["scope"], at=AT, is_preview=False, seen={}
    )
    good = rows(
        ("E0002", "wang", "王强", "21", "营业员", ON), ("E0001", "lin", "林晓雯", "11", "x", ON)
    )
    bad = rows(
        ("E0001", "other", "某人", "11", "x", ON), ("E9", "lin", "某人", "11", "x", ON),
        ("E10", "zhao", "某人", "99", "x", ON), ("E11", "有字", "某人", "11", "x", ON),
    )  # fmt: skip
    for row in [*good, *bad]:
        sheet.check_row(row)
    sheet.check_rows([*good, *bad], context)
    sheet.write(good, context)

    assert [row.outcome for row in good] == ["CREATED", "UNCHANGED"]
    assert [row.faults[0].code for row in bad] == [
        "STAFF_NUMBER_TAKEN", "STAFF_LOGIN_TAKEN", "STAFF_UNIT_UNFIT", "STAFF_LOGIN_UNFIT",
    ]  # fmt: skip
    assert found(company, "wangqiang") == ["wang"]
