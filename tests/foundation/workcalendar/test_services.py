"""Keeping work calendars: rules, shifts, versions, audit, the first calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.workcalendar import errors, seeding, selectors, services
from gridhall.foundation.workcalendar.arithmetic import DayEnd, add_working_days, is_working_day
from gridhall.foundation.workcalendar.models import DayRule, NoticeLoaded, Shift, WorkCalendar

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, tzinfo=UTC)
CHANGE = services.Change(at=AT, actor_id=None, reason="typhoon")
MAKE_UP_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
MAKE_UP_2025 = [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]
WEDNESDAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def _company_calendar(db):
    """Have the first calendar there, whatever an earlier test emptied."""
    seeding.create_company_calendar(using="default")


@pytest.fixture
def hall():
    services.create_calendar(code="HALL", name="滨江营业厅", change=CHANGE)
    return "HALL"


def put_shift(code, weekdays=(0, 1), start=540, end=720, valid_from=date(2026, 1, 1), **more):
    return services.put_shift(
        calendar_code=code, weekdays=weekdays, start_minute=start, end_minute=end,
        valid_from=valid_from, change=CHANGE, **more,
    )  # fmt: skip


def put_rule(code="CN", day=WEDNESDAY, kind="HOLIDAY", **more):
    return services.put_day_rule(
        calendar_code=code, day=day, kind=kind, source="公司通知", change=CHANGE, **more
    )


@pytest.mark.parametrize(("year", "expected"), [(2025, MAKE_UP_2025), (2026, MAKE_UP_2026)])
def test_company_calendar_knows_the_make_up_days(year, expected):
    rules = selectors.day_rules(code="CN", start=date(year, 1, 1), end=date(year + 1, 1, 1))
    days = [rule for rule in rules if rule.kind == "MAKE_UP"]

    assert [(rule.day.month, rule.day.day) for rule in days] == expected
    assert all(rule.official and rule.source == seeding.NOTICES[year] for rule in days)
    calendar = selectors.work_calendar()
    assert all(is_working_day(rule.day, calendar=calendar) for rule in days)


def test_spring_festival_of_2026_is_closed():
    calendar = selectors.work_calendar()

    assert not any(is_working_day(date(2026, 2, day), calendar=calendar) for day in range(15, 24))
    assert add_working_days(date(2026, 2, 13), 2, calendar=calendar) == date(2026, 2, 24)


def test_a_year_without_notice_warns():
    rules = selectors.day_rules(code="CN", start=date(2027, 1, 1), end=date(2028, 1, 1))

    assert rules
    assert not any(rule.official or rule.kind == "MAKE_UP" for rule in rules)
    assert selectors.missing_notice(year=2026) is None
    assert selectors.missing_notice(year=2027).params == {"year": 2027}
    assert selectors.due_notices(on=date(2026, 11, 30)) == []
    assert [w.params["year"] for w in selectors.due_notices(on=date(2026, 12, 1))] == [2027]


def test_noting_the_notice_ends_the_warning():
    services.note_notice(year=2027, number="国办发明电〔2026〕0号", source="test", change=CHANGE)

    assert selectors.missing_notice(year=2027) is None
    assert AuditEvent.objects.get().action == "workcalendar.notice_loaded"
    with pytest.raises(errors.InvalidNotice):
        services.note_notice(year=2028, number=" ", source="test", change=CHANGE)


def test_first_calendar_is_made_once_and_edits_stay():
    put_rule()
    seeding.create_company_calendar(using="default")

    assert WorkCalendar.objects.count() == 1
    assert DayRule.objects.filter(day=WEDNESDAY).exists()


@pytest.mark.django_db(transaction=True)
def test_first_calendar_comes_back_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert WorkCalendar.objects.get().code == "CN"
    assert is_working_day(date(2026, 2, 14), calendar=selectors.work_calendar())


def test_rules_change_the_calendar_at_once_and_are_audited():
    before = selectors.work_calendar()
    assert selectors.work_calendar() is before

    put_rule(name="台风停业")
    closed = selectors.work_calendar()
    services.remove_day_rule(calendar_code="CN", day=WEDNESDAY, change=CHANGE)

    assert is_working_day(WEDNESDAY, calendar=before)
    assert not is_working_day(WEDNESDAY, calendar=closed)
    assert is_working_day(WEDNESDAY, calendar=selectors.work_calendar())
    put, removed = AuditEvent.objects.order_by("pk")
    assert (put.action, removed.action) == (
        "workcalendar.day_rule_put", "workcalendar.day_rule_removed",
    )  # fmt: skip
    assert put.changes["before"] is None
    assert put.changes["after"] == removed.changes["before"]
    assert put.reason == "typhoon"


def test_a_change_taken_back_is_not_remembered():
    with transaction.atomic():
        put_rule()
        assert not is_working_day(WEDNESDAY, calendar=selectors.work_calendar())
        transaction.set_rollback(True)

    assert is_working_day(WEDNESDAY, calendar=selectors.work_calendar())


def test_a_rule_replaces_the_one_before():
    put_rule(kind="HOLIDAY")
    put_rule(kind="MAKE_UP", works_as=4)

    assert DayRule.objects.get(calendar__code="CN", day=WEDNESDAY).works_as == 4


@pytest.mark.parametrize(
    ("start", "end", "weekdays", "valid_to"),
    [
        pytest.param(1200, 480, [0], None, id="crosses midnight"),
        pytest.param(1200, 1500, [0], None, id="later than 24:00"),
        pytest.param(540, 540, [0], None, id="empty"),
        pytest.param(540, 600, [], None, id="no weekday"),
        pytest.param(540, 600, [7], None, id="no such weekday"),
        pytest.param(540, 600, [0], date(2026, 1, 1), id="ends as it begins"),
    ],
)
def test_impossible_shifts_are_refused(hall, start, end, weekdays, valid_to):
    with pytest.raises(errors.InvalidShift):
        put_shift(hall, weekdays, start, end, valid_to=valid_to)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"start": 700, "end": 800}, True),
        ({"weekdays": (1, 5), "start": 600, "end": 610}, True),
        ({"valid_from": date(2025, 1, 1)}, True),
        ({"start": 720, "end": 800}, False),
        ({"weekdays": (2, 3, 4, 5, 6)}, False),
        ({"valid_from": date(2025, 1, 1), "valid_to": date(2026, 1, 1)}, False),
    ],
)
def test_shifts_do_not_overlap(hall, changed, refused):
    put_shift(hall)

    if refused:
        with pytest.raises(errors.ShiftsOverlap):
            put_shift(hall, **changed)
    else:
        put_shift(hall, **changed)
    assert Shift.objects.filter(calendar__code=hall).count() == (1 if refused else 2)


def test_a_shift_ends_and_goes(hall):
    shift = put_shift(hall, weekdays=[2])
    assert is_working_day(WEDNESDAY, calendar=selectors.work_calendar(code=hall))

    services.end_shift(calendar_code=hall, shift_id=shift.pk, valid_to=WEDNESDAY, change=CHANGE)
    calendar = selectors.work_calendar(code=hall)
    assert not is_working_day(WEDNESDAY, calendar=calendar)
    assert is_working_day(date(2026, 2, 25), calendar=calendar)

    services.remove_shift(calendar_code=hall, shift_id=shift.pk, change=CHANGE)
    assert selectors.shifts(code=hall) == []
    with pytest.raises(errors.NothingToRemove):
        services.remove_shift(calendar_code=hall, shift_id=shift.pk, change=CHANGE)
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        f"workcalendar.{verb}"
        for verb in ("calendar_created", "shift_put", "shift_ended", "shift_removed")
    ]


def test_what_is_not_there_is_said():
    with pytest.raises(errors.UnknownCalendar):
        selectors.work_calendar(code="NONE")
    with pytest.raises(errors.UnknownCalendar):
        put_rule(code="NONE")
    with pytest.raises(errors.NothingToRemove):
        services.remove_day_rule(calendar_code="CN", day=WEDNESDAY, change=CHANGE)
    with pytest.raises(errors.InvalidDayRule):
        put_rule(kind="FEAST")
    with pytest.raises(errors.UnknownTimeZone):
        services.create_calendar(code="X", name="X", timezone="Asia/Nowhere", change=CHANGE)


def test_the_database_refuses_what_the_services_refuse(hall):
    calendar = WorkCalendar.objects.get(code=hall)
    wrong = [
        lambda: DayRule.objects.create(calendar=calendar, day=WEDNESDAY, kind="MAKE_UP"),
        lambda: DayRule.objects.create(
            calendar=calendar, day=WEDNESDAY, kind="HOLIDAY", works_as=0
        ),
        lambda: Shift.objects.create(
            calendar=calendar, weekdays=1, start_minute=1200, end_minute=480, valid_from=WEDNESDAY
        ),
        lambda: NoticeLoaded.objects.create(year=2026, number="x"),
    ]

    for create in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            create()


def test_an_organisation_uses_the_nearest_calendar_above():
    top = Organisation.objects.create(code="00", name="总部", level="HEADQUARTERS", path="00/")
    centre = Organisation.objects.create(
        code="33", name="中心", level="REGIONAL_CENTRE", path="00/33/", parent=top
    )
    point = Organisation.objects.create(
        code="3301", name="营业厅", level="SERVICE_POINT", path="00/33/3301/", parent=centre
    )
    services.create_calendar(code="ALL", name="总", organisation_id=top.pk, change=CHANGE)
    assert selectors.calendar_code_for(organisation_id=point.pk) == "ALL"

    services.create_calendar(code="R33", name="区", organisation_id=centre.pk, change=CHANGE)
    assert selectors.calendar_code_for(organisation_id=point.pk) == "R33"
    assert selectors.calendar_code_for(organisation_id=top.pk) == "ALL"
    WorkCalendar.objects.exclude(code="CN").delete()
    assert selectors.calendar_code_for(organisation_id=point.pk) == "CN"


def test_the_way_of_counting_is_a_setting(settings):
    settings.GRIDHALL_WORKING_DAYS = {"start_counts": True, "day_end": "MIDNIGHT", "source": "x"}

    counting = selectors.work_calendar().conventions

    assert (counting.start_counts, counting.day_end) == (True, DayEnd.MIDNIGHT)
