"""The customer's own file: correction with review, consents, preferences."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.messages import selectors as messages
from tests.portal.test_pages import read, signed_in
from tests.receivables import street

pytestmark = pytest.mark.django_db

HOME, OTHER = "3311010371", "3311010744"
REASON = "户名登记有误，有身份证"
EVERYTHING = Scope(organisation_ids=frozenset(), everything=True)


@pytest.fixture
def account() -> Any:
    return street.town_bill(street.organisation(), HOME).account


@pytest.fixture
def zhao(account: Any) -> Client:
    return signed_in(street.customer(account))


def own(account: Any) -> customers.OwnFile:
    return customers.own_file(account_id=account.pk, on=timezone.localdate())


def ask(client: Client, account: Any, **typed: str) -> Any:
    entry = own(account).file.part("PARTY").entries[0].subject_id
    url = reverse("portal:correct", args=["PARTY", entry])
    return client.post(url, {"reason": REASON, **typed})


@pytest.mark.requirement("R6")
def test_a_customer_asks_a_steward_lets_in_and_the_customer_is_told(
    zhao: Client, account: Any
) -> None:
    steward = street.cashier(account.organisation, name="档案员")
    from gridhall.foundation.identity import services as identity

    identity.assign_role(
        user=steward, role="CUSTOMER_STEWARD", organisation=account.organisation,
        valid_from=timezone.localdate(),
    )  # fmt: skip

    assert ask(zhao, account, name="赵某新").status_code == 302
    (one,) = own(account).corrections
    assert one.waits
    assert "赵某新" not in read(zhao, "profile")
    services.decide_correction(
        scope=EVERYTHING, correction_id=one.id, accept=True, note="已核对身份证",
        decided_by_id=steward.pk, at=timezone.now(),
    )  # fmt: skip

    names = customers.display_names(account_ids=[account.pk], masked=False)
    assert names[account.pk] == "赵某新"
    told = messages.to_accounts(account_ids=[account.pk], limit=5)
    assert any("更正" in one.title for one in told)


def test_a_request_is_taken_back(zhao: Client, account: Any) -> None:
    ask(zhao, account, name="赵某新")
    (one,) = own(account).corrections

    zhao.post(reverse("portal:correction_withdraw", args=[one.id]))

    assert own(account).corrections[0].status == "WITHDRAWN"


def test_what_is_wrong_is_told_at_its_field(zhao: Client, account: Any) -> None:
    response = ask(zhao, account, id_document="990001196903190006")

    assert response.status_code == 422
    assert "id_id_document_error" in response.content.decode()


@pytest.mark.requirement("R4")
def test_consent_to_marketing_is_given_and_taken_back(zhao: Client, account: Any) -> None:
    url = reverse("portal:consent")

    assert {one.use: one.given for one in own(account).consents}["MARKETING"] is None
    zhao.post(url, {"use": "MARKETING", "given": "yes"})
    assert {one.use: one.given for one in own(account).consents}["MARKETING"] is True
    zhao.post(url, {"use": "MARKETING", "given": "no"})
    assert {one.use: one.given for one in own(account).consents}["MARKETING"] is False

    file = customers.file_of(scope=EVERYTHING, account_id=account.pk, on=timezone.localdate())
    (entry,) = file.part("CONSENT").entries
    assert entry.value("way") == "PORTAL"


def test_preferences_hold_at_once(zhao: Client, account: Any) -> None:
    zhao.post(reverse("portal:preference"), {"preferred_channel": "SMS"})

    assert own(account).file.part("PREFERENCE").entries[0].value("preferred_channel") == "SMS"


@pytest.mark.requirement("R61")
def test_somebody_elses_file_cannot_be_asked_about(zhao: Client, account: Any) -> None:
    stranger = signed_in(
        street.customer(street.account(account.organisation, OTHER, name="孙某"), username="sun")
    )

    assert ask(stranger, account, name="孙某新").status_code == 404
    ask(zhao, account, name="赵某新")
    (one,) = own(account).corrections
    withdrawn = stranger.post(reverse("portal:correction_withdraw", args=[one.id]))
    assert withdrawn.status_code == 404
