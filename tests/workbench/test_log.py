"""Screens full of personal data leave a log without any."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from gridhall.config.observing.logs import Discreet, JsonLines
from gridhall.foundation.privacy.fields import EncryptedTextField
from tests.workbench import town as the_town

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[JsonLines, Discreet], ids=["json", "text"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Collect everything that anybody logs, from DEBUG on, as it is written in production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    names = ("", "gridhall", "gridhall.request", "django", "django.request", "procrastinate")
    before = {name: logging.getLogger(name).level for name in names}
    logging.getLogger().addHandler(handler)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # SQL is not logged anywhere
    yield stream
    logging.getLogger().removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def personal_values() -> set[str]:
    """Return the decrypted values of all encrypted fields of the town, short ones left out."""
    found = set()
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, EncryptedTextField)
        ]
        for row in model._default_manager.values_list(*names) if names else ():
            found |= {str(value) for value in row if value and len(str(value)) >= 3}
    return found


@pytest.mark.requirement("R120")
def test_no_personal_value_reaches_the_log(
    town: Any, sign_in: Any, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = personal_values()
    name = max(values, key=len)
    client = sign_in("clerk-zj")
    client.raise_request_exception = False
    customer = reverse("workbench:customer", args=[the_town.HOME])

    client.get(customer)
    client.get(reverse("workbench:search"), {"q": name})
    client.get(reverse("workbench:customers"), {"q": name})
    client.get(reverse("workbench:customer_history", args=[the_town.HOME]))
    client.post(
        reverse("workbench:reveal", args=[the_town.HOME]), {"field": "phone", "reason": name}
    )
    client.get(f"/workbench/{name}/")

    def fails(*_args: Any, **_more: Any) -> None:
        raise ValueError(f"broken for {name}")

    monkeypatch.setattr("gridhall.workbench.customers.views.render", fails)
    broken = client.get(customer)

    text = log.getvalue()
    assert broken.status_code == 500
    assert len(values) > 20
    assert "workbench/customers/<" in text  # the template of the address is there
    assert "ValueError" in text
    assert sorted(value for value in values if value in text) == []
    assert the_town.HOME not in text  # nor the account number, which stands in the address
