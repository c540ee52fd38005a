"""The work calendar on the screens: look, change with reason, load a notice, try a limit out."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gridhall.foundation.audit.models import AuditEvent
from gridhall.foundation.identity.models import Organisation
from gridhall.foundation.identity.services import assign_role, create_user
from gridhall.foundation.workcalendar import seeding, selectors
from gridhall.foundation.workcalendar.models import DayRule, NoticeLoaded, Shift, WorkCalendar
from gridhall.workbench.home import figures

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 4)
TYPHOON = {
    "kind": "HOLIDAY", "works_as": "0", "name": "台风停业", "source": "公司通知",
    "reason": "台风橙色预警",
}  # fmt: skip


@pytest.fixture(autouse=True)
def units():
    seeding.create_company_calendar(using="default")
    top = Organisation.objects.create(code="00", name="总部", level="HEADQUARTERS", path="00/")
    for code in ("33", "42"):
        Organisation.objects.create(
            code=code, name=f"中心{code}", level="REGIONAL_CENTRE", path=f"00/{code}/", parent=top
        )


def client(role: str = "ADMINISTRATOR", unit: str = "00", language: str = "en") -> Client:
    user, _new = create_user(
        username=f"{role}-{unit}", password="unused", kind="EMPLOYEE", display_name=role
    )
    assign_role(
        user=user, role=role, organisation=Organisation.objects.get(code=unit),
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    made = Client(headers={"accept-language": language})
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def region(admin: Client, unit: str = "33") -> None:
    answer = admin.post(
        address("new_calendar"),
        {
            "code": f"R{unit}", "name": f"{unit}日历", "parent_code": "CN",
            "reason": "夏季作息不同",
            "organisation_id": Organisation.objects.get(code=unit).pk,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.text


def test_everybody_reads_the_year_and_nobody_else_changes_it():
    clerk = client("CASHIER", "33")

    text = clerk.get(address("calendar"), {"year": "2026"}).text

    assert "调休上班" in text
    assert "国办发明电〔2025〕7号" in text
    assert text.count("<caption>") == 12
    assert "Add hours" not in text
    page = clerk.get(address("calendar_day", "CN", "2026-02-14")).text
    assert "Make-up working day" in page
    assert "Change this day" not in page
    assert clerk.post(address("set_calendar_day", "CN", "2026-03-04"), TYPHOON).status_code == 403


def test_a_day_is_changed_with_reason_and_taken_back():
    admin = client()

    admin.post(address("set_calendar_day", "CN", WEDNESDAY), TYPHOON)

    assert DayRule.objects.get(day=WEDNESDAY).name == "台风停业"
    act = AuditEvent.objects.get(action="workcalendar.day_rule_put")
    assert act.reason == "台风橙色预警"
    history = admin.get(address("calendar")).text
    assert "said what 2026-03-04 is" in history
    assert "台风橙色预警" in history
    admin.post(address("reset_calendar_day", "CN", WEDNESDAY), {"reason": "预警解除"})
    assert not DayRule.objects.filter(day=WEDNESDAY).exists()


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"source": ""}, {"kind": "FEAST"}])
def test_a_change_without_reason_or_source_is_refused(wrong):
    answer = client().post(address("set_calendar_day", "CN", WEDNESDAY), TYPHOON | wrong)

    assert answer.status_code == 422
    assert not DayRule.objects.filter(day=WEDNESDAY).exists()


def test_a_region_differs_only_where_it_says_so():
    admin = client(unit="33")
    region(admin)
    admin.post(address("set_calendar_day", "R33", WEDNESDAY), TYPHOON)

    text = admin.get(address("calendar"), {"calendar": "R33", "year": "2026"}).text

    assert "takes over from 公司工作日历" in text
    assert "wb-day-own" in text
    assert len(re.findall("wb-day-make_up", text)) == 7  # six days and the legend
    assert DayRule.objects.filter(calendar__code="R33").count() == 1
    assert "wb-day-own" not in admin.get(address("calendar"), {"year": "2026"}).text


def test_a_unit_changes_its_own_calendar_only():
    admin = client(unit="33")
    region(client(unit="00"), "42")

    for code in ("CN", "R42"):
        answer = admin.post(address("set_calendar_day", code, WEDNESDAY), TYPHOON)
        assert answer.status_code == 403
        assert "kept by another unit" in answer.text
        assert admin.get(address("new_shift", code)).status_code == 403
    stolen = admin.post(
        address("new_calendar"),
        {
            "code": "X1", "name": "x", "parent_code": "CN", "reason": "试一试",
            "organisation_id": Organisation.objects.get(code="42").pk,
        },
    )  # fmt: skip
    assert stolen.status_code == 422
    assert WorkCalendar.objects.count() == 2


def test_hours_are_added_ended_and_taken_out():
    admin = client(unit="33")
    region(admin)
    hours = {
        "weekdays": ["0", "5"], "start_minute": "9：00", "end_minute": "24:00",
        "valid_from": "2026-07-01", "reason": "夏季作息",
    }  # fmt: skip

    assert "From its first day on" in admin.get(address("new_shift", "R33")).text
    admin.post(address("new_shift", "R33"), hours)

    shift = Shift.objects.get(calendar__code="R33")
    assert (shift.weekdays, shift.start_minute, shift.end_minute) == (33, 540, 1440)
    again = admin.post(address("new_shift", "R33"), hours)
    assert "overlap with another shift" in again.text
    page = admin.get(address("calendar"), {"calendar": "R33"}).text
    assert "Monday, Saturday" in page
    assert "09:00–24:00" in page
    admin.post(
        address("end_shift", "R33", shift.pk), {"valid_to": "2026-09-01", "reason": "夏季结束"}
    )
    shift.refresh_from_db()
    assert shift.valid_to == date(2026, 9, 1)
    admin.post(address("remove_shift", "R33", shift.pk), {"reason": "录入有误"})
    assert not Shift.objects.filter(calendar__code="R33").exists()


@pytest.mark.parametrize("time", ["25:00", "8", "24:30", "noon"])
def test_times_that_are_none_are_refused(time):
    wrong = {"weekdays": ["0"], "start_minute": time, "end_minute": "12:00", "reason": "录入测试",
             "valid_from": "2026-07-01"}  # fmt: skip
    answer = client().post(address("new_shift", "CN"), wrong)

    assert answer.status_code == 422
    assert "Write a time like 8:30" in answer.text


def notice(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["日期,类型,名称,按周几上班", *rows])
    return SimpleUploadedFile("notice.csv", text.encode("gb18030"))


def confirm(page: str, **more: str) -> dict[str, str]:
    days = re.search(r'name="days" value="([^"]*)"', page)
    assert days is not None
    return {"year": "2027", "days": days[1], "number": "国办发明电〔2026〕9号",
            "reason": "国务院办公厅通知", **more}  # fmt: skip


def test_a_notice_is_looked_at_and_loaded():
    admin = client()
    file = notice("2027-01-01,放假,元旦,", "2027/01/02,放假,元旦,", "2027-01-09,班,,5")

    page = admin.post(address("load_notice"), {"year": "2027", "origin": "FILE", "file": file}).text
    assert "Falls away" in page
    assert not NoticeLoaded.objects.filter(year=2027).exists()
    answer = admin.post(address("load_notice"), confirm(page))

    assert answer.status_code == 302, answer.text
    assert NoticeLoaded.objects.get(year=2027).number == "国办发明电〔2026〕9号"
    rules = DayRule.objects.filter(calendar__code="CN", day__year=2027).order_by("day")
    assert [(rule.day.day, rule.kind, rule.works_as, rule.official) for rule in rules] == [
        (1, "HOLIDAY", None, True), (2, "HOLIDAY", None, True), (9, "MAKE_UP", 4, True),
    ]  # fmt: skip
    assert selectors.missing_notice(year=2027) is None


def test_what_is_wrong_with_a_notice_is_said_row_by_row():
    file = notice(
        "2027-02-30,放假,x,", "2026-01-01,放假,x,", "2027-01-01,节日,x,", "2027-01-02,班,x,8",
        "2027-01-03,放假,x,", "2027-01-03,放假,x,", "2027-01-04,班,x,",
    )  # fmt: skip
    page = (
        client().post(address("load_notice"), {"year": "2027", "origin": "FILE", "file": file}).text
    )

    for said in (
        "Row 2, date: “2027-02-30” is no day", "Row 3, date: 2026-01-01 is not in 2027",
        "Row 4, kind: “节日” is unknown", "Row 5, works_as: “8” is no weekday",
        "Row 7, date: 2027-01-03 is there already", "but it is no weekend",
    ):  # fmt: skip
        assert said in page
    assert "Load the notice" not in page


def test_the_own_list_warns_that_make_up_days_are_missing():
    page = client().post(address("load_notice"), {"year": "2027", "origin": "LIBRARY"}).text

    assert "There is no make-up day in 2027" in page


def test_only_headquarters_loads_a_notice():
    admin = client(unit="33")
    page = admin.post(address("load_notice"), {"year": "2027", "origin": "LIBRARY"}).text

    answer = admin.post(address("load_notice"), confirm(page))

    assert answer.status_code == 403
    assert not NoticeLoaded.objects.filter(year=2027).exists()


def test_a_missing_notice_is_shown_when_it_is_due():
    everything = selectors.due_notices(on=date(2026, 12, 1))
    assert [one.params["year"] for one in everything] == [2027]

    stat = figures.missing_notices(None, date(2026, 12, 1))
    assert stat is not None
    assert (stat.value, stat.tone) == ("2027", "warning")
    assert figures.missing_notices(None, date(2026, 11, 30)) is None
    assert "2027" in client().get(address("calendar"), {"year": "2027"}).text


START = {"start": "2026-02-12T10:00", "minutes": "0"}


def test_a_limit_is_tried_out_with_its_steps():
    wanted = START | {"year": "2026", "days": "2", "hours": "1"}

    page = client().get(address("calendar"), wanted).text

    for said in (
        "13 Feb 2026 Friday is working day 1.", "14 Feb 2026 Saturday is working day 2.",
        "15 Feb 2026 Sunday to 23 Feb 2026 Monday are closed.",
        "24 Feb 2026 Tuesday: 08:30–09:30 counts 1 hour, 0 minutes left.",
    ):  # fmt: skip
        assert said in page


def test_a_limit_on_a_calendar_without_hours_says_so():
    WorkCalendar.objects.create(code="NONE", name="空")

    page = (
        client()
        .get(address("calendar"), START | {"calendar": "NONE", "days": "1", "hours": "0"})
        .text
    )

    assert "never opens" in page


@pytest.mark.parametrize("query", [{"calendar": "NOPE"}, {"calendar": "CN", "year": "99999"}])
def test_nonsense_in_the_address(query):
    assert client().get(address("calendar"), query).status_code == (
        404 if query["calendar"] == "NOPE" else 200
    )
    assert client("CASHIER", "33").get(address("calendar_day", "CN", "x")).status_code == 404
