"""The boards: figures, shares, and the clocks behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gridhall.foundation.identity.selectors import Scope, scope_of
from gridhall.foundation.standards import selectors
from gridhall.foundation.standards.models import Clock
from gridhall.foundation.standards.selectors import BoardFilter

from .conftest import World, at

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


def seen_by(world: World, person: str) -> Scope:
    return scope_of(user_id=getattr(world, person).pk, action="standards.read", on=date(2026, 3, 2))


@pytest.fixture
def busy(world: World) -> World:
    """Case 1 is answered in time, case 2 waits for its customer, case 3 is forgotten."""
    for case in (1, 2, 3):
        for event in ("received", "registered"):
            world.signal(event, at(2, 9), case=case, label=f"G{case}", area="URBAN")
    world.signal("first_response", at(2, 9, 20), case=1, label="G1", area="URBAN")
    world.signal("waiting_customer", at(2, 9, 30), case=2, label="G2", area="URBAN")
    return world


@pytest.mark.django_db
def test_a_board_counts_what_its_lists_show(busy: World) -> None:
    scope, now = seen_by(busy, "director"), at(2, 9, 45)

    figures = selectors.board(scope=scope, at=now)

    for state, number in (
        ("RUNNING", figures.running), ("OVERDUE", figures.overdue), ("SOON", figures.soon),
        ("TODAY", figures.today), ("PAUSED", figures.paused),
    ):  # fmt: skip
        rows = selectors.clock_rows(scope=scope, at=now, state=state)
        assert len(rows) == number, state
    assert figures.paused > 0
    assert figures.running > 0
    rows = selectors.clock_rows(scope=scope, at=now, state="PAUSED")
    assert {row.label for row in rows} == {"G2"}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["RUNNING", "OVERDUE", "SOON", "TODAY"])
def test_the_clocks_of_all_units_come_by_their_due_moments(busy: World, state: str) -> None:
    for case in range(4, 12):
        unit = (busy.hq, busy.zj, busy.hall)[case % 3].pk
        for event in ("received", "registered"):
            busy.signal(event, at(2, 8, case), case=case, label=f"G{case}", organisation_id=unit)
    scope, now = seen_by(busy, "director"), at(2, 9, 30)
    rows = Clock.objects.filter(status="RUNNING").order_by("due_at", "id")
    wanted = {
        "RUNNING": rows, "OVERDUE": rows.filter(due_at__lt=now),
        "SOON": rows.filter(due_at__gte=now, due_at__lt=at(2, 10, 30)),
        "TODAY": rows.filter(due_at__gte=now, due_at__lt=at(3, 0)),
    }[state]  # fmt: skip

    def shown(**more: Any) -> list[int]:
        return [one.id for one in selectors.clock_rows(scope=scope, at=now, state=state, **more)]

    def those(**more: object) -> list[int]:
        return list(wanted.filter(**more).values_list("id", flat=True))

    assert shown() == those()
    assert len(those()) > (5 if state in ("RUNNING", "OVERDUE") else 0)
    assert shown(offset=1, limit=2) == those()[1:4]
    below = BoardFilter(organisation_id=busy.zj.pk, kind="COMPLAINT")
    assert shown(filters=below) == those(organisation_id__in=[busy.zj.pk, busy.hall.pk])
    assert shown(filters=BoardFilter(promise="result")) == those(code="result")
    assert shown(filters=BoardFilter(user_id=busy.clerk.pk)) == those(user_id=busy.clerk.pk)


@pytest.mark.django_db
def test_a_kept_promise_counts_for_whoever_held_it(busy: World) -> None:
    scope = seen_by(busy, "director")

    whole = selectors.met_share(scope=scope, **MARCH)[0]
    by_person = selectors.met_share(scope=scope, by="person", **MARCH)
    by_promise = {one.key: one for one in selectors.met_share(scope=scope, by="promise", **MARCH)}

    assert (whole.total, whole.met, whole.share) == (1, 1, Decimal("100.0"))
    assert [one.key for one in by_person] == [busy.clerk.pk]
    assert list(by_promise) == ["first_response"]
    assert selectors.promise_titles()["first_response"]


@pytest.mark.django_db
def test_groups_days_and_filters_add_up_to_the_whole(busy: World) -> None:
    scope = seen_by(busy, "director")
    busy.signal("first_response", at(4, 9), case=3, label="G3", area="URBAN")

    whole = selectors.met_share(scope=scope, **MARCH)[0]

    assert whole.missed >= 1
    for by in selectors.SPLITS:
        groups = selectors.met_share(scope=scope, by=by, **MARCH)
        assert sum(one.total for one in groups) == whole.total
        assert sum(one.met for one in groups) == whole.met
    days = selectors.trend(scope=scope, **MARCH)
    assert len(days) == 31
    assert sum(one.total for one in days) == whole.total
    missed = selectors.clock_rows(
        scope=scope, at=at(5, 9), state="MISSED", filters=BoardFilter(promise="first_response"),
        **MARCH,
    )  # fmt: skip
    assert [row.label for row in missed] == ["G3"]
    assert missed[0].late.total_seconds() > 0


@pytest.mark.django_db
def test_likely_breaches_are_the_next_due_of_today(busy: World) -> None:
    rows = selectors.likely_breaches(scope=seen_by(busy, "director"), at=at(2, 9, 45))

    assert [row.due_at for row in rows] == sorted(row.due_at for row in rows)
    assert {row.label for row in rows} == {"G2", "G3"}


@pytest.mark.django_db
def test_a_board_ends_at_the_scope(busy: World) -> None:
    stranger = busy.person("stranger", "SERVICE_SUPERVISOR", _elsewhere(busy))
    scope = scope_of(user_id=stranger.pk, action="standards.read", on=date(2026, 3, 2))

    assert selectors.board(scope=scope, at=at(2, 9, 45)).running == 0
    assert selectors.clock_rows(scope=scope, at=at(2, 9, 45), state="RUNNING") == []


def _elsewhere(world: World) -> object:
    from gridhall.foundation.identity import services as identity

    unit, _ = identity.put_organisation(
        code="42", name="Hubei", level="REGIONAL_CENTRE", parent_code="00"
    )
    return unit
