"""Accounts are bound by number and proof; what was wrong is never told, and guessing is locked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gridhall.customers import errors, selectors, services
from gridhall.customers.models import PortalAccess, ProofCode, ProofTry
from gridhall.customers.portal_rights import EVERY_RIGHT
from gridhall.foundation.audit.models import AuditEvent

from .builders import AT
from .portal_people import (
    AMOUNT,
    DOCUMENT,
    ON,
    PHONE,
    bind,
    grant,
    household,
    listen,
    person,
)

UNKNOWN = "3311999999"


@pytest.fixture
def phone(monkeypatch: Any) -> Any:
    return listen(monkeypatch)


@pytest.fixture
def home(organisations: Any) -> Any:
    return household(organisations)


@pytest.fixture
def zhao(db: None) -> Any:
    return person("zhao")


def rights_of(user: Any) -> dict[str, tuple[str, ...]]:
    return {
        one.account_no: one.rights for one in selectors.accesses_of_user(user_id=user.pk, on=ON)
    }


def refused(user: Any, number: str, **proof: Any) -> errors.GridHallError:
    with pytest.raises(errors.GridHallError) as caught:
        bind(user, number, **proof)
    return caught.value


@pytest.mark.requirement("R11")
def test_a_code_to_the_phone_on_file_gives_every_right(home: Any, zhao: Any, phone: Any) -> None:
    services.send_binding_code(user_id=zhao.pk, account_no=home.account_no, at=AT)
    assert phone.sent[-1]["phone"] == PHONE

    bind(zhao, f" {home.account_no[:4]}-{home.account_no[4:]} ", kind="PHONE_CODE", code=phone.code)

    assert rights_of(zhao) == {home.account_no: EVERY_RIGHT}
    row = PortalAccess.objects.get()
    assert (row.proof, row.granted_by_id, row.granted_at) == ("PHONE_CODE", zhao.pk, AT)
    told = AuditEvent.objects.get(action="customers.portal_access_granted")
    assert told.changes["proof"] == "PHONE_CODE"
    kept = str(list(AuditEvent.objects.values_list("changes", flat=True)))
    assert phone.code not in kept


def test_a_code_counts_once_and_for_its_person_only(home: Any, zhao: Any, phone: Any) -> None:
    services.send_binding_code(user_id=zhao.pk, account_no=home.account_no, at=AT)
    li = person("li")

    assert refused(li, home.account_no, kind="PHONE_CODE", code=phone.code).code == (
        "PROOF_NOT_ACCEPTED"
    )
    late = AT + timedelta(minutes=5)
    with pytest.raises(errors.ProofNotAccepted):
        bind(zhao, home.account_no, kind="PHONE_CODE", code=phone.code, at=late)
    bind(zhao, home.account_no, kind="PHONE_CODE", code=phone.code)
    refused(zhao, home.account_no, kind="PHONE_CODE", code=phone.code)


def test_a_code_is_dead_after_five_wrong_entries(home: Any, zhao: Any, phone: Any) -> None:
    services.send_binding_code(user_id=zhao.pk, account_no=home.account_no, at=AT)
    ProofCode.objects.update(wrong_tries=5)

    refused(zhao, home.account_no, kind="PHONE_CODE", code=phone.code)


@pytest.mark.parametrize("proof", [DOCUMENT, AMOUNT], ids=["document", "amount"])
def test_weaker_proofs_let_nobody_else_in(home: Any, zhao: Any, phone: Any, proof: Any) -> None:
    bind(zhao, home.account_no, **proof)

    held = rights_of(zhao)[home.account_no]
    assert {"VIEW_BILLS", "PAY"} <= set(held)
    assert {"MANAGE_ACCESS", "EDIT_CONTACTS"}.isdisjoint(held)
    assert selectors.accesses_of_user(user_id=zhao.pk, on=ON)[0].weak
    assert phone.sent[-1]["template"] == "customers.account_bound"  # the phone on file is warned


@pytest.mark.parametrize(
    "proof",
    [
        {**DOCUMENT, "name": "李某"},
        {**DOCUMENT, "document_ending": "000000"},
        {**DOCUMENT, "document_ending": "5"},
        {**AMOUNT, "amount": Decimal("259.67")},
        {**AMOUNT, "amount": None},
        {"kind": "PHONE_CODE", "code": "000000"},
        {"kind": "PHONE_CODE", "code": ""},
    ],
)
def test_the_answer_is_the_same_whatever_was_wrong(
    home: Any, zhao: Any, phone: Any, proof: Any
) -> None:
    wrong = refused(zhao, home.account_no, **proof)
    nobody = refused(zhao, UNKNOWN, **proof)

    assert str(wrong) == str(nobody)
    assert wrong.params == nobody.params == {}
    assert rights_of(zhao) == {}
    assert ProofTry.objects.filter(passed=False).count() == 2


def test_full_width_and_blanks_are_no_mistake(home: Any, zhao: Any, phone: Any) -> None:
    ending = DOCUMENT["document_ending"].translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert bind(
        zhao, home.account_no, **{**DOCUMENT, "name": " 赵 某甲", "document_ending": ending}
    )


@pytest.mark.parametrize("number", ["known", "unknown"])
def test_five_wrong_tries_lock_the_person(home: Any, zhao: Any, phone: Any, number: str) -> None:
    asked = home.account_no if number == "known" else UNKNOWN
    for _time in range(5):
        assert refused(zhao, asked, **{**DOCUMENT, "name": "?"}).code == "PROOF_NOT_ACCEPTED"

    locked = refused(zhao, home.account_no, **DOCUMENT)
    assert (locked.code, locked.params) == ("TOO_MANY_TRIES", {"minutes": 60})
    assert bind(zhao, home.account_no, at=AT + timedelta(minutes=61), **DOCUMENT)


@pytest.mark.parametrize("number", ["known", "unknown"])
def test_ten_wrong_tries_of_many_people_lock_the_number(home: Any, phone: Any, number: str) -> None:
    asked = home.account_no if number == "known" else UNKNOWN
    for n in range(10):
        refused(person(f"guesser{n}"), asked, **{**DOCUMENT, "name": "?"})

    assert refused(person("another"), asked, **DOCUMENT).code == "TOO_MANY_TRIES"


@pytest.mark.parametrize("number", ["known", "unknown"])
def test_codes_are_rationed(home: Any, phone: Any, number: str) -> None:
    asked = home.account_no if number == "known" else UNKNOWN
    for n in range(3):
        services.send_binding_code(user_id=person(f"p{n}").pk, account_no=asked, at=AT)

    with pytest.raises(errors.TooManyTries):
        services.send_binding_code(user_id=person("p4").pk, account_no=asked, at=AT)
    assert len(phone.sent) == (3 if number == "known" else 0)
    assert ProofCode.objects.count() == 3


def test_a_proof_that_is_switched_off_is_refused(
    home: Any, zhao: Any, phone: Any, settings: Any
) -> None:
    settings.GRIDHALL_PORTAL_BINDING = {"proofs": ("PHONE_CODE",)}
    assert refused(zhao, home.account_no, **AMOUNT).code == "PROOF_NOT_OFFERED"
    assert refused(zhao, home.account_no, kind="STAFF").code == "PROOF_NOT_OFFERED"


def test_a_better_proof_adds_its_rights(home: Any, zhao: Any, phone: Any) -> None:
    bind(zhao, home.account_no, **AMOUNT)
    bind(zhao, home.account_no, **AMOUNT)  # once more changes nothing
    assert PortalAccess.objects.count() == 1
    services.send_binding_code(user_id=zhao.pk, account_no=home.account_no, at=AT)
    bind(zhao, home.account_no, kind="PHONE_CODE", code=phone.code)

    assert rights_of(zhao) == {home.account_no: EVERY_RIGHT}
    old = PortalAccess.objects.get(ended_at__isnull=False)
    assert (old.end_reason, old.valid_to) == ("CHANGED", ON)


def test_an_account_may_be_given_up_and_bound_again_on_the_same_day(
    home: Any, zhao: Any, phone: Any
) -> None:
    for _time in range(3):
        bind(zhao, home.account_no, **DOCUMENT)
        services.unbind_account(user_id=zhao.pk, account_no=home.account_no, on=ON, at=AT)
        assert rights_of(zhao) == {}

    grant(zhao, home)
    assert rights_of(zhao) == {home.account_no: EVERY_RIGHT}
    ended = PortalAccess.objects.filter(end_reason="UNBOUND", ended_by=zhao)
    assert ended.count() == 3
    assert AuditEvent.objects.filter(action="customers.portal_access_ended").count() == 3
    with pytest.raises(errors.AccessNotFound):
        services.unbind_account(user_id=person("li").pk, account_no=home.account_no, on=ON, at=AT)


def test_the_database_refuses_overlaps_and_unknown_rights(home: Any, zhao: Any) -> None:
    grant(zhao, home)
    for wrong in ({"valid_from": ON}, {"valid_from": ON + timedelta(days=9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalAccess.objects.create(user=zhao, account=home, **wrong)
    for rights in ([], ["EVERYTHING"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalAccess.objects.update(rights=rights)


def test_an_earlier_grant_ends_where_the_later_begins(home: Any, zhao: Any) -> None:
    grant(zhao, home, on=ON + timedelta(days=30))
    grant(zhao, home, on=ON)

    assert rights_of(zhao) == {home.account_no: EVERY_RIGHT}
    assert PortalAccess.objects.count() == 2


def test_a_page_asks_for_its_right(home: Any, zhao: Any, phone: Any) -> None:
    bind(zhao, home.account_no, **AMOUNT)
    asked = {"user_id": zhao.pk, "account_no": home.account_no, "on": ON}

    assert selectors.portal_account(**asked, right="VIEW_BILLS").account_id == home.pk
    with pytest.raises(errors.RightMissing):
        selectors.portal_account(**asked, right="VIEW_FILE")
    of_file = selectors.accounts_of_user(user_id=zhao.pk, on=ON, right="VIEW_FILE")
    of_bills = selectors.accounts_of_user(user_id=zhao.pk, on=ON, right="VIEW_BILLS")
    assert (len(of_file), len(of_bills)) == (0, 1)


def test_own_name_and_first_account(home: Any, zhao: Any, organisations: Any) -> None:
    grant(zhao, home)
    services.name_account(user_id=zhao.pk, account_no=home.account_no, nickname="  妈妈家 ", on=ON)
    services.prefer_account(user_id=zhao.pk, account_no=home.account_no, on=ON)
    services.prefer_account(user_id=zhao.pk, account_no=home.account_no, on=ON)

    one = selectors.accesses_of_user(user_id=zhao.pk, on=ON)[0]
    assert (one.nickname, one.preferred) == ("妈妈家", True)


@pytest.mark.requirement("R11")
def test_the_code_before_details_of_the_use(home: Any, zhao: Any, phone: Any) -> None:
    bind(zhao, home.account_no, **AMOUNT)
    asked = {"user_id": zhao.pk, "account_no": home.account_no, "on": ON, "at": AT}
    services.send_usage_code(**asked)
    code = phone.code

    assert refused(zhao, home.account_no, kind="PHONE_CODE", code=code)  # not for binding
    with pytest.raises(errors.ProofNotAccepted):
        services.check_usage_code(**asked, code="1")
    services.check_usage_code(**asked, code=code)
    with pytest.raises(errors.AccessNotFound):
        services.send_usage_code(**{**asked, "user_id": person("li").pk})
