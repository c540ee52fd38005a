"""Numbers: without a gap where it matters, written by their format, never given twice."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from gridhall.foundation.numbering import formats
from gridhall.foundation.numbering.services import issue_number, issue_numbers, take_numbers
from gridhall.kernel.errors import InvalidCode

ON = date(2026, 2, 5)
WRITERS = 50
ROUNDS = 4


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


def at_once(act) -> list[str]:
    """Let fifty writers act at the same moment, each on a connection of its own.

    Every third act fails after it took its number; what the others got is returned.
    """
    taken: list[str] = []
    lock, together = threading.Lock(), threading.Barrier(WRITERS)
    unforeseen: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            connection.ensure_connection()
            together.wait(60)
            for turn in range(ROUNDS):
                try:
                    with transaction.atomic():
                        mine = act(writer)
                        if (writer + turn) % 3 == 0:
                            raise ZeroDivisionError
                    with lock:
                        taken.extend(mine)
                except ZeroDivisionError:
                    continue
        except BaseException as error:
            unforeseen.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert unforeseen == []
    return taken


KEPT = sum((writer + turn) % 3 != 0 for writer in range(WRITERS) for turn in range(ROUNDS))


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_leave_no_gap_and_no_double():
    taken = at_once(lambda writer: issue_numbers(code="bill", on=ON, count=1 + writer % 2))

    wanted = sum(
        1 + writer % 2 for writer in range(WRITERS) for turn in range(ROUNDS) if (writer + turn) % 3
    )
    assert sorted(taken) == [f"202602-{number:07d}" for number in range(1, wanted + 1)]


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_of_two_units_do_not_mix():
    taken = at_once(lambda writer: [issue_number(code="receipt", on=ON, scope=f"1{writer % 2}")])

    assert len(taken) == len(set(taken)) == KEPT
    for unit in ("10", "11"):
        mine = sorted(text for text in taken if text.startswith(f"R{unit}-"))
        assert mine == [f"R{unit}-20260205-{number:05d}" for number in range(1, len(mine) + 1)]


@pytest.mark.django_db(transaction=True)
def test_fast_numbers_are_never_given_twice_and_wait_for_nobody():
    with transaction.atomic():  # somebody who does not come to an end
        slow = issue_number(code="case", on=ON)
        taken = at_once(lambda writer: [issue_number(code="case", on=ON)])

    assert len({slow, *taken}) == KEPT + 1
    for text in taken:
        assert formats.format_of("case").checked(text) == text


@pytest.mark.django_db
def test_numbers_are_written_as_before():
    assert issue_number(code="bill", on=ON) == "202602-0000001"
    assert issue_number(code="receipt", on=ON, scope="11") == "R11-20260205-00001"
    assert issue_number(code="bill_run", on=ON) == "R202602-0001"
    assert issue_numbers(code="contract", on=ON, count=2)[1][:-1] == "HT2026-000002"
    with pytest.raises(KeyError):
        issue_number(code="nobody", on=ON)


@pytest.mark.parametrize("form", formats.all_formats(), ids=lambda form: form.code)
def test_a_written_number_is_known_again(form):
    scope = "HALL3" if form.scoped else ""
    text = form.text(12, on=ON, scope=scope)

    assert form.checked(f" {text.lower()} ") == text
    assert form.checked(form.text(10**form.width, on=ON, scope=scope))  # longer than foreseen
    for wrong in (text[:-1] + "X", "", text + "-", "Z" + text):
        with pytest.raises(InvalidCode):
            form.checked(wrong)
    assert form.source


@pytest.mark.parametrize("code", ["case", "contract"])
def test_the_check_digit_shows_every_wrong_digit(code):
    form = formats.format_of(code)
    text = form.text(4711, on=ON)
    places = [place for place, c in enumerate(text) if c.isdigit()]

    for place in places:
        for digit in "0123456789":
            if digit != text[place]:
                with pytest.raises(InvalidCode):
                    form.checked(text[:place] + digit + text[place + 1 :])
