"""Changing work calendars. Every change is audited and gives the calendar a new version."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction

from gridhall.foundation.audit.services import record
from gridhall.foundation.identity.selectors import Scope

from .errors import (
    CalendarOutOfReach,
    CalendarTaken,
    InvalidDayRule,
    InvalidNotice,
    InvalidShift,
    NothingToRemove,
    ShiftsOverlap,
    UnknownCalendar,
    UnknownTimeZone,
)
from .models import DayRule, NoticeLoaded, Shift, WorkCalendar

MONDAY = 0
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes a calendar, when and why: the same for every service here.

    ``scope`` is where the person may change calendars; None for the system itself.
    """

    at: datetime
    actor_id: int | None
    reason: str = ""
    scope: Scope | None = None

    @property
    def told(self) -> dict[str, Any]:
        """Return what the audit trail keeps of it."""
        return {"at": self.at, "actor_id": self.actor_id, "reason": self.reason}


def demand_within(*, calendar_code: str, scope: Scope | None) -> WorkCalendar:
    """Return the calendar if it may be changed there. Raises UnknownCalendar, CalendarOutOfReach.

    The company's calendar belongs to no organisation: only who reaches everything may change it.
    """
    calendar = WorkCalendar.objects.filter(code=calendar_code).first()
    if calendar is None:
        raise UnknownCalendar(calendar=calendar_code)
    _demand_reach(calendar.code, calendar.organisation_id, scope)
    return calendar


@transaction.atomic
def create_calendar(
    *, code: str, name: str, change: Change, region: str = "CN", timezone: str = "Asia/Shanghai",
    organisation_id: int | None = None, parent_code: str = "",
) -> WorkCalendar:  # fmt: skip
    """Create a calendar that says nothing yet: it is as its parent, or closed where it has none.

    Raises UnknownTimeZone, UnknownCalendar (the parent), CalendarTaken, CalendarOutOfReach.
    """
    _demand_reach(code, organisation_id, change.scope)
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownTimeZone(timezone=timezone) from error
    parent = _locked(parent_code, None) if parent_code else None
    try:
        with transaction.atomic():
            calendar = WorkCalendar.objects.create(
                code=code, name=name, region=region, timezone=timezone, parent=parent,
                organisation_id=organisation_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise CalendarTaken from error
    told = {"timezone": timezone, "region": region, "parent": parent_code}
    _record(calendar, change, "calendar_created", told)
    return calendar


@transaction.atomic
def put_day_rule(
    *, calendar_code: str, day: date, kind: str, source: str, change: Change, name: str = "",
    official: bool = False, works_as: int = MONDAY,
) -> DayRule:  # fmt: skip
    """Set what a day is, in place of what was set before.

    ``works_as``: like which weekday (0 Monday) it is worked, unless it is a holiday; Monday by
    company rule. Raises UnknownCalendar, InvalidDayRule.
    """
    if kind not in DayRule.Kind.values or not 0 <= works_as <= 6:
        raise InvalidDayRule(day=day, kind=kind)
    calendar = _locked(calendar_code, change.scope)
    before = DayRule.objects.filter(calendar=calendar, day=day).first()
    rule, _ = DayRule.objects.update_or_create(
        calendar=calendar,
        day=day,
        defaults={
            "kind": kind,
            "works_as": None if kind == DayRule.Kind.HOLIDAY else works_as,
            "name": name,
            "source": source,
            "official": official,
        },
    )
    changes = {"before": _told_rule(before), "after": _told_rule(rule)}
    _changed(calendar, change, "day_rule_put", {"day": day.isoformat(), **changes})
    return rule


@transaction.atomic
def remove_day_rule(*, calendar_code: str, day: date, change: Change) -> None:
    """Make a day an ordinary one again. Raises UnknownCalendar, NothingToRemove."""
    calendar = _locked(calendar_code, change.scope)
    rule = DayRule.objects.filter(calendar=calendar, day=day).first()
    if rule is None:
        raise NothingToRemove
    told = {"day": day.isoformat(), "before": _told_rule(rule)}
    rule.delete()
    _changed(calendar, change, "day_rule_removed", told)


@transaction.atomic
def put_shift(
    *, calendar_code: str, weekdays: Sequence[int], start_minute: int, end_minute: int,
    valid_from: date, change: Change, valid_to: date | None = None,
) -> Shift:  # fmt: skip
    """Add working time on some weekdays (0 Monday), in minutes from midnight.

    Holds from ``valid_from`` until before ``valid_to``. Raises UnknownCalendar, InvalidShift (also
    for hours across midnight: they are two shifts), ShiftsOverlap.
    """
    calendar = _locked(calendar_code, change.scope)
    within = 0 <= start_minute < end_minute <= MINUTES_OF_A_DAY
    known = bool(weekdays) and all(0 <= day <= 6 for day in weekdays)
    if not within or not known or (valid_to is not None and valid_to <= valid_from):
        raise InvalidShift
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                calendar=calendar, weekdays=sum(1 << day for day in set(weekdays)),
                start_minute=start_minute, end_minute=end_minute, valid_from=valid_from,
                valid_to=valid_to,
            )  # fmt: skip
    except IntegrityError as error:
        if "shifts_do_not_overlap" in str(error):
            raise ShiftsOverlap from error
        raise
    _changed(calendar, change, "shift_put", {"after": _told_shift(shift)})
    return shift


@transaction.atomic
def end_shift(*, calendar_code: str, shift_id: int, valid_to: date, change: Change) -> None:
    """Let a shift hold no longer from a day on; what it was before stays reckonable.

    Raises UnknownCalendar, NothingToRemove, InvalidShift for a day not after its first, or later
    than its end.
    """
    calendar = _locked(calendar_code, change.scope)
    shift = _shift_of(calendar, shift_id)
    before = _told_shift(shift)
    if valid_to <= shift.valid_from or (shift.valid_to and valid_to > shift.valid_to):
        raise InvalidShift
    shift.valid_to = valid_to
    shift.save(update_fields=["valid_to"])
    _changed(calendar, change, "shift_ended", {"before": before, "after": _told_shift(shift)})


@transaction.atomic
def remove_shift(*, calendar_code: str, shift_id: int, change: Change) -> None:
    """Remove a shift entered by mistake. Raises UnknownCalendar, NothingToRemove."""
    calendar = _locked(calendar_code, change.scope)
    shift = _shift_of(calendar, shift_id)
    before = _told_shift(shift)
    shift.delete()
    _changed(calendar, change, "shift_removed", {"before": before})


@transaction.atomic
def note_notice(
    *, year: int, number: str, source: str, change: Change, region: str = "CN"
) -> NoticeLoaded:
    """Note that the official notice of a year is in the calendars. Raises InvalidNotice."""
    if not number.strip():
        raise InvalidNotice(year=year)
    notice, _ = NoticeLoaded.objects.update_or_create(
        region=region, year=year, defaults={"number": number.strip(), "source": source}
    )
    record(
        action="workcalendar.notice_loaded", object_type="workcalendar.NoticeLoaded",
        object_id=notice.pk, object_label=f"{region} {year}", reason=change.reason,
        changes={"number": notice.number, "source": source}, at=change.at,
        actor_id=change.actor_id,
    )  # fmt: skip
    return notice


def _locked(code: str, scope: Scope | None) -> WorkCalendar:
    calendar = WorkCalendar.objects.select_for_update().filter(code=code).first()
    if calendar is None:
        raise UnknownCalendar(calendar=code)
    _demand_reach(code, calendar.organisation_id, scope)
    return calendar


def _demand_reach(code: str, organisation_id: int | None, scope: Scope | None) -> None:
    if scope is None or scope.everything:
        return
    if organisation_id is None or not scope.holds(organisation_id):
        raise CalendarOutOfReach(calendar=code)


def _shift_of(calendar: WorkCalendar, shift_id: int) -> Shift:
    shift = Shift.objects.filter(calendar=calendar, pk=shift_id).first()
    if shift is None:
        raise NothingToRemove
    return shift


def _changed(calendar: WorkCalendar, change: Change, verb: str, told: dict[str, Any]) -> None:
    calendar.version = uuid.uuid4()
    calendar.save(update_fields=["version"])
    _record(calendar, change, verb, told)


def _record(calendar: WorkCalendar, change: Change, verb: str, told: dict[str, Any]) -> None:
    record(
        action=f"workcalendar.{verb}", object_type="workcalendar.WorkCalendar",
        object_id=calendar.pk, object_label=calendar.code, changes=told,
        organisation_id=calendar.organisation_id, **change.told,
    )  # fmt: skip


def _told_rule(rule: DayRule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    names = ("kind", "works_as", "name", "source", "official")
    return {name: getattr(rule, name) for name in names}


def _told_shift(shift: Shift) -> dict[str, Any]:
    days = {"valid_from": shift.valid_from, "valid_to": shift.valid_to}
    minutes = ("weekdays", "start_minute", "end_minute")
    return {name: getattr(shift, name) for name in minutes} | {
        name: day.isoformat() if day else None for name, day in days.items()
    }
