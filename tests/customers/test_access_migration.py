"""Accesses of before keep every day they had, and nobody has two at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .builders import account_row, organisation_tree, put
from .portal_people import person

BEFORE, AFTER = "0003_parts_of_the_file", "0004_portal_access_grows"


@pytest.mark.django_db(transaction=True)
def test_old_accesses_are_kept() -> None:
    put(*(account_row(n, organisation_tree()["11"]) for n in (1, 2)))
    user = person("zhao")
    from gridhall.customers.models import Account

    first, second = Account.objects.order_by("pk").values_list("pk", flat=True)
    latest = _latest()
    old = _to(BEFORE)
    rows = old.get_model("customers", "PortalAccess").objects
    for account, start, end in (
        (first, date(2025, 1, 1), None),
        (first, date(2025, 6, 1), date(2025, 7, 1)),
        (second, date(2025, 1, 1), date(2025, 2, 1)),
        (second, date(2025, 3, 1), None),
    ):
        rows.create(user_id=user.pk, account_id=account, valid_from=start, valid_to=end)
    try:
        new = _to(AFTER).get_model("customers", "PortalAccess").objects.order_by("pk")
        found = list(new.values_list("account_id", "valid_from", "valid_to"))
        assert found == [
            (first, date(2025, 1, 1), date(2025, 6, 1)),
            (first, date(2025, 6, 1), None),
            (second, date(2025, 1, 1), date(2025, 2, 1)),
            (second, date(2025, 3, 1), None),
        ]
        assert set(new.values_list("proof", flat=True)) == {"EARLIER"}
        assert all("MANAGE_ACCESS" in rights for rights in new.values_list("rights", flat=True))
    finally:
        MigrationExecutor(connection).migrate(latest)


def _latest() -> list[tuple[str, str]]:
    """Return where all apps stand: others rest on customers and go back with it."""
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def _to(name: str) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate([("customers", name)])
    return MigrationExecutor(connection).loader.project_state([("customers", name)]).apps
