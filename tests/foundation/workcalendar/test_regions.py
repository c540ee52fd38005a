"""A region takes over what it does not say itself: against the counter, minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.selectors import Scope, whole_company
from gridhall.foundation.workcalendar import errors, seeding, selectors, services
from gridhall.foundation.workcalendar.arithmetic import (
    Calendar,
    Hours,
    add_working_time,
    is_working_day,
    working_time_between,
)
from gridhall.foundation.workcalendar.inheritance import with_parents_hours
from gridhall.foundation.workcalendar.services import Change
from tests.foundation.workcalendar import counter
from tests.foundation.workcalendar.test_arithmetic import FIRST, LONG_AGO, ZONE, at

AT = datetime(2026, 1, 5, tzinfo=UTC)
CHANGE = Change(at=AT, actor_id=None, reason="夏季作息")
LAST = FIRST + timedelta(days=30)


@st.composite
def hours_of(draw: st.DrawFn, *, always: bool) -> tuple[Hours, ...]:
    """Up to three shifts a day, each valid for a while; ``always``: Mondays are worked for ever."""
    found = []
    cuts = sorted(draw(st.lists(st.integers(0, 1440), min_size=6, max_size=6, unique=True)))
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        since = LONG_AGO if always else FIRST + timedelta(days=draw(st.integers(-2, 10)))
        length = None if always else draw(st.none() | st.integers(1, 9))
        found.append(
            Hours(
                weekdays=draw(st.integers(1, 127)) | always, start_minute=start, end_minute=end,
                valid_from=since,
                valid_to=None if length is None else since + timedelta(days=length),
            )
        )  # fmt: skip
    return tuple(found if always else found[: draw(st.integers(0, 3))])


days = st.dictionaries(
    st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n)), st.none() | st.integers(0, 6),
    max_size=6,
)  # fmt: skip


def plain_open(moment: datetime, own, parents, own_days, parents_days) -> bool:
    """Tell in the plainest words whether a region works at a minute."""
    day = moment.date()
    mine = [one for one in own if one.valid_from <= day < (one.valid_to or date.max)]
    rules = own_days if day in own_days else parents_days
    there = Calendar(zone=ZONE, hours=tuple(mine) or parents, exceptions=rules)
    return counter.is_open(moment, there)


@settings(max_examples=40, deadline=None)
@given(
    own=hours_of(always=False), parents=hours_of(always=True), own_days=days, parents_days=days,
    start=st.integers(0, 6 * 1440), length=st.integers(1, 3 * 1440),
)  # fmt: skip
def test_a_region_is_open_when_its_own_or_else_the_parents_hours_say_so(
    own, parents, own_days, parents_days, start, length
):
    region = Calendar(
        zone=ZONE, hours=with_parents_hours(own=own, parents=parents),
        exceptions=parents_days | own_days,
    )  # fmt: skip
    begin, end = at(9) + timedelta(minutes=start), at(9) + timedelta(minutes=start + length)

    open_minutes = sum(
        plain_open(begin + timedelta(minutes=n), own, parents, own_days, parents_days)
        for n in range(length)
    )

    assert working_time_between(begin, end, calendar=region) == timedelta(minutes=open_minutes)
    if open_minutes:
        reached = add_working_time(begin, minutes=open_minutes, calendar=region)
        assert reached <= end
        assert working_time_between(begin, reached, calendar=region) == timedelta(
            minutes=open_minutes
        )


def test_three_shifts_with_breaks_and_a_make_up_day():
    night = Calendar(
        zone=ZONE,
        hours=tuple(
            Hours(weekdays=0b0011111, start_minute=start, end_minute=end, valid_from=LONG_AGO)
            for start, end in ((0, 480), (510, 720), (780, 960), (990, 1440))
        ),
        exceptions={date(2026, 2, 14): 0, date(2026, 2, 16): None},
    )

    assert add_working_time(at(13, 23), hours=2, calendar=night) == at(14, 1)
    assert add_working_time(at(14, 23, 30), hours=1, calendar=night) == at(17, 0, 30)


@pytest.fixture
def region(db) -> str:
    seeding.create_company_calendar(using="default")
    top = Organisation.objects.create(code="00", name="总部", level="HEADQUARTERS", path="00/")
    centre = Organisation.objects.create(
        code="33", name="中心", level="REGIONAL_CENTRE", path="00/33/", parent=top
    )
    services.create_calendar(
        code="R33", name="区", organisation_id=centre.pk, parent_code="CN", change=CHANGE
    )
    return "R33"


def rule(code, day, kind="HOLIDAY", **more):
    services.put_day_rule(
        calendar_code=code, day=day, kind=kind, source="公司通知", change=CHANGE, **more
    )


def test_a_fresh_region_is_as_the_company(region):
    own, company = selectors.work_calendar(code=region), selectors.work_calendar()

    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [own.openings(day) for day in year] == [company.openings(day) for day in year]
    assert is_working_day(date(2026, 2, 14), calendar=own)


def test_a_change_above_reaches_the_region_at_once(region):
    wednesday = date(2026, 3, 4)
    assert is_working_day(wednesday, calendar=selectors.work_calendar(code=region))

    rule("CN", wednesday)

    assert not is_working_day(wednesday, calendar=selectors.work_calendar(code=region))


def test_a_region_overrides_a_holiday_and_a_make_up_day_and_takes_it_back(region):
    holiday, make_up = date(2026, 2, 17), date(2026, 2, 14)
    rule(region, holiday, "WORKING", works_as=1)
    rule(region, make_up)

    own = selectors.work_calendar(code=region)
    assert is_working_day(holiday, calendar=own)
    assert not is_working_day(make_up, calendar=own)
    company = selectors.work_calendar()
    assert not is_working_day(holiday, calendar=company)
    assert is_working_day(make_up, calendar=company)
    days = selectors.effective_days(code=region, start=make_up, end=date(2026, 2, 18))
    assert (days[holiday].own, days[holiday].calendar_name) == (True, "区")
    assert (days[date(2026, 2, 16)].own, days[date(2026, 2, 16)].official) == (False, True)

    services.remove_day_rule(calendar_code=region, day=holiday, change=CHANGE)
    assert not is_working_day(holiday, calendar=selectors.work_calendar(code=region))


def test_own_hours_hold_for_their_time_only(region):
    services.put_shift(
        calendar_code=region, weekdays=[2], start_minute=420, end_minute=660,
        valid_from=date(2026, 7, 1), valid_to=date(2026, 9, 1), change=CHANGE,
    )  # fmt: skip
    own = selectors.work_calendar(code=region)

    assert len(own.openings(date(2026, 6, 24))) == 2
    assert len(own.openings(date(2026, 7, 1))) == 1
    assert own.openings(date(2026, 7, 2)) == []
    assert len(own.openings(date(2026, 9, 2))) == 2


def test_who_may_change_which_calendar(region):
    centre = Organisation.objects.get(code="33")
    other = Scope(organisation_ids=frozenset({centre.pk + 999}))
    own = Scope(organisation_ids=frozenset({centre.pk}))

    services.demand_within(calendar_code=region, scope=own)
    services.demand_within(calendar_code="CN", scope=whole_company())
    for code, scope in ((region, other), ("CN", own)):
        with pytest.raises(errors.CalendarOutOfReach):
            services.put_day_rule(
                calendar_code=code, day=FIRST, kind="HOLIDAY", source="x",
                change=Change(at=AT, actor_id=None, scope=scope),
            )  # fmt: skip
    with pytest.raises(errors.CalendarTaken):
        services.create_calendar(
            code="R33B", name="又一个", organisation_id=centre.pk, parent_code="CN", change=CHANGE
        )
