"""Numbers taken ahead are the same numbers: none twice, in order, few questions."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridhall.foundation import sequences
from gridhall.foundation.numbering.models import NumberSequence
from gridhall.foundation.rows import gathering, write_together
from gridhall.foundation.sequences import take, taken_together

pytestmark = pytest.mark.django_db
CASES, STEPS = sequences.of_table("servicedesk_case"), sequences.of_table("processes_token")


@pytest.fixture(autouse=True)
def _nothing_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "_usual", {})


def work() -> list[int]:
    """Take numbers as a registration does: some here, some there."""
    with taken_together("work"):
        return [*take([CASES]), *take([STEPS, CASES]), *take([CASES])]


def test_the_second_time_all_numbers_come_in_one_question() -> None:
    with CaptureQueriesContext(connection) as first:
        before = work()
    with CaptureQueriesContext(connection) as second:
        after = work()

    assert (len(first), len(second)) == (3, 1)
    assert after == [before[0] + 3, before[1] + 1, before[2] + 3, before[3] + 3]


def test_work_that_needs_more_than_usual_gets_it() -> None:
    work()
    with taken_together("work"):
        found = take([CASES] * 5)

    assert found == sorted(set(found))
    assert sequences._usual["work"] == {CASES: 5}


def test_what_is_left_over_goes_to_nobody() -> None:
    last = work()[-1]
    with taken_together("work"):
        pass

    assert take([CASES]) == [last + 4]


def test_work_that_fails_is_not_usual() -> None:
    with suppress(RuntimeError), taken_together("work"):
        take([CASES])
        raise RuntimeError

    assert not sequences._usual
    assert sequences._work.get() is None


def test_inner_work_takes_from_the_outer_one() -> None:
    with taken_together("outer"), taken_together("inner"):
        take([CASES])

    assert set(sequences._usual) == {"outer"}


def test_gathered_rows_go_out_at_the_end_and_only_if_all_went_well() -> None:
    with CaptureQueriesContext(connection) as asked, gathering(), gathering():
        write_together([NumberSequence(code="a")])
        write_together([NumberSequence(code="b")])
        assert not NumberSequence.objects.filter(code="a").exists()

    assert len(asked) == 2
    assert NumberSequence.objects.filter(code__in=["a", "b"]).count() == 2
    with suppress(RuntimeError), gathering():
        write_together([NumberSequence(code="c")])
        raise RuntimeError
    assert not NumberSequence.objects.filter(code="c").exists()
