"""The official notice of a year: the file, what it would change, and what stays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.workcalendar import errors, notices, seeding, services
from gridhall.foundation.workcalendar.models import DayRule
from gridhall.foundation.workcalendar.services import Change

AT = datetime(2026, 11, 20, tzinfo=UTC)
CHANGE = Change(at=AT, actor_id=None, reason="国务院通知")


@pytest.fixture(autouse=True)
def company(db):
    seeding.create_company_calendar(using="default")


def load(days, number="国办发明电〔2026〕9号"):
    return notices.load(
        calendar_code="CN", year=2027, number=number, source="国务院办公厅", days=days,
        change=CHANGE,
    )  # fmt: skip


def test_a_file_is_read_in_either_encoding_and_comes_back_the_same():
    text = "日期,类型,名称,按周几上班\n2027-01-01,放假,元旦,\n\n2027/01/09,补班,,5\n"

    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030")):
        days, faults = notices.from_csv(content, year=2027)
        assert faults == []
        assert [(one.day.day, one.kind, one.works_as) for one in days] == [
            (1, "HOLIDAY", None), (9, "MAKE_UP", 4),
        ]  # fmt: skip
        assert notices.from_csv(notices.as_csv(days).encode(), year=2027) == (days, [])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.NoticeColumnsMissing),
        (b"a,b\n1,2\n", errors.NoticeColumnsMissing),
        (b"\xff\xfe\x00x", errors.NoticeFileUnreadable),
        (b"x" * 200_000, errors.NoticeFileUnreadable),
    ],
)
def test_a_file_that_is_no_notice(content, error):
    with pytest.raises(error):
        notices.from_csv(content, year=2027)


def test_loading_what_is_there_changes_nothing():
    days = notices.from_library(year=2026)

    found = notices.preview(calendar_code="CN", year=2026, days=days)

    assert {one.change for one in found.differences} == {"SAME"}
    assert (found.faults, found.warnings) == ([], [])


def test_provisional_days_go_and_the_companys_own_stay():
    typhoon = date(2027, 8, 4)
    services.put_day_rule(
        calendar_code="CN", day=typhoon, kind="HOLIDAY", source="公司通知", change=CHANGE
    )
    day = notices.NoticeDay(day=date(2027, 1, 1), kind="HOLIDAY", name="元旦")

    changed = load([day])

    rules = DayRule.objects.filter(calendar__code="CN", day__year=2027).order_by("day")
    assert [(rule.day, rule.official) for rule in rules] == [(day.day, True), (typhoon, False)]
    assert changed == AuditEvent.objects.filter(action="workcalendar.day_rule_removed").count()
    assert AuditEvent.objects.filter(action="workcalendar.notice_loaded").count() == 1


def test_a_notice_needs_its_number_and_days_and_fails_as_a_whole():
    before = DayRule.objects.count()

    with pytest.raises(errors.InvalidNotice):
        load(notices.from_library(year=2027), number=" ")
    with pytest.raises(errors.NoticeEmpty):
        load([])
    with pytest.raises(errors.InvalidDayRule):
        load([
            notices.NoticeDay(day=date(2027, 1, 2), kind="HOLIDAY"),
            notices.NoticeDay(day=date(2027, 1, 3), kind="FEAST"),
        ])  # fmt: skip
    assert DayRule.objects.count() == before
