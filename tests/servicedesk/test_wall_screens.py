"""Screens on walls: a code works once, a key opens one board, an ended one opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors, services
from gridhall.servicedesk.errors import ReasonMissing, UnitRefused
from gridhall.servicedesk.models import WallScreen
from gridhall.servicedesk.refusals import DayNotAhead, ScreenCodeRefused, ScreenNotFound
from gridhall.servicedesk.services import NewScreen

from .desk import Desk


def scope_of(desk: Desk, unit: str = "11") -> Scope:
    return Scope(organisation_ids=frozenset({desk.units[unit].pk}))


def made(desk: Desk, *, days: int = 30) -> tuple[WallScreen, str]:
    new = NewScreen(
        name="二楼会议室", organisation_id=desk.units["11"].pk,
        valid_to=timezone.localdate(desk.now) + timedelta(days=days),
    )  # fmt: skip
    return services.make_screen(
        new=new, scope=scope_of(desk), by_id=desk.id("boss"), at=desk.later()
    )


def test_a_code_works_once_and_its_key_opens_this_unit_only(desk: Desk) -> None:
    row, code = made(desk)

    opened, key = services.open_screen(code=f" {code[:5].lower()}-{code[5:]}", at=desk.later())

    assert opened == row
    with pytest.raises(ScreenCodeRefused):
        services.open_screen(code=code, at=desk.later())
    seen = selectors.screen_of_key(key=key, at=desk.now)
    assert seen is not None
    assert seen.scope.holds(desk.units["11"].pk)
    assert not seen.scope.holds(desk.units["10"].pk)  # neither the unit above
    assert not seen.scope.holds(desk.units["20"].pk)
    assert not seen.scope.everything
    row.refresh_from_db()
    assert key not in str(row.__dict__)  # only a digest is kept
    assert code not in str(row.__dict__)
    assert selectors.screen_of_key(key=code, at=desk.now) is None
    assert selectors.screen_of_key(key="x" * 5000, at=desk.now) is None


def test_a_code_grows_old(desk: Desk) -> None:
    _row, code = made(desk)
    with pytest.raises(ScreenCodeRefused):
        services.open_screen(code=code, at=desk.now + timedelta(minutes=15))


def test_an_ended_screen_shows_nothing_from_that_moment(desk: Desk) -> None:
    row, code = made(desk)
    _row, key = services.open_screen(code=code, at=desk.later())
    by = {"pk": row.pk, "by_id": desk.id("boss"), "at": desk.later()}

    with pytest.raises(ReasonMissing):
        services.end_screen(**by, scope=scope_of(desk), reason="")  # type: ignore[arg-type]
    with pytest.raises(ScreenNotFound):
        services.end_screen(**by, scope=scope_of(desk, "21"), reason="撤下")  # type: ignore[arg-type]
    services.end_screen(**by, scope=scope_of(desk), reason="撤下")  # type: ignore[arg-type]

    assert selectors.screen_of_key(key=key, at=desk.now) is None
    acts = audit.history_of_object(object_type="wall_screen", object_id=str(row.pk), limit=9)
    assert [one.action.partition(".")[2] for one in acts] == [
        "screen_ended", "screen_opened", "screen_made",
    ]  # fmt: skip
    assert selectors.wall_screens(scope=scope_of(desk, "21"), at=desk.now) == []
    assert [one.state for one in selectors.wall_screens(scope=scope_of(desk), at=desk.now)] == [
        "ENDED"
    ]


def test_it_runs_out_on_its_day(desk: Desk) -> None:
    _row, code = made(desk, days=2)
    _row, key = services.open_screen(code=code, at=desk.later())
    assert selectors.screen_of_key(key=key, at=desk.now + timedelta(days=1)) is not None
    assert selectors.screen_of_key(key=key, at=desk.now + timedelta(days=2)) is None


def test_nobody_sets_one_up_for_another_unit_or_for_yesterday(desk: Desk) -> None:
    with pytest.raises(DayNotAhead):
        made(desk, days=0)
    new = NewScreen(
        name="别处", organisation_id=desk.units["21"].pk,
        valid_to=timezone.localdate(desk.now) + timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(UnitRefused):
        services.make_screen(new=new, scope=scope_of(desk), by_id=desk.id("boss"), at=desk.now)
