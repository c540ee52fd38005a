"""Words that many cases have, words that few have, and counts that end at "many"."""

from __future__ import annotations

from typing import Any

import pytest

from gridhall.foundation.paging import Page
from gridhall.servicedesk.selectors import CaseFilters, CaseRow, _case_words, _cases, cases_page

from .desk import Desk

MANY = 7


@pytest.fixture
def found(desk: Desk) -> dict[str, list[str]]:
    """Return the numbers of the cases that speak of voltage, and of those also of a lamp."""
    voltage = [
        desk.register("CONSULTATION", summary=f"电压不稳 {'路灯' if one % 3 == 0 else '水泵'}")
        for one in range(MANY)
    ]
    desk.register("CONSULTATION", summary="账单看不懂")
    return {
        "电压": [case.number for case in reversed(voltage)],
        "路灯": [case.number for case in reversed(voltage[::3])],
    }


@pytest.fixture(params=[1, 3, MANY, 100])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let few hits be fewer or more than there are: what is found must not depend on it."""
    monkeypatch.setattr(_case_words, "FEW_HITS", request.param)
    return int(request.param)


def page(desk: Desk, text: str, who: str = "agent", limit: int = 50, **more: Any) -> Page[CaseRow]:
    after = more.pop("after", "")
    return cases_page(
        scope=desk.scope(who), reader_id=desk.id(who), filters=CaseFilters(text=text, **more),
        at=desk.now, limit=limit, after=after,
    )  # fmt: skip


def numbers(asked: Page[CaseRow]) -> list[str]:
    return [row.number for row in asked.rows]


@pytest.mark.usefixtures("few")
def test_a_word_finds_the_same_however_many_cases_have_it(
    desk: Desk, found: dict[str, list[str]]
) -> None:
    assert numbers(page(desk, "电压")) == found["电压"]
    assert numbers(page(desk, "电压 路灯")) == numbers(page(desk, "路灯")) == found["路灯"]
    assert numbers(page(desk, f"电压 {found['电压'][2]}")) == [found["电压"][2]]
    assert numbers(page(desk, "鸵鸟")) == numbers(page(desk, "电压 鸵鸟")) == []


@pytest.mark.usefixtures("few")
def test_pages_of_a_word_follow_each_other(desk: Desk, found: dict[str, list[str]]) -> None:
    first = page(desk, "电压", limit=3)
    second = page(desk, "电压", limit=3, after=first.next_key)

    assert numbers(first) + numbers(second) == found["电压"][:6]
    assert (first.count, second.count) == (MANY, MANY)


@pytest.mark.usefixtures("few")
def test_a_word_ends_at_the_scope_and_at_the_filters(
    desk: Desk, found: dict[str, list[str]]
) -> None:
    assert page(desk, "电压", kind="COMPLAINT").count == 0
    assert page(desk, "电压", status="OPEN").count == len(found["电压"])
    elsewhere = cases_page(
        scope=type(desk.scope("agent"))(organisation_ids=frozenset({desk.units["20"].pk})),
        reader_id=desk.id("agent"), filters=CaseFilters(text="电压"), at=desk.now,
    )  # fmt: skip
    assert (elsewhere.count, elsewhere.rows) == (0, ())


@pytest.mark.usefixtures("few", "found")
@pytest.mark.parametrize(("limit", "count"), [(MANY - 1, None), (MANY, MANY), (MANY + 1, MANY)])
def test_more_than_is_counted_is_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, limit: int, count: int | None
) -> None:
    monkeypatch.setattr(_cases, "COUNTED", limit)

    asked = page(desk, "电压", limit=2)

    assert (asked.count, asked.counted_to) == (count, limit)
    assert page(desk, "账单").count == 1
    assert page(desk, "", limit=2).count == (MANY + 1 if limit > MANY else None)
