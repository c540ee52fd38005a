"""What the tests of metering share."""

from __future__ import annotations

import pytest

from gridhall.customers.models import Account
from gridhall.foundation.identity.models import Organisation
from tests.customers.builders import account_row, organisation_tree, person, put


@pytest.fixture
def organisations(db: None) -> dict[str, Organisation]:
    """Return a small organisation tree by code."""
    return organisation_tree()


@pytest.fixture
def accounts(organisations: dict[str, Organisation]) -> list[Account]:
    """Return three accounts: two in one hall, the third in another."""
    put(
        account_row(1, organisations["11"]),
        account_row(2, organisations["11"], party=person("钱某乙", 2)),
        account_row(3, organisations["21"], party=person("孙某丙", 3)),
    )
    return list(Account.objects.order_by("account_no"))
