"""Two imports at the same time: whoever waits for the other holds nothing the other needs."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from gridhall.contracts import services as contracts
from gridhall.foundation.audit import services as audit
from gridhall.journeys.file_import.sheets import _customer_files

AT = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.django_db(transaction=True)
def test_customers_and_capacity_changes_may_be_imported_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context: Any = SimpleNamespace(at=AT, actor_id=None)
    rows: Any = [SimpleNamespace(outcome="", values={"account_no": "1"})]
    for name in ("_account", "_agreement", "take_outcomes"):
        monkeypatch.setattr(_customer_files, name, lambda *_args: None)
    monkeypatch.setattr(_customer_files, "still_good", lambda _rows: [])
    monkeypatch.setattr(
        _customer_files.customer_services, "put_accounts",
        lambda **_given: audit.record(action="x", at=AT, actor_id=None, object_type="x"),
    )  # fmt: skip

    def open_files() -> None:
        try:
            with transaction.atomic():
                _customer_files.open_files(rows, context)
        finally:
            connection.close()

    thread = threading.Thread(target=open_files)
    with transaction.atomic():  # as put_capacity_changes: first its turn, at the end the audit row
        contracts.take_turn()
        thread.start()
        _wait_until_somebody_waits()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        try:
            audit.record(action="y", at=AT, actor_id=None, object_type="y")
            got_through = True
        except OperationalError:
            got_through = False
            transaction.set_rollback(True)
    thread.join()

    assert got_through


def _wait_until_somebody_waits() -> None:
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")
