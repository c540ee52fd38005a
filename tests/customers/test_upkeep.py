"""What is wrong in the files, and looking at them one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gridhall.customers import quality, selectors, services
from gridhall.customers.errors import (
    NothingToVerify,
    PlanNotFound,
    PlanTitleTaken,
    ReasonMissing,
    UnusablePlan,
)
from gridhall.customers.models import Account, Contact, VerificationItem
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity import services as identity
from gridhall.foundation.identity.selectors import whole_company

from .builders import AT, FIRM, account_row, person, put, scope_of

TODAY = date(2026, 7, 1)
NOW = AT.replace(year=2026, month=7, day=1)


@pytest.fixture
def clerk(organisations: Any) -> Any:
    user, _new = identity.create_user(
        username="clerk", password="unused", kind="EMPLOYEE", display_name="clerk"
    )
    return user


@pytest.fixture
def files(organisations: Any) -> list[Account]:
    """Three homes in one hall, a firm in another."""
    hall = organisations["11"]
    put(
        account_row(1, hall),
        account_row(2, hall, party=person("钱某乙", 2)),
        account_row(3, hall, party=person("周小乙", 8)),
        account_row(4, organisations["21"], party=FIRM, category="COMMERCIAL"),
    )
    return list(Account.objects.order_by("account_no"))


def broken(code: str, on: date = TODAY) -> set[str]:
    found = quality.broken(selectors.rule_of(code, on=on), Account.objects.all(), on=on)
    return set(found.values_list("account_no", flat=True))


@pytest.mark.requirement("R4")
def test_each_rule_finds_just_what_breaks_it(files: list[Account], organisations: Any) -> None:
    first, second, third, firm = (one.account_no for one in files)
    Contact.objects.filter(account=files[0]).delete()
    Account.objects.update(area_kind="URBAN", opened_on=TODAY - timedelta(days=10))
    Account.objects.filter(account_no=second).update(
        important_grade="FIRST",
        important_review_on=TODAY - timedelta(days=1),
        opened_on=TODAY - timedelta(days=2000),
    )
    Account.objects.filter(account_no=third).update(area_kind="", party=files[3].party)

    assert broken("MISSING_PHONE") == {first}
    assert broken("MISSING_AREA") == {third}
    assert broken("MISSING_SIZE") == {firm}
    assert broken("IMPORTANT_NOT_REVIEWED") == {second}
    assert broken("NOT_VERIFIED") == {second}
    assert broken("HOME_OF_AN_ORGANISATION") == {third}
    assert broken("CLOSED_WITH_ACCESS") == broken("PHONE_OF_MANY") == set()


def test_a_phone_of_many_is_found_from_the_sixth_account_on(organisations: Any) -> None:
    hall = organisations["11"]
    rows = [account_row(n, hall, party=person(f"客户{n}", n), phone="15400009999")
            for n in range(1, 7)]  # fmt: skip
    put(*rows[:5])
    assert broken("PHONE_OF_MANY") == set()

    put(rows[5])

    assert len(broken("PHONE_OF_MANY")) == 6


def test_what_was_accepted_counts_no_more_until_that_day(files: list[Account], clerk: Any) -> None:
    firm = files[3]
    accept = {
        "scope": whole_company(), "account_no": firm.account_no, "code": "MISSING_SIZE",
        "actor_id": clerk.pk, "at": NOW, "until": TODAY + timedelta(days=30),
    }  # fmt: skip
    with pytest.raises(ReasonMissing):
        services.accept_as_is(reason=" ", **accept)
    with pytest.raises(UnusablePlan):
        services.accept_as_is(reason="x", **(accept | {"until": TODAY}))

    for _time in range(2):
        services.accept_as_is(reason="size is being asked for", **accept)

    assert broken("MISSING_SIZE") == set()
    assert broken("MISSING_SIZE", TODAY + timedelta(days=31)) == {firm.account_no}
    assert AuditEvent.objects.filter(action="customers.quality_accepted").count() == 1


def test_counts_stand_by_unit_and_show_the_month(files: list[Account], organisations: Any) -> None:
    services.count_quality(on=TODAY - timedelta(days=30))
    Contact.objects.filter(account=files[0]).delete()
    services.count_quality(on=TODAY)
    services.count_quality(on=TODAY)  # repeated after a kill

    line = {one.rule.code: one for one in selectors.quality_overview(
        scope=whole_company(), on=TODAY)}["MISSING_PHONE"]  # fmt: skip
    assert line.files == 1
    other = selectors.quality_overview(scope=scope_of(organisations["21"]), on=TODAY)
    assert "MISSING_PHONE" not in {one.rule.code for one in other if one.files}
    areas = {one.rule.code: one for one in other}["MISSING_AREA"]
    assert (areas.files, areas.before, areas.change) == (1, 1, 0)


@pytest.mark.requirement("R6")
def test_a_plan_takes_those_first_that_were_not_seen_for_longest(
    files: list[Account], organisations: Any, clerk: Any
) -> None:
    asked = {
        "scope": whole_company(), "organisation_id": organisations["10"].pk, "categories": [],
        "starts_on": TODAY, "due_on": TODAY + timedelta(days=30), "actor_id": clerk.pk, "at": NOW,
    }  # fmt: skip
    first = services.plan_verification(title="July", files=2, **asked)
    for item in VerificationItem.objects.filter(plan_id=first):
        services.note_verification(
            scope=whole_company(), plan_id=first, item_id=item.pk, outcome="CONFIRMED", note="",
            actor_id=clerk.pk, at=NOW,
        )  # fmt: skip

    with pytest.raises(PlanTitleTaken):
        services.plan_verification(title="July", files=2, **asked)
    second = services.plan_verification(title="August", files=1, **asked)

    taken = VerificationItem.objects.get(plan_id=second).account
    assert taken == files[2]
    plan = selectors.plan_of(scope=whole_company(), plan_id=first, on=TODAY)
    assert (plan.total, plan.done, plan.percent, plan.confirmed) == (2, 2, 100, 2)
    assert selectors.last_verified(account_id=files[0].pk) == TODAY
    assert not plan.overdue
    late = selectors.plan_of(scope=whole_company(), plan_id=second, on=TODAY + timedelta(days=31))
    assert late.overdue


def test_no_file_is_in_two_open_plans(files: list[Account], organisations: Any, clerk: Any) -> None:
    asked = {
        "scope": whole_company(), "organisation_id": organisations["11"].pk, "categories": [],
        "files": 100, "starts_on": TODAY, "due_on": TODAY + timedelta(days=30),
        "actor_id": clerk.pk, "at": NOW,
    }  # fmt: skip
    plan = services.plan_verification(title="all", **asked)
    with pytest.raises(NothingToVerify):
        services.plan_verification(title="again", **asked)

    services.close_plan(
        scope=whole_company(), plan_id=plan, reason="staff is ill", actor_id=clerk.pk, at=NOW
    )

    assert services.plan_verification(title="again", **asked)


def test_an_outcome_needs_its_note_its_place_and_an_open_plan(
    files: list[Account], organisations: Any, clerk: Any
) -> None:
    plan = services.plan_verification(
        scope=whole_company(), organisation_id=organisations["11"].pk, title="x", categories=[],
        files=1, starts_on=TODAY, due_on=TODAY, actor_id=clerk.pk, at=NOW,
    )  # fmt: skip
    item = VerificationItem.objects.get(plan_id=plan)
    note = {"plan_id": plan, "item_id": item.pk, "actor_id": clerk.pk, "at": NOW}

    with pytest.raises(ReasonMissing):
        services.note_verification(scope=whole_company(), outcome="NOT_REACHED", note="", **note)
    with pytest.raises(PlanNotFound):
        services.note_verification(
            scope=scope_of(organisations["21"]), outcome="CONFIRMED", note="", **note
        )
    with pytest.raises(IntegrityError, match="verification_outcome"), transaction.atomic():
        VerificationItem.objects.filter(pk=item.pk).update(outcome="CONFIRMED")
    services.note_verification(scope=whole_company(), outcome="NOT_REACHED", note="3 ×", **note)
    assert broken("NOT_VERIFIED", date(2030, 1, 1)) >= {item.account.account_no}


@pytest.mark.parametrize(
    ("starts", "due", "number"),
    [(TODAY, TODAY - timedelta(days=1), 1), (TODAY, TODAY, 0), (TODAY, TODAY, 50_001)],
)
def test_a_plan_that_makes_no_sense_is_refused(
    files: list[Account], organisations: Any, clerk: Any, starts: date, due: date, number: int
) -> None:
    with pytest.raises(UnusablePlan):
        services.plan_verification(
            scope=whole_company(), organisation_id=organisations["11"].pk, title="x",
            categories=[], files=number, starts_on=starts, due_on=due, actor_id=clerk.pk, at=NOW,
        )  # fmt: skip
