"""Numbers without a gap."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from gridhall.foundation.numbering.services import take_numbers


@pytest.mark.django_db
def test_counts_from_one_by_code_and_period():
    assert list(take_numbers(code="bill", period="202601", count=3)) == [1, 2, 3]
    assert list(take_numbers(code="bill", period="202601")) == [4]
    assert list(take_numbers(code="bill", period="202602")) == [1]
    assert list(take_numbers(code="receipt", period="202601")) == [1]


@pytest.mark.django_db
def test_a_failed_transaction_gives_its_numbers_back():
    try:
        with transaction.atomic():
            take_numbers(code="bill", count=5)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert list(take_numbers(code="bill")) == [1]


@pytest.mark.django_db(transaction=True)
def test_many_takers_at_once_leave_no_gap_and_no_double():
    taken: list[int] = []
    lock = threading.Lock()

    def take(number):
        try:
            for _ in range(5):
                try:
                    with transaction.atomic():
                        mine = list(take_numbers(code="bill", count=2))
                        if number == 0:
                            raise ZeroDivisionError  # this one always fails
                    with lock:
                        taken.extend(mine)
                except ZeroDivisionError:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(taken) == list(range(1, 41))
