"""Signed calls of the text message provider."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gridhall.foundation.messages.channels import signatures
from gridhall.foundation.messages.models import InboundMessage

pytestmark = pytest.mark.django_db
KEY = "a key of the tests"


@pytest.fixture(autouse=True)
def _provider(settings: Any) -> None:
    own = {"url": "http://127.0.0.1:9/", "key": KEY}
    settings.GRIDHALL_MESSAGES = {**settings.GRIDHALL_MESSAGES, "SMS": own}


def call(path: str, content: dict[str, str], *, key: str = KEY) -> Any:
    body = json.dumps(content).encode()
    signature = signatures.sign(body, key=key, at=timezone.now())
    return Client().post(
        f"/api/v1/messages/{path}", body, content_type="application/json",
        headers={"signature": signature},
    )  # fmt: skip


def test_a_customers_text_message_comes_in_once() -> None:
    content = {"id": "s1", "from": "13900000001", "text": "停电了"}

    answers = [call("inbound-sms", content).json() for _ in range(2)]

    assert answers == [{"outcome": "TAKEN"}] * 2
    assert InboundMessage.objects.get().match == "UNKNOWN"


def test_a_forged_call_is_refused_as_a_problem() -> None:
    answer = call("inbound-sms", {"id": "s1", "from": "1", "text": "x"}, key="another")

    assert (answer.status_code, answer.json()["code"]) == (401, "MESSAGE_SIGNATURE_INVALID")
    assert call("inbound-sms", {"id": "s1"}).status_code == 400


def test_a_receipt_for_nothing_of_ours_is_said_to_be_unknown() -> None:
    answer = call("sms-receipts", {"id": "p-1", "status": "DELIVERED"})

    assert answer.json() == {"outcome": "UNKNOWN"}
