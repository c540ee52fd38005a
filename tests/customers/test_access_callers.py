"""Who calls is checked by questions before details are opened; the file is never read out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from gridhall.customers import errors, selectors, services
from gridhall.customers.models import CallerCheck
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.services import assign_role, create_user

from .builders import AT, ZHAO, scope_of
from .portal_people import ON, PHONE, household

RIGHT = {"NAME": ZHAO.name, "PHONE": PHONE}


@pytest.fixture
def home(organisations: Any) -> Any:
    return household(organisations)


def employee(organisations: Any, role: str) -> Any:
    user, _new = create_user(username=role, password="x" * 12, kind="EMPLOYEE", display_name=role)
    assign_role(user=user, role=role, organisation=organisations["10"], valid_from=ON)
    return user


@pytest.fixture
def agent(organisations: Any) -> Any:
    return employee(organisations, "HOTLINE_AGENT")


def check(home: Any, by: Any, answers: Any, *, method: str = "QUESTIONS", at: Any = AT) -> bool:
    return services.check_caller(
        scope=scope_of(home.organisation), account_id=home.pk, employee_id=by.pk, method=method,
        answers=answers, last_bill=lambda _pk: Decimal("259.68"), at=at,
    )  # fmt: skip


def state(home: Any, by: Any, at: Any = AT) -> selectors.CallerState:
    return selectors.caller_state(
        employee_id=by.pk, account_id=home.pk, organisation_id=home.organisation_id, at=at
    )


@pytest.mark.requirement("R11")
def test_an_agent_opens_details_only_after_two_right_answers(home: Any, agent: Any) -> None:
    asked = {
        "employee_id": agent.pk, "account_id": home.pk, "organisation_id": home.organisation_id,
    }  # fmt: skip
    assert state(home, agent).must_check
    with pytest.raises(errors.CallerNotChecked):
        services.demand_caller_check(**asked, at=AT)

    assert check(home, agent, RIGHT) is True

    services.demand_caller_check(**asked, at=AT + timedelta(minutes=14))
    after = AT + timedelta(minutes=15)
    with pytest.raises(errors.CallerNotChecked):
        services.demand_caller_check(**asked, at=after)
    assert state(home, agent, after).must_check


@pytest.mark.parametrize(
    "said",
    [
        {"NAME": "赵 某甲", "DOCUMENT_ENDING": ZHAO.id_document[-4:]},
        {"PHONE": "154 0000-0001", "LAST_BILL": "259.68元"},
        {"ADDRESS": "0101", "LAST_BILL": "￥259.68"},
        {"ADDRESS": "1幢1单元0101室", "NAME": ZHAO.name},
    ],
)
def test_any_two_questions_do(home: Any, agent: Any, said: Any) -> None:
    assert check(home, agent, said)


@pytest.mark.parametrize(
    "said",
    [
        {**RIGHT, "LAST_BILL": "1"},
        {**RIGHT, "DOCUMENT_ENDING": "9999"},
        {**RIGHT, "LAST_BILL": "abc"},
        {**RIGHT, "ADDRESS": "梅花路"},
        {"NAME": "赵", "PHONE": PHONE},
        {"NAME": ZHAO.name, "PHONE": "1540000"},
    ],
)
def test_one_wrong_answer_fails_the_check(home: Any, agent: Any, said: Any) -> None:
    assert check(home, agent, said) is False
    assert state(home, agent).must_check
    assert state(home, agent).last_failed


def test_neither_answers_nor_the_wrong_one_are_kept(home: Any, agent: Any) -> None:
    check(home, agent, {**RIGHT, "DOCUMENT_ENDING": "9999"})
    kept = AuditEvent.objects.get(action="customers.caller_checked")
    assert kept.changes == {
        "method": "QUESTIONS", "passed": False, "questions": ["DOCUMENT_ENDING", "NAME", "PHONE"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "method"),
    [({"NAME": ZHAO.name}, "QUESTIONS"), ({"NAME": ZHAO.name, "PHONE": " "}, "QUESTIONS"),
     ({}, "DOCUMENT_SEEN"), (RIGHT, "LOOKED_HONEST"), ({**RIGHT, "MOTHER": "?"}, "QUESTIONS")],
)  # fmt: skip
def test_an_agent_cannot_pass_by_a_short_cut(
    home: Any, agent: Any, answers: Any, method: str
) -> None:
    with pytest.raises(errors.UnusableCallerCheck):
        check(home, agent, answers, method=method)
    assert CallerCheck.objects.count() == 0


def test_three_failed_checks_lock_for_a_while(home: Any, agent: Any) -> None:
    for _time in range(3):
        check(home, agent, {**RIGHT, "NAME": "?"})
    with pytest.raises(errors.TooManyTries):
        check(home, agent, RIGHT)
    assert check(home, agent, RIGHT, at=AT + timedelta(minutes=16))


def test_the_check_is_for_one_account_and_one_employee_and_ends(
    home: Any, agent: Any, organisations: Any
) -> None:
    check(home, agent, RIGHT)
    other = create_user(username="b", password="x" * 12, kind="EMPLOYEE", display_name="")[0]
    assign_role(user=other, role="HOTLINE_AGENT", organisation=organisations["10"], valid_from=ON)
    assert state(home, other).must_check
    services.end_caller_check(account_id=home.pk, employee_id=agent.pk, at=AT)
    assert state(home, agent).must_check
    with pytest.raises(errors.AccountNotFound):
        services.check_caller(
            scope=scope_of(organisations["21"]), account_id=home.pk, employee_id=agent.pk,
            method="QUESTIONS", answers=RIGHT, last_bill=lambda _pk: None, at=AT,
        )  # fmt: skip


def test_strictness_is_a_setting_by_role(home: Any, organisations: Any, settings: Any) -> None:
    clerk, reader = employee(organisations, "HALL_CLERK"), employee(organisations, "BILLING_CLERK")
    assert not state(home, clerk).must_check  # may check, need not
    assert check(home, clerk, {}, method="DOCUMENT_SEEN")

    settings.GRIDHALL_CALLER_CHECK = {
        "bound": {"HALL_CLERK": ("DOCUMENT_SEEN",), "HOTLINE_AGENT": ("QUESTIONS",)}, "minutes": 5,
    }  # fmt: skip
    assert state(home, clerk, AT + timedelta(minutes=20)).must_check
    assert state(home, clerk).methods == ("DOCUMENT_SEEN",)
    assert not state(home, reader).must_check


def test_who_has_another_duty_there_is_not_bound(home: Any, agent: Any, organisations: Any) -> None:
    assign_role(user=agent, role="BILLING_CLERK", organisation=organisations["11"], valid_from=ON)
    assert not state(home, agent).must_check
