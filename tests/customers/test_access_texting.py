"""Codes, invitations and notices really leave by text message, and only their recipient reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from gridhall.customers import services
from gridhall.foundation.messages import registry

from .builders import AT
from .portal_people import DOCUMENT, PHONE, bind, grant, household, invite, person

SON = "15512340001"


@pytest.fixture
def home(organisations: Any) -> Any:
    return household(organisations)


def sent() -> list[Any]:
    return list(apps.get_model("messaging.Delivery").objects.order_by("pk"))


def text_of(row: Any) -> str:
    import json

    return registry.rendered(row.template, json.loads(row.params))[1]


def test_a_code_goes_to_the_phone_on_file_and_dies_in_time(home: Any) -> None:
    services.send_binding_code(user_id=person("zhao").pk, account_no=home.account_no, at=AT)
    services.send_binding_code(user_id=person("li").pk, account_no="3311999999", at=AT)

    (row,) = sent()
    assert (row.template, row.address) == ("customers.proof_code", PHONE)
    assert (row.expires_at - AT).total_seconds() == 5 * 60
    assert home.account_no in text_of(row)
    assert PHONE not in row.address_mask


def test_an_invitation_goes_to_the_guest(home: Any) -> None:
    zhao = person("zhao")
    grant(zhao, home)
    invite(zhao, home)

    (row,) = sent()
    assert (row.template, row.address) == ("customers.access_invitation", SON)
    assert "https://example.test/" in text_of(row)


def test_the_phone_on_file_hears_of_a_binding_without_its_code(home: Any) -> None:
    bind(person("zhao"), home.account_no, **DOCUMENT)

    (row,) = sent()
    assert (row.template, row.address) == ("customers.account_bound", PHONE)
