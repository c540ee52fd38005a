"""Registering: what is checked, what is taken from the account, once only, few questions asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.customers.models import Account
from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.numbering.formats import format_of
from gridhall.servicedesk import errors, services
from gridhall.servicedesk.models import Case, Cause, Custody, Macro, Topic
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.servicedesk.seeding import create_catalogue

from .desk import Desk

#: Statements of one registration with routing, clocks, audit and outbox. Raise it with a reason.
MOST_QUERIES = 14


def new_case(desk: Desk, **changes: Any) -> NewCase:
    """Return a good complaint by telephone."""
    good = NewCase(
        kind="COMPLAINT", topic="CHARGES", summary="多收电费", text="说明", channel="PHONE",
        organisation_id=desk.units["11"].pk, account_id=desk.account.pk,
    )  # fmt: skip
    return replace(good, **changes)


def put(desk: Desk, new: NewCase, key: str = "k", scope: Scope | None = None) -> Case:
    """Register a case."""
    return services.register_case(
        new=new, by_id=desk.id("agent"), at=desk.now, dedup_key=key, scope=scope
    )


@pytest.mark.requirement("R65")
def test_a_case_takes_number_area_and_grade_and_leaves_its_traces(desk: Desk) -> None:
    Account.objects.update(area_kind="RURAL", important_grade="FIRST")

    case = put(desk, new_case(desk, contact=Contact(name="赵某甲", phone="138 0000 0001")))

    assert format_of("case").checked(case.number) == case.number
    assert (case.area, case.grade, case.contact_phone) == ("RURAL", "FIRST", "13800000001")
    assert (case.category, case.handler_role) == ("PRICE", "PRICE_HANDLER")
    assert AuditEvent.objects.filter(action="servicedesk.registered", object_label=case.number)
    held = Custody.objects.get(case=case)
    assert (held.party, held.role) == ("COMPANY", "PRICE_HANDLER")


def test_the_same_key_registers_once(desk: Desk) -> None:
    first = put(desk, new_case(desk))

    assert put(desk, new_case(desk, summary="又点了一次")).pk == first.pk
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "RIDDLE"}, errors.CaseChoiceRefused),
        ({"channel": "DOVE"}, errors.CaseChoiceRefused),
        ({"area": "MOON"}, errors.CaseChoiceRefused),
        ({"priority": 7}, errors.CaseChoiceRefused),
        ({"topic": "BILL"}, errors.TopicRefused),
        ({"summary": "  "}, errors.CaseTextMissing),
        ({"summary": "长" * 121}, errors.CaseTextTooLong),
        ({"text": "长" * 5001}, errors.CaseTextTooLong),
        ({"account_id": 999_999}, errors.AccountRefused),
        ({"account_id": None, "organisation_id": 999_999}, errors.UnitRefused),
        ({"contact": Contact(phone="12")}, errors.ContactRefused),
        ({"contact": Contact(email="nobody")}, errors.ContactRefused),
        ({"anonymous": True}, errors.AnonymousNamesNobody),
        ({"anonymous": True, "account_id": None, "contact": Contact(name="x")},
         errors.AnonymousNamesNobody),
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_nothing_is_kept(
    desk: Desk, changes: dict[str, Any], error: type[errors.CaseValueRefused]
) -> None:
    with pytest.raises(error) as refused:
        put(desk, new_case(desk, **changes))

    assert refused.value.message()
    assert not Case.objects.exists()


def test_unit_and_account_lie_inside_the_scope(desk: Desk) -> None:
    elsewhere = Scope(organisation_ids=frozenset({desk.units["20"].pk}))

    with pytest.raises(errors.AccountRefused):
        put(desk, new_case(desk), scope=elsewhere)
    with pytest.raises(errors.UnitRefused):
        put(desk, new_case(desk, account_id=None), scope=elsewhere)
    put(desk, new_case(desk), scope=desk.scope("agent", "cases.create"))


def test_registering_asks_the_database_few_questions(desk: Desk) -> None:
    put(desk, new_case(desk), "warm")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        put(desk, new_case(desk), "counted")

    assert len(asked) <= MOST_QUERIES, "\n".join(one["sql"][:160] for one in asked)


def test_the_catalogue_is_complete_and_seeding_again_adds_nothing(desk: Desk) -> None:
    before = [model.objects.count() for model in (Topic, Cause, Macro)]

    create_catalogue(using="default")

    assert [model.objects.count() for model in (Topic, Cause, Macro)] == before
    complaints = Topic.objects.filter(kind="COMPLAINT").values_list("category", flat=True)
    assert set(complaints) == {"SERVICE", "QUALITY", "PRICE", "POLICY", "OTHER"}
    assert not Topic.objects.filter(source="").exists()
