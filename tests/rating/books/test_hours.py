"""The hours in the books against an independent table of twelve provinces, quarter-hour by
quarter-hour and for every kind of day the table tells apart."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from gridhall.rating.calendars import CustomerFacts, DayFacts, DayKind, MissingDayFact, slots
from tests.rating.support import library

TABLE = Path(__file__).parent / "tables" / "tou-periods.csv"
KEYS = {
    "江苏": [("JS.hours", "all")],
    "广东": [("GD.hours", "all")],
    "山东": [("SD.hours", "all")],
    "浙江": [("ZJ.hours", "all")],
    "上海": [
        ("SH.hours.two_part", "two-part"),
        ("SH.hours.large_industry", "two-part large industry"),
        ("SH.hours.single", "single-part on TOU"),
    ],
    "北京": [("BJ.hours", "all")],
    "湖北": [("HB.hours", "all")],
    "湖南": [("HN.hours", "all")],
    "江西": [("JX.hours", "all")],
    "四川": [("SC.hours", "all"), ("SC.hours.large_industry", "large industry")],
    "安徽": [("AH.hours", "all"), ("AH.hours.industry_315", "industrial two-part >=315kVA")],
    "河南": [("HA.hours", "all")],
}
HOT = DayFacts(
    kind=DayKind.WORKDAY,
    max_temperature_c=Decimal(36),
    earlier_max_temperatures_c=(Decimal(36), Decimal(35)),
    customer=CustomerFacts(sub_region="成都"),
)
NORMAL = DayFacts(
    kind=DayKind.WORKDAY,
    max_temperature_c=Decimal(20),
    customer=CustomerFacts(sub_region="成都"),
)


def _holiday(name: str, days: int) -> DayFacts:
    return DayFacts(
        kind=DayKind.HOLIDAY,
        holiday=name,
        holiday_days=days,
        max_temperature_c=Decimal(20),
        customer=CustomerFacts(sub_region="成都"),
    )


WEEKEND = DayFacts(
    kind=DayKind.WEEKEND,
    max_temperature_c=Decimal(20),
    customer=CustomerFacts(sub_region="成都"),
)
THREE = {"spring_festival", "labour_day", "national_day"}
SEVEN = THREE | {"new_year", "qingming", "dragon_boat", "mid_autumn"}


def _hot(facts: DayFacts) -> bool:
    return facts.max_temperature_c is not None and facts.max_temperature_c >= 35


#: The table's words for a kind of day, and when they hold.
CONDITIONS: dict[str, Callable[[DayFacts], bool]] = {
    "all": lambda _facts: True,
    "Guangzhou forecast max temp >=35C": _hot,
    "3 consecutive days max temp >=35C": _hot,
    "Spring Festival / Labour Day / National Day": lambda f: f.holiday in THREE,
    "New Year/Spring Festival/Qingming/Labour/Dragon Boat/Mid-Autumn/National Day": (
        lambda f: f.holiday in SEVEN
    ),
    "rest days (weekends)": lambda f: f.kind is DayKind.WEEKEND,
    "public holidays of >=3 days": lambda f: (f.holiday_days or 0) >= 3,
}
FACTS = [
    NORMAL,
    HOT,
    WEEKEND,
    _holiday("spring_festival", 8),
    _holiday("qingming", 3),
    _holiday("new_year", 1),
    _holiday("founding_day", 3),
]


@cache
def _table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _applies(row: dict[str, str], group: str) -> bool:
    whom = row["applies_to"]
    if whom in ("all", "industrial/commercial on TOU") or whom == group:
        return True
    if whom.startswith("large industry"):
        return group == "large industry"
    return whom == "two-part" and group == "two-part large industry"


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _expected(rows: list[dict[str, str]], month: int, facts: DayFacts) -> list[str]:
    """Return the period of each quarter-hour by the table, the highest priority winning."""
    best = [(-1, "")] * 96
    for row in rows:
        if str(month) not in row["months"].split(",") or not CONDITIONS[row["day_condition"]](
            facts
        ):
            continue
        start, end, rank = _minutes(row["start"]), _minutes(row["end"]), int(row["priority"])
        for slot in range(96):
            at = slot * 15
            inside = start <= at < end if start < end else at >= start or at < end
            if inside and rank > best[slot][0]:
                best[slot] = (rank, row["period"])
    return [period for _rank, period in best]


@pytest.mark.requirement("R39")
@pytest.mark.parametrize(
    ("province", "key", "group"),
    [(province, key, group) for province, keys in KEYS.items() for key, group in keys],
)
def test_hours_equal_the_table_on_every_kind_of_day(province: str, key: str, group: str) -> None:
    rows = [r for r in _table() if r["province"] == province and _applies(r, group)]
    first = {"SD.hours": date(2025, 1, 15)}.get(key, date(2026, 1, 15))
    for month in range(1, 13):
        day = first.replace(month=month)
        calendar = library().hours(key, on=day)
        for facts in FACTS:
            found = list(slots(calendar, day, facts))
            assert found == _expected(rows, month, facts), (month, facts)


def test_every_province_of_the_table_is_in_the_books() -> None:
    assert {row["province"] for row in _table()} == set(KEYS)


def test_sichuan_exempts_four_prefectures_and_needs_three_hot_days() -> None:
    day = date(2026, 6, 10)
    calendar = library().hours("SC.hours.large_industry", on=day)
    assert "sharp" in slots(calendar, day, HOT)
    there = DayFacts(
        kind=HOT.kind,
        max_temperature_c=HOT.max_temperature_c,
        earlier_max_temperatures_c=HOT.earlier_max_temperatures_c,
        customer=CustomerFacts(sub_region="凉山"),
    )
    assert "sharp" not in slots(calendar, day, there)
    with pytest.raises(MissingDayFact) as missing:
        slots(calendar, day, DayFacts(kind=DayKind.WORKDAY))
    assert missing.value.params["field"] == "customer.sub_region"


@pytest.mark.parametrize(
    ("day", "kind", "holiday", "days"),
    [
        ("2026-02-14", "make_up", "", None),
        ("2026-02-15", "holiday", "spring_festival", 9),
        ("2026-02-23", "holiday", "spring_festival", 9),
        ("2026-02-24", "workday", "", None),
        ("2026-10-17", "weekend", "", None),
        ("2025-10-06", "holiday", "national_day", 8),
    ],
)
def test_published_holidays(day: str, kind: str, holiday: str, days: int | None) -> None:
    facts = library().day_facts("CN.holidays", on=date.fromisoformat(day))
    assert (facts.kind, facts.holiday, facts.holiday_days) == (kind, holiday, days)
    assert library().day_facts_read("CN.holidays", on=date.fromisoformat(day)).citation.published_on


def test_every_calendar_in_the_books_covers_every_day_of_its_first_year() -> None:
    for book in library().books.values():
        for item in book.content.calendars:
            for version in item.values:
                calendar = version.resolved(item.key)
                for offset in range(0, 366, 5):
                    day = version.effective_from + timedelta(days=offset)
                    assert set(slots(calendar, day, HOT)) <= set(calendar.periods)
