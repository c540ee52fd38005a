"""Every address is asked by everybody: who gets in follows from its rule and from whose it is."""

from __future__ import annotations

import re
from typing import Any
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path

from gridhall.config.addresses import Address, every_address
from gridhall.foundation.identity.roles import roles_allowing
from tests.security import cast as the_cast
from tests.security.cast import (
    ANONYMOUS,
    COLLEAGUE,
    ELSEWHERE,
    FAMILY,
    OWNER,
    STRANGER,
    Actor,
    Cast,
)
from tests.security.samples import IN_BODY, SAMPLES, Sample

ADDRESSES = {address.name: address for address in every_address()}
POSTED = [name for name, sample in SAMPLES.items() if sample.post is not None]
READ = [name for name, sample in SAMPLES.items() if sample.get != 405]
NEED_A_LOGIN = {"signed_in", "customer", "employee"}

#: Calls of providers: a signature stands for cookie and token.
SIGNED = {"api-v1:payment_notice", "api-v1:inbound_sms", "api-v1:sms_receipt"}

#: A POST that changes nothing and reads nobody's data: open to everybody, without cookie or token.
CHANGES_NOTHING = {"api-v1:quotes", "api-v1:comparisons", "portal:compare"}

#: What the holder did herself is not her guest's to undo.
OF_THE_HOLDER = {"portal:withdraw_invitation"}
#: What a GET may write: who looked (audit), the session and when it was last in use.
MAY_BE_WRITTEN = {"audit_auditevent", "django_session", "usersessions_usersession"}
#: GET addresses that write more, each with its reason.
WRITES = {
    "workbench:notices": {"messaging_message"},  # seen notices count as read
    "portal:receipt": {"receivables_receiptprint"},  # the first print is the original
}


#: Doors that lead on whoever is signed in already.
SENT_ON = {"account_login", "account_signup", "account_phone_login"}


def is_api(name: str) -> bool:
    return name.startswith("api-v1:")


def expected(address: Address, sample: Sample, actor: Actor, method: str) -> set[int]:
    """Return the answers that are right for ``actor``."""
    rule = address.rule
    assert rule is not None, f"{address.name} declares no rule"
    let_in = sample.get if method == "GET" else sample.post
    assert let_in is not None
    if let_in == 405 or rule.kind in {"public", "own_check"}:
        return {let_in} | ({302} if address.name in SENT_ON else set())
    if actor.name == ANONYMOUS:
        return {401 if is_api(address.name) else 302}
    if rule.kind == "signed_in":
        return {let_in, 302} if address.name.startswith("account_") else {let_in}
    if not _fits(rule.kind, rule.action, actor):
        return {403}
    if actor.rights is not None and rule.action and rule.action not in actor.rights:
        return {_without_right(address, sample)}
    foreign = actor.name in {STRANGER, COLLEAGUE} or actor.unit == ELSEWHERE
    foreign |= actor.name == FAMILY and address.name in OF_THE_HOLDER
    touches = (sample.args or address.name in IN_BODY) and not sample.shared
    return {sample.wrong_unit if foreign and touches else let_in}


def _without_right(address: Address, sample: Sample) -> int:
    """Return the answer to a customer who was let in, but not to this."""
    if is_api(address.name) or sample.args:
        deciding = address.rule is not None and address.rule.action == "MANAGE_ACCESS"
        return 403 if deciding else 404
    return 403


def _fits(kind: str, action: str, actor: Actor) -> bool:
    if kind == "customer":
        return actor.name in {OWNER, STRANGER, FAMILY, COLLEAGUE}
    return bool(actor.role) and (not action or actor.role in roles_allowing(action))


def knocking(cast: Cast, address: Address) -> list[Actor]:
    """Return who knocks: everybody, but of the roles refused here only some of the other region.

    A role without the action is refused before anybody asks where: of those in the other region
    every seventh knocks, other ones at each address.
    """
    assert address.rule is not None
    kind, action, turn = address.rule.kind, address.rule.action, crc32(address.name.encode())
    return [
        actor
        for number, actor in enumerate(cast.actors.values())
        if actor.unit != ELSEWHERE
        or kind != "employee"
        or _fits(kind, action, actor)
        or (number + turn) % 7 == 0
    ]


def test_every_address_has_a_rule_and_a_sample() -> None:
    without_rule = {name for name, address in ADDRESSES.items() if address.rule is None}
    assert without_rule == set()
    assert set(ADDRESSES) == set(SAMPLES), "write the sample of a new address in samples.py"


@pytest.mark.requirement("R120")
@pytest.mark.parametrize("name", SAMPLES)
def test_who_gets_in(name: str, cast: Cast) -> None:
    address, sample = ADDRESSES[name], SAMPLES[name]
    assert address.rule is not None
    url = sample.address(name, cast)
    wrong = {}
    for actor in knocking(cast, address):
        for method in ("GET", "POST") if sample.post else ("GET",):
            if method not in address.methods and sample.get != 405 and address.methods:
                continue  # another endpoint with the same address answers to this
            cache.clear()  # attempts to log in are counted
            with transaction.atomic():
                answer = sample.knock(actor.client(), method, url, cast)
                transaction.set_rollback(True)
            right = expected(address, sample, actor, method)
            if answer.status_code not in right:
                wrong[f"{method} {actor.name}"] = (answer.status_code, right)
            if actor.name == ANONYMOUS and address.rule.kind in NEED_A_LOGIN and right == {302}:
                assert answer["Location"].startswith("/accounts/login/?next=%2F")
    assert wrong == {}


def test_whose_role_has_ended_gets_nowhere(cast: Cast) -> None:
    from django.apps import apps

    user = the_cast.town.user("HALL_CLERK-10")
    client = cast.client("HALL_CLERK-10")
    assert client.get("/workbench/customers/").status_code == 200
    apps.get_model("identity.RoleAssignment").objects.filter(user=user).update(
        valid_to="2021-01-01"
    )
    assert client.get("/workbench/customers/").status_code == 403


@pytest.mark.parametrize("name", POSTED)
def test_no_post_without_its_token(name: str, cast: Cast) -> None:
    """The signed notice of the payment provider comes from no browser and has no token.

    A quote needs none: it changes nothing.
    """
    address, sample = ADDRESSES[name], SAMPLES[name]
    allowed = somebody_allowed(address)
    client = cast.client(allowed, enforce_csrf_checks=True)
    answer = sample.knock(client, "POST", sample.address(name, cast), cast)
    without = 200 if name in CHANGES_NOTHING else 403
    assert answer.status_code == (401 if name in SIGNED else without)
    assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("name", READ)
def test_reading_changes_nothing(name: str, cast: Cast) -> None:
    sample = SAMPLES[name]
    client = cast.client(somebody_allowed(ADDRESSES[name]))
    with CaptureQueriesContext(connection) as captured:
        sample.knock(client, "GET", sample.address(name, cast), cast)
    written = re.findall(
        r'(?:^|;\s*)(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)',
        "\n".join(query["sql"] for query in captured), re.MULTILINE,
    )  # fmt: skip
    assert set(written) <= MAY_BE_WRITTEN | WRITES.get(name, set())


def somebody_allowed(address: Address) -> str:
    rule = address.rule
    assert rule is not None
    if rule.kind == "employee":
        return f"{roles_allowing(rule.action)[0] if rule.action else 'DIRECTOR'}-10"
    return ANONYMOUS if rule.kind in {"public", "own_check"} else OWNER


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view whose author forgot the rule."""
    return HttpResponse("open")


urlpatterns = [path("forgotten/", forgotten), path("", include("gridhall.config.urls"))]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_a_rule_is_closed_to_everybody(cast: Cast) -> None:
    for actor in cast.actors.values():
        for method in ("get", "post"):
            answer: Any = getattr(actor.client(), method)("/forgotten/")
            assert answer.status_code == 403, actor.name
            assert b"open" not in answer.content
    assert [one.name for one in every_address(__name__) if one.rule is None] == ["?"]


def test_the_misspelt_action_of_a_rule_fails_at_once() -> None:
    from gridhall.foundation.identity.access import employee

    with pytest.raises(KeyError):
        employee("customers.raed")


def test_an_address_that_is_not_there_says_so_to_everybody(cast: Cast) -> None:
    for client in (Client(), cast.client(OWNER), cast.client("DIRECTOR-10")):
        assert client.get("/nothing/here/").status_code == 404
