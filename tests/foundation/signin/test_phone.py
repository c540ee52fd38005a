"""Signing in, opening a login and a new password by phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from gridhall.foundation.signin import selectors, services
from tests.foundation.signin.conftest import (
    PASSWORD,
    PHONE,
    acts,
    code_of,
    everything_noted,
    is_in,
    log_in,
    prove,
)

START, FORGOT, BIND = "/accounts/phone/", "/accounts/forgot/", "/accounts/security/phone/"
OPEN = "/accounts/phone/open/"


@pytest.fixture
def bound(customer: Any) -> Any:
    """Return a customer to whose login the phone belongs."""
    give_phone(customer)
    return customer


def give_phone(user: Any, phone: str = PHONE) -> None:
    from django.utils import timezone

    from gridhall.foundation.signin.phones import index_of

    apps.get_model("signin.VerifiedPhone").objects.create(
        user=user, phone=phone, phone_index=index_of(phone), verified_at=timezone.now()
    )


@pytest.mark.requirement("R120")
def test_a_customer_signs_in_by_phone(bound: Any, browser: Any) -> None:
    client = browser()
    answer = prove(client, START)
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(bound.pk)
    assert "signed_in" in acts(bound)


def test_the_page_after_it_is_the_one_that_was_asked_for(bound: Any, browser: Any) -> None:
    assert prove(browser(), START, next="/portal/bills/")["Location"] == "/portal/bills/"
    assert (
        prove(browser(address="198.51.100.4"), START, "15400000009", next="/x")["Location"] == OPEN
    )


def test_a_foreign_page_is_not_reached_by_it(bound: Any, browser: Any) -> None:
    assert prove(browser(), START, next="https://evil.example/")["Location"] == "/"


def test_known_and_unknown_phones_are_answered_alike(bound: Any, browser: Any) -> None:
    for start in (START, FORGOT):
        pages = []
        for number, phone in enumerate((PHONE, "15400000888")):
            client = browser(address=f"203.0.113.{len(start) + number}")
            answer = client.post(start, {"phone": phone})
            page = client.get(answer["Location"]).content.decode()
            page = re.sub(r"\b\w{64}\b|\b\d{6}\b|154\*{4}\d{4}|[0-9a-f]{12}", "", page)
            pages.append((answer.status_code, answer["Location"], page))
        assert pages[0] == pages[1]
        apps.get_model("signin.OneTimeCode").objects.all().delete()


def test_a_person_without_a_login_opens_one(browser: Any) -> None:
    client = browser()
    assert prove(client, START)["Location"] == OPEN
    page = client.post(OPEN, {"display_name": "李女士"})
    assert page.status_code == 422  # consent is missing
    answer = client.post(OPEN, {"display_name": "李女士", "agree": "on"})
    assert answer.status_code == 302
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    assert (user.kind, user.display_name) == ("CUSTOMER", "李女士")
    assert not user.has_usable_password()
    assert PHONE not in user.username
    assert selectors.user_of_phone(phone=PHONE) == user
    assert acts(user)[:2] == ["login_opened", "signed_in"]


def test_a_proof_opens_one_login_only(browser: Any) -> None:
    client = browser()
    prove(client, START)
    proof = client.session["signin.proof"]
    client.post(OPEN, {"display_name": "李女士", "agree": "on"})
    other = browser()
    prove_session = other.session
    prove_session["signin.proof"] = proof
    prove_session.save()
    other.cookies["sessionid"] = prove_session.session_key
    assert other.post(OPEN, {"display_name": "B", "agree": "on"}).status_code == 422
    assert get_user_model().objects.count() == 1


def test_nothing_opens_without_a_proof(browser: Any) -> None:
    client = browser()
    for address in (OPEN, "/accounts/forgot/password/", "/accounts/phone/code/"):
        assert client.get(address).status_code == 302
        assert client.post(address, {"display_name": "x", "agree": "on"}).status_code == 302
    assert get_user_model().objects.count() == 0


def test_a_forgotten_password_is_set_anew_by_phone(bound: Any, browser: Any) -> None:
    elsewhere = browser()
    log_in(elsewhere, "home1")
    client = browser(address="198.51.100.1")
    assert prove(client, FORGOT)["Location"] == "/accounts/forgot/password/"
    form = {"password1": "quiet-barge-lantern-7", "password2": "quiet-barge-lantern-7"}
    short = client.post("/accounts/forgot/password/", {"password1": "short", "password2": "short"})
    assert short.status_code == 422
    assert client.post("/accounts/forgot/password/", form)["Location"] == "/accounts/login/"
    assert not is_in(client)
    assert elsewhere.get("/accounts/security/").status_code == 302  # ended by the new password
    log_in(client, "home1", PASSWORD)
    assert not is_in(client)
    log_in(client, "home1", "quiet-barge-lantern-7")
    assert is_in(client)
    assert "password_reset" in acts(bound)


def test_a_new_password_lifts_the_lock_of_too_many_failures(bound: Any, browser: Any) -> None:
    for number in range(6):
        log_in(browser(address=f"10.0.0.{number}"), "home1", "wrong")
    client = browser(address="198.51.100.1")
    prove(client, FORGOT)
    form = {"password1": "quiet-barge-lantern-7", "password2": "quiet-barge-lantern-7"}
    client.post("/accounts/forgot/password/", form)
    log_in(client, "home1", "quiet-barge-lantern-7")
    assert is_in(client)


def test_the_phone_stands_for_the_login_name(bound: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "154 0000 0001")
    assert is_in(client)


def test_a_login_binds_its_phone_after_confirming(customer: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "home1")
    asked = client.get(BIND)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": BIND})
    assert prove(client, BIND)["Location"] == "/accounts/security/"
    assert selectors.phone_of(user_id=customer.pk) == "154****0001"
    assert "phone_bound" in acts(customer)


def test_a_phone_of_another_login_stays_there(bound: Any, browser: Any) -> None:
    from gridhall.foundation.identity.services import create_user

    other = create_user(username="home2", password=PASSWORD, kind="CUSTOMER", display_name="")[0]
    client = browser()
    log_in(client, "home2")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": BIND})
    prove(client, BIND)
    assert selectors.phone_of(user_id=other.pk) == ""
    assert selectors.user_of_phone(phone=PHONE) == bound


def test_an_employee_has_no_phone_to_sign_in_with(employee: Any, browser: Any) -> None:
    client = browser()
    log_in(client, "clerk1")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": BIND})
    prove(client, BIND)
    assert selectors.phone_of(user_id=employee.pk) == ""


def test_the_code_of_another_session_binds_nothing(
    customer: Any, employee: Any, browser: Any
) -> None:
    client = browser()
    log_in(client, "home1")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": BIND})
    client.post(BIND, {"phone": PHONE})
    sent = dict(client.session["signin.code"])
    thief = browser(address="198.51.100.1")
    log_in(thief, "clerk1")
    session = thief.session
    session["signin.code"] = sent
    session.save()
    thief.post("/accounts/phone/code/", {"digits": sent["shown"]})
    assert selectors.user_of_phone(phone=PHONE) is None


def test_who_has_only_a_phone_confirms_by_phone(browser: Any) -> None:
    client = browser()
    prove(client, START)
    client.post(OPEN, {"display_name": "李女士", "agree": "on"})
    activate, confirm = "/accounts/2fa/totp/activate/", "/accounts/reauthenticate/phone/"
    assert client.get(activate)["Location"].startswith(confirm)
    apps.get_model("signin.OneTimeCode").objects.all().delete()  # a minute later

    assert prove(client, confirm, next=activate)["Location"] == activate

    assert client.get(activate).status_code == 200


def test_the_phone_is_not_taken_off_when_it_is_the_only_way_in(browser: Any) -> None:
    from django.utils import timezone

    from gridhall.foundation.signin.errors import LastWayIn

    client = browser()
    prove(client, START)
    client.post(OPEN, {"display_name": "李女士", "agree": "on"})
    user = selectors.user_of_phone(phone=PHONE)
    assert user is not None
    with pytest.raises(LastWayIn):
        services.unbind_phone(user_id=user.pk, at=timezone.now())
    user.set_password(PASSWORD)
    user.save()
    services.unbind_phone(user_id=user.pk, at=timezone.now())
    assert selectors.phone_of(user_id=user.pk) == ""
    assert acts(user)[-1] == "phone_removed"


def test_wrong_codes_are_noted_and_numbers_are_not(bound: Any, browser: Any) -> None:
    client = browser()
    client.post(START, {"phone": PHONE})
    code = code_of(client)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    page = client.post("/accounts/phone/code/", {"digits": wrong})
    assert page.status_code == 422
    assert "failed" in acts()
    noted = everything_noted()
    for secret in (PHONE, code, wrong, PASSWORD):
        assert secret not in noted


def test_entries_of_codes_are_counted_per_address(bound: Any, browser: Any) -> None:
    client = browser()
    client.post(START, {"phone": PHONE})
    answers = [
        client.post("/accounts/phone/code/", {"digits": "x"}).status_code for _n in range(31)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_second_step_is_asked_for_also_after_a_code(bound: Any, browser: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(bound, generate_totp_secret())
    client = browser()
    assert prove(client, START)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


def test_a_closed_login_stays_closed(bound: Any, browser: Any) -> None:
    bound.is_active = False
    bound.save()
    client = browser()
    assert prove(client, START)["Location"] == "/accounts/inactive/"
    assert not is_in(client)
