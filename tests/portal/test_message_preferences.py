"""The customer's choice of messages."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.messages.models import Preference
from tests.workbench import town as the_town
from tests.workbench.conftest import _loaded_town, sign_in, town  # noqa: F401

pytestmark = pytest.mark.django_db
CHOSEN = {
    "service-channels": ["SMS"], "service-first": "SMS", "service-language": "",
    "billing-allowed": "on", "billing-channels": ["SMS", "EMAIL"], "billing-first": "EMAIL",
    "billing-language": "en", "marketing-channels": [], "marketing-first": "SMS",
    "marketing-language": "", "account": the_town.HOME_TOU,
}  # fmt: skip


def test_the_customer_chooses_ways_order_and_language(town: Any, sign_in: Any) -> None:  # noqa: F811
    home, address = sign_in("home"), reverse("portal:message_preferences")
    assert "1" in home.get(address).content.decode()

    answer = home.post(address, CHOSEN)

    assert answer.status_code == 302
    kept = {row.purpose: row for row in Preference.objects.all()}
    assert (kept["BILLING"].channels, kept["BILLING"].language) == (["EMAIL", "SMS"], "en")
    assert (kept["SERVICE"].allowed, kept["MARKETING"].allowed) == (True, False)
    assert AuditEvent.objects.filter(action="messages.preference_set").count() == 3


def test_nobody_chooses_for_anothers_account(town: Any, sign_in: Any) -> None:  # noqa: F811
    address = reverse("portal:message_preferences")

    assert sign_in("factory").post(address, CHOSEN).status_code == 404
    wrong = sign_in("home").post(address, {**CHOSEN, "billing-first": "FAX"})
    assert wrong.status_code == 422
    assert not Preference.objects.exists()
