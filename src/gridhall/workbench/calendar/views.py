"""Looking at a work calendar: the year, one day, and trying a limit out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.workcalendar import selectors
from gridhall.foundation.workcalendar.arithmetic import NeverOpens
from gridhall.foundation.workcalendar.errors import UnknownCalendar
from gridhall.foundation.workcalendar.explaining import Explained, explain
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import months, words
from .forms import FIRST_YEAR, LAST_YEAR, DayForm, TryForm

MANAGE = "calendar.manage"
ACTS_SHOWN = 20
STEPS_SHOWN = 80


@employee("")
def year(request: HttpRequest) -> HttpResponse:
    """Show a year of a calendar, its hours, its history, and the try-out box."""
    code = request.GET.get("calendar") or selectors.COMPANY_CALENDAR
    line = _line(code)
    today = timezone.localdate()
    shown = _year(request, today)
    form, tried = _tried(request, code)
    context: dict[str, Any] = {
        "calendar": line[0], "line": line[1:], "calendars": selectors.calendars(),
        "year": shown, "today": today,
        "months": months.months_of(code=code, year=shown, today=today),
        "weekdays": words.SHORT_WEEKDAYS, "legend": _legend(),
        "shifts": _shifts(line), "own_hours": any(selectors.shifts(code=code)),
        "warnings": _warnings(shown, today), "notice": selectors.notice_of(year=shown),
        "rules": selectors.conventions(), "form": form, "tried": tried,
        "acts": sentences.timeline(
            audit.history_of_object(
                object_type="workcalendar.WorkCalendar", object_id=line[0].pk, limit=ACTS_SHOWN
            )
        ),
        "may_manage": rights.may(request, MANAGE), "previous": shown - 1, "next": shown + 1,
    }  # fmt: skip
    return render(request, "workbench/calendar/year.html", context)


@employee("")
def day(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Show one day: what it is, who says so, its hours."""
    return day_page(request, code, day, None)


def day_page(request: HttpRequest, code: str, text: str, form: DayForm | None) -> HttpResponse:
    """Return the page of a day, with the form that was filled in wrongly, if any."""
    line, wanted = _line(code), day_of(text)
    calendar = selectors.work_calendar(code=code)
    special = selectors.effective_days(
        code=code, start=wanted, end=date.fromordinal(wanted.toordinal() + 1)
    ).get(wanted)
    initial = {"kind": special.kind, "works_as": special.works_as or 0, "name": special.name,
               "source": special.source} if special else {"kind": "HOLIDAY"}  # fmt: skip
    openings = [
        (calendar.local(opens), calendar.local(closes))
        for opens, closes in calendar.openings(wanted)
    ]
    context = {
        "calendar": line[0], "day": wanted, "title": words.day_and_weekday(wanted),
        "special": special, "openings": openings,
        "kind": words.KINDS[special.kind] if special
        else words.KINDS["OPEN" if openings else "CLOSED"],
        "like": words.WEEKDAYS[special.works_as]
        if special and special.works_as is not None else "",
        "form": form or DayForm(initial=initial), "may_manage": rights.may(request, MANAGE),
    }  # fmt: skip
    return lists.show(request, "workbench/calendar/day.html", context)


def day_of(text: str) -> date:
    """Return a day of the address. Raises Http404."""
    found = lists.day(text)
    if found is None:
        raise Http404
    return found


def _line(code: str) -> list[Any]:
    try:
        return selectors.lineage(code=code)
    except UnknownCalendar as error:
        raise Http404 from error


def _year(request: HttpRequest, today: date) -> int:
    wanted = lists.whole_number(request.GET.get("year", ""))
    return wanted if wanted is not None and FIRST_YEAR <= wanted <= LAST_YEAR else today.year


def _legend() -> list[tuple[str, object]]:
    return list(words.KINDS.items())


def _shifts(line: list[Any]) -> list[dict[str, Any]]:
    """Return the shifts of the calendar, and those above it that it takes over."""
    return [
        {
            "row": shift, "weekdays": words.weekdays(shift), "calendar": one,
            "own": one.pk == line[0].pk,
            "hours": f"{words.clock(shift.start_minute)}–{words.clock(shift.end_minute)}",
        }
        for one in line
        for shift in selectors.shifts(code=one.code)
    ]  # fmt: skip


def _warnings(shown: int, today: date) -> list[str]:
    due = selectors.due_notices(on=today)
    missing = selectors.missing_notice(year=shown)
    if missing and shown not in {one.params["year"] for one in due}:
        due = [*due, missing]
    return [as_text(one) for one in due]


def _tried(request: HttpRequest, code: str) -> tuple[TryForm, dict[str, Any] | None]:
    if "start" not in request.GET:
        return TryForm(initial={"start": timezone.localtime().replace(second=0)}), None
    form = TryForm(request.GET)
    if not form.is_valid():
        return form, None
    wanted = form.cleaned_data
    try:
        found: Explained = explain(
            wanted["start"], calendar=selectors.work_calendar(code=code), days=wanted["days"],
            hours=wanted["hours"], minutes=wanted["minutes"],
        )  # fmt: skip
    except NeverOpens:
        return form, {"never": True}
    steps = [words.step_text(step) for step in found.steps]
    return form, {
        "result": found.result, "steps": steps[:STEPS_SHOWN], "last": steps[-1],
        "more": len(steps) > STEPS_SHOWN,
    }  # fmt: skip
