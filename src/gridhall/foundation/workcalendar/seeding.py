"""The first calendar of a new installation: the company's, for China.

Days come from the library ``holidays``. They are official for the years whose notice is named
here; for a later year the library knows the feasts of the lunar calendar, but no make-up days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import holidays
from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.db import transaction

FIRST_YEAR, LAST_YEAR = 2024, 2027
CODE, NAME = "CN", "公司工作日历"
# The State Council's notices on the holidays of a year.
NOTICES = {
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
PUBLISHER = "国务院办公厅"
LIBRARY = "holidays (Python)"
MONDAY_TO_FRIDAY = 0b0011111
# Company rule, to be edited: 8:30–12:00 and 13:30–17:30.
HOURS = ((510, 720), (810, 1050))


def public_days(year: int) -> Iterator[dict[str, Any]]:
    """Yield the holidays and make-up days of a year as the fields of day rules, in order."""
    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    official = year in NOTICES
    origin = {"official": official, "source": NOTICES.get(year, LIBRARY)}
    free = {day: {"kind": "HOLIDAY", "works_as": None, "name": name} for day, name in found.items()}
    worked = {
        day: {"kind": "MAKE_UP", "works_as": 0, "name": "调休上班"}
        for day in found.weekend_workdays
        if day.year == year
    }
    for day, rule in sorted((free | worked).items()):
        yield {"day": day, **rule, **origin}


def create_company_calendar(*, using: str, apps: Apps = current_apps, **_: object) -> None:
    """Create the company's calendar where there is none: after migrating and after a flush.

    Touches nothing once it exists, and waits for a later run while the tables are missing.
    """
    try:
        calendars = apps.get_model("workcalendar", "WorkCalendar").objects.using(using)
    except LookupError:
        return
    if calendars.filter(code=CODE).exists():
        return
    rules, shifts, notices = (
        apps.get_model("workcalendar", name) for name in ("DayRule", "Shift", "NoticeLoaded")
    )
    with transaction.atomic(using=using):
        calendar = calendars.create(code=CODE, name=NAME)
        rules.objects.using(using).bulk_create(
            rules(calendar=calendar, **rule)
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            for rule in public_days(year)
        )
        shifts.objects.using(using).bulk_create(
            shifts(
                calendar=calendar, weekdays=MONDAY_TO_FRIDAY, start_minute=start, end_minute=end,
                valid_from=date(FIRST_YEAR, 1, 1),
            )
            for start, end in HOURS
        )  # fmt: skip
        notices.objects.using(using).bulk_create(
            (notices(year=year, number=number, source=PUBLISHER)
            for year, number in NOTICES.items()),
            ignore_conflicts=True,
        )  # fmt: skip
