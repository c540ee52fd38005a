"""Whoever waits for one lock holds none that the other needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from gridhall.receivables.models import Balance
from gridhall.receivables.services import _postings
from tests.receivables import street

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def in_thread(work: Callable[[], Any], outcome: list[Any]) -> threading.Thread:
    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until_somebody_waits() -> None:
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_missing_balances_are_opened_before_any_is_locked() -> None:
    hall = street.organisation()
    new, known = street.account(hall), street.account(hall, "3311010744")
    Balance.objects.create(account=known)
    outcome: list[Any] = []

    def lock_both() -> list[int]:
        with transaction.atomic():
            return sorted(_postings.lock_balances([known.pk, new.pk]))

    with transaction.atomic():
        Balance.objects.create(account=new)  # another posting is about to open this one
        thread = in_thread(lock_both, outcome)
        wait_until_somebody_waits()
        # … and wants the other next: whoever waits above must not hold it
        Balance.objects.select_for_update(nowait=True).get(pk=known.pk)
    thread.join()

    assert outcome == [[new.pk, known.pk]]
