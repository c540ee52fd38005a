"""The official notice on the holidays of a year: read, compared with what is there, loaded.

It comes from the library ``holidays`` or from a CSV file with the columns ``date``, ``kind``,
``name`` and ``works_as`` (日期, 类型, 名称, 按周几上班): kind is 放假 or 调休上班, in English
HOLIDAY or MAKE_UP; ``works_as`` is 1 (Monday) to 7 and may be empty: Monday, by company rule.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gridhall.kernel.errors import GridHallError

from . import errors, seeding, selectors, services
from .models import DayRule
from .services import Change

LARGEST_FILE = 100_000
COLUMNS = {
    "date": "day", "日期": "day", "kind": "kind", "类型": "kind", "name": "name", "名称": "name",
    "works_as": "works_as", "按周几上班": "works_as",
}  # fmt: skip
KINDS = {
    "HOLIDAY": "HOLIDAY", "放假": "HOLIDAY", "休": "HOLIDAY", "休息": "HOLIDAY",
    "MAKE_UP": "MAKE_UP", "调休上班": "MAKE_UP", "上班": "MAKE_UP", "班": "MAKE_UP",
    "补班": "MAKE_UP",
}  # fmt: skip
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDay:
    """One day of a notice."""

    day: date
    kind: str
    name: str = ""
    works_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What loading does to a day: NEW, CHANGED, SAME, or DROPPED (it is not in the notice)."""

    day: date
    change: str
    new: NoticeDay | None
    old: DayRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a notice would do. ``faults`` forbid loading it, ``warnings`` are to be weighed."""

    year: int
    days: list[NoticeDay]
    differences: list[Difference]
    faults: list[GridHallError]
    warnings: list[GridHallError]


def from_library(*, year: int) -> list[NoticeDay]:
    """Return the days that the library ``holidays`` knows of a year."""
    return [
        NoticeDay(day=one["day"], kind=one["kind"], name=one["name"], works_as=one["works_as"])
        for one in seeding.public_days(year)
    ]


def from_csv(content: bytes, *, year: int) -> tuple[list[NoticeDay], list[GridHallError]]:
    """Return the days of a file (UTF-8 or GB18030) and what is wrong with its rows.

    Raises NoticeFileUnreadable, NoticeColumnsMissing.
    """
    reader = csv.reader(io.StringIO(_text(content)))
    header = [COLUMNS.get(name.strip().lower(), "") for name in next(reader, [])]
    if not {"day", "kind"} <= set(header):
        raise errors.NoticeColumnsMissing
    days: dict[date, NoticeDay] = {}
    faults: list[GridHallError] = []
    for number, cells in enumerate(reader, start=2):
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
        if not any(row.values()):
            continue
        try:
            one = _day(row, number, year)
            if one.day in days:
                raise errors.NoticeDayTwice(row=number, value=row["day"])
        except GridHallError as fault:
            faults.append(fault)
        else:
            days[one.day] = one
    return sorted(days.values(), key=lambda one: one.day), faults


def as_csv(days: Iterable[NoticeDay]) -> str:
    """Return the days as the text of such a file."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(["date", "kind", "name", "works_as"])
    for one in days:
        works_as = "" if one.works_as is None else one.works_as + 1
        writer.writerow([one.day.isoformat(), one.kind, one.name, works_as])
    return made.getvalue()


def preview(
    *, calendar_code: str, year: int, days: Sequence[NoticeDay],
    faults: Sequence[GridHallError] = (),
) -> Preview:  # fmt: skip
    """Return what loading these days would change. Raises UnknownCalendar."""
    selectors.lineage(code=calendar_code)
    return Preview(
        year=year, days=list(days), differences=_differences(calendar_code, year, days),
        faults=list(faults) or ([] if days else [errors.NoticeEmpty(year=year)]),
        warnings=_warnings(year, days),
    )  # fmt: skip


@transaction.atomic
def load(
    *, calendar_code: str, year: int, number: str, source: str, days: Sequence[NoticeDay],
    change: Change,
) -> int:  # fmt: skip
    """Put the days of an official notice into the calendar; returns how many days changed.

    Days that were provisional and do not stand in the notice become ordinary ones; what the company
    itself ruled stays, unless the notice names the day. Raises UnknownCalendar, CalendarOutOfReach,
    InvalidNotice, NoticeEmpty.
    """
    services.demand_within(calendar_code=calendar_code, scope=change.scope)
    if not days:
        raise errors.NoticeEmpty(year=year)
    services.note_notice(year=year, number=number, source=source, change=change)
    changed = 0
    for one in _differences(calendar_code, year, days):
        if one.new is not None:
            services.put_day_rule(
                calendar_code=calendar_code, day=one.day, kind=one.new.kind, name=one.new.name,
                works_as=one.new.works_as or 0, source=number.strip(), official=True,
                change=change,
            )  # fmt: skip
        elif one.old is not None:
            services.remove_day_rule(calendar_code=calendar_code, day=one.day, change=change)
        changed += one.change != "SAME"
    return changed


def _differences(code: str, year: int, days: Sequence[NoticeDay]) -> list[Difference]:
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    there = {rule.day: rule for rule in selectors.day_rules(code=code, start=first, end=end)}
    wanted = {one.day: one for one in days}
    found = [
        Difference(day=day, change=_change(new, there.get(day)), new=new, old=there.get(day))
        for day, new in wanted.items()
    ]
    found += [
        Difference(day=day, change="DROPPED", new=None, old=rule)
        for day, rule in there.items()
        if day not in wanted and (rule.official or rule.source == seeding.LIBRARY)
    ]
    return sorted(found, key=lambda one: one.day)


def _change(new: NoticeDay, old: DayRule | None) -> str:
    if old is None:
        return "NEW"
    same = (old.kind, old.works_as, old.name) == (new.kind, new.works_as, new.name)
    return "SAME" if same else "CHANGED"


def _warnings(year: int, days: Sequence[NoticeDay]) -> list[GridHallError]:
    found: list[GridHallError] = [
        errors.MakeUpOnWorkingDay(day=one.day)
        for one in days
        if one.kind == "MAKE_UP" and one.day.weekday() < SATURDAY
    ]
    if days and not any(one.kind == "MAKE_UP" for one in days):
        found.append(errors.NoMakeUpDays(year=year))
    return found


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise errors.NoticeFileUnreadable
    for codec in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise errors.NoticeFileUnreadable


def _day(row: dict[str, str], number: int, year: int) -> NoticeDay:
    text, kind = row.get("day", ""), row.get("kind", "")
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise errors.NoticeDayInvalid(row=number, value=text) from error
    if day.year != year:
        raise errors.NoticeOtherYear(row=number, value=text, year=year)
    if kind.upper() not in KINDS:
        raise errors.NoticeKindUnknown(row=number, value=kind)
    known, weekday = KINDS[kind.upper()], row.get("works_as", "")
    if weekday not in {"", *"1234567"}:
        raise errors.NoticeWeekdayUnknown(row=number, value=weekday)
    works_as = None if known == "HOLIDAY" else int(weekday or 1) - 1
    return NoticeDay(day=day, kind=known, name=row.get("name", "")[:100], works_as=works_as)
