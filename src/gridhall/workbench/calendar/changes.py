"""Changing work calendars: days, shifts, new calendars. Each with its reason, into the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.workcalendar import selectors, services
from gridhall.foundation.workcalendar.errors import CalendarOutOfReach
from gridhall.foundation.workcalendar.services import Change
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from .forms import CalendarForm, DayForm, EndShiftForm, ShiftForm
from .views import MANAGE, day_of, day_page


@require_POST
@employee(MANAGE)
def set_day(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Say what a day is."""
    services.demand_within(calendar_code=code, scope=rights.scope(request))
    wanted, form = day_of(day), DayForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda data: services.put_day_rule(
            calendar_code=code, day=wanted, kind=data["kind"], works_as=data["works_as"],
            name=data["name"], source=data["source"],
            change=change_of(request, data["reason"]),
        ),
    ):  # fmt: skip
        messages.success(request, _("The calendar is changed."))
        return redirect(address(code, wanted.year))
    return day_page(request, code, day, form)


@require_POST
@employee(MANAGE)
def reset_day(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Take back what this calendar says of a day."""
    services.demand_within(calendar_code=code, scope=rights.scope(request))
    wanted = day_of(day)
    _told(
        request,
        lambda: services.remove_day_rule(
            calendar_code=code, day=wanted, change=change_of(request, _reason(request))
        ),
    )
    return redirect(address(code, wanted.year))


@employee(MANAGE)
def new_shift(request: HttpRequest, code: str) -> HttpResponse:
    """Add working time."""
    calendar = services.demand_within(calendar_code=code, scope=rights.scope(request))
    form = ShiftForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_bound and form.is_valid() and _done(
        form,
        lambda data: services.put_shift(
            calendar_code=code, weekdays=data["weekdays"], start_minute=data["start_minute"],
            end_minute=data["end_minute"], valid_from=data["valid_from"],
            valid_to=data["valid_to"], change=change_of(request, data["reason"]),
        ),
    ):  # fmt: skip
        messages.success(request, _("The hours are changed."))
        return redirect(address(code))
    first_of_its_own = not selectors.shifts(code=code) and calendar.parent_id is not None
    context = {"calendar": calendar, "form": form, "first_of_its_own": first_of_its_own}
    return lists.show(request, "workbench/calendar/shift.html", context)


@employee(MANAGE)
def end_shift(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let a shift hold no longer from a day on."""
    calendar = services.demand_within(calendar_code=code, scope=rights.scope(request))
    form = EndShiftForm(request.POST or None)
    if form.is_bound and form.is_valid() and _done(
        form,
        lambda data: services.end_shift(
            calendar_code=code, shift_id=pk, valid_to=data["valid_to"],
            change=change_of(request, data["reason"]),
        ),
    ):  # fmt: skip
        messages.success(request, _("The hours are changed."))
        return redirect(address(code))
    context = {"calendar": calendar, "form": form, "pk": pk}
    return lists.show(request, "workbench/calendar/end_shift.html", context)


@require_POST
@employee(MANAGE)
def remove_shift(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take out a shift that was entered by mistake."""
    services.demand_within(calendar_code=code, scope=rights.scope(request))
    _told(
        request,
        lambda: services.remove_shift(
            calendar_code=code, shift_id=pk, change=change_of(request, _reason(request))
        ),
    )
    return redirect(address(code))


@employee(MANAGE)
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Give a unit a calendar of its own, which starts as a copy in force of the one above."""
    units = identity.organisations(scope=rights.scope(request))
    form = CalendarForm(
        request.POST or None, units=[(one.pk, one.name) for one in units],
        parents=[(one.code, one.name) for one in selectors.calendars()],
    )  # fmt: skip
    if form.is_bound and form.is_valid() and _done(
        form,
        lambda data: services.create_calendar(
            code=data["code"], name=data["name"], organisation_id=data["organisation_id"],
            parent_code=data["parent_code"], change=change_of(request, data["reason"]),
        ),
    ):  # fmt: skip
        messages.success(request, _("The calendar is there. Until you change it, it is the same."))
        return redirect(address(form.cleaned_data["code"]))
    return lists.show(request, "workbench/calendar/new.html", {"form": form})


def change_of(request: HttpRequest, reason: str) -> Change:
    """Return who changes a calendar now, and why."""
    return Change(
        at=timezone.now(), actor_id=rights.reader_id(request), reason=reason,
        scope=rights.scope(request),
    )  # fmt: skip


def address(code: str, year: int | None = None) -> str:
    """Return where a year of a calendar is shown."""
    shown = f"&year={year}" if year else ""
    return f"{reverse('workbench:calendar')}?calendar={code}{shown}"


def _done(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Act on what was typed; if that cannot be done, say so in the form."""
    try:
        act(form.cleaned_data)
    except CalendarOutOfReach:
        raise
    except GridHallError as error:
        form.add_error(None, as_text(error))
        return False
    return True


def _told(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except CalendarOutOfReach:
        raise
    except GridHallError as error:
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("The calendar is changed."))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:200]
