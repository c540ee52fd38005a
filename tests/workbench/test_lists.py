"""Reading a list's address, and pages that can only be read onwards."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from gridhall.ui.tables import Column, TableSpec
from gridhall.workbench import lists

SPEC = TableSpec(name="x", label="x", columns=(Column(key="id", label="id"),))


def test_nonsense_in_the_address_is_nothing() -> None:
    assert lists.whole_number("12") == 12
    assert [lists.whole_number(text) for text in ("", "-1", "1.5", "x", "９", "9" * 30)] == [
        None
    ] * 6
    assert lists.day("2026-01-31") == date(2026, 1, 31)
    strange = ("", "2026-02-30", "x", "0001-01-01", "9999-12-31")
    assert [lists.day(text) for text in strange] == [None] * 5
    assert lists.month("2026-01") == date(2026, 1, 1)
    assert [lists.month(text) for text in ("", "2026-13", "2026-01-01")] == [None] * 3


def test_the_way_back_lies_in_the_address() -> None:
    first = lists.onward_page([1], SPEC.read(QueryDict("")), next_before=90)
    second_state = SPEC.read(QueryDict(f"after={first.next_cursor}"))
    second = lists.onward_page([1], second_state, next_before=80)
    third_state = SPEC.read(QueryDict(f"after={second.next_cursor}"))
    third = lists.onward_page([1], third_state, next_before=None)
    back = SPEC.read(QueryDict(f"before={third.previous_cursor}"))

    assert (first.has_previous, first.has_next) == (False, True)
    assert lists.cursor_of(second_state) == 90
    assert lists.cursor_of(third_state) == 80
    assert (third.has_previous, third.has_next) == (True, False)
    assert lists.cursor_of(back) == 90
    assert second.previous_cursor == ""


def test_a_long_way_back_never_outgrows_the_address() -> None:
    trail = lists.TRAIL.join(str(10**9 + n) for n in range(18))
    page = lists.onward_page([1], SPEC.read(QueryDict(f"after={trail}")), next_before=5)

    assert len(page.next_cursor) <= 200
    assert page.next_cursor.endswith("~5")
