"""Loading the official notice on the holidays of a year: choose, look at it, load it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation.identity.access import employee
from gridhall.foundation.workcalendar import notices, selectors
from gridhall.foundation.workcalendar.errors import CalendarOutOfReach
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.workbench import lists

from . import changes, words
from .forms import LoadForm, NoticeForm
from .views import MANAGE

CODE = selectors.COMPANY_CALENDAR
SOURCE = "国务院办公厅"


@employee(MANAGE)
def load(request: HttpRequest) -> HttpResponse:
    """Show what a notice would change, then load it."""
    if request.method != "POST":
        return _choose(request, NoticeForm(initial={"year": timezone.localdate().year + 1}))
    if "days" in request.POST:
        return _load(request)
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _choose(request, form)
    year = form.cleaned_data["year"]
    with attempts.in_form(form, "file"):
        days, faults = _days(form)
        found = notices.preview(calendar_code=CODE, year=year, days=days, faults=faults)
        confirm = LoadForm(initial={"year": year, "days": notices.as_csv(days)})
        return _show(request, found, confirm)
    return _choose(request, form)


def _days(form: NoticeForm) -> tuple[list[notices.NoticeDay], list[GridHallError]]:
    year = form.cleaned_data["year"]
    if form.cleaned_data["origin"] == "LIBRARY":
        return notices.from_library(year=year), []
    return notices.from_csv(form.cleaned_data["file"].read(), year=year)


def _load(request: HttpRequest) -> HttpResponse:
    form = LoadForm(request.POST)
    if not form.is_valid() and {"year", "days"} & set(form.errors):
        return redirect("workbench:load_notice")
    year = form.cleaned_data["year"]
    try:
        days, faults = notices.from_csv(form.cleaned_data["days"].encode(), year=year)
    except GridHallError:
        return redirect("workbench:load_notice")
    found = notices.preview(calendar_code=CODE, year=year, days=days, faults=faults)
    if not form.is_valid() or found.faults:
        return _show(request, found, form)
    try:
        changed = notices.load(
            calendar_code=CODE, year=year, number=form.cleaned_data["number"], source=SOURCE,
            days=days, change=changes.change_of(request, form.cleaned_data["reason"]),
        )  # fmt: skip
    except CalendarOutOfReach:
        raise
    except GridHallError as error:
        form.add_error("number", as_text(error))
        return _show(request, found, form)
    messages.success(
        request,
        _("The notice for {year} is loaded; {n} days changed.").format(year=year, n=changed),
    )
    return redirect(changes.address(CODE, year))


def _choose(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    return lists.show(request, "workbench/calendar/notice.html", {"form": form})


def _show(request: HttpRequest, found: notices.Preview, form: LoadForm) -> HttpResponse:
    context: dict[str, Any] = {
        "found": found, "form": form, "rows": [_row(one) for one in found.differences],
        "changed": sum(1 for one in found.differences if one.change != "SAME"),
        "faults": [as_text(one) for one in found.faults],
        "warnings": [as_text(one) for one in found.warnings],
    }  # fmt: skip
    return lists.show(request, "workbench/calendar/preview.html", context)


def _row(one: notices.Difference) -> dict[str, Any]:
    label, tone = words.CHANGES[one.change]
    return {
        "day": words.day_and_weekday(one.day),
        "status": Status(label, tone),  # type: ignore[arg-type]
        "new": _told(one.new.kind, one.new.name) if one.new else "",
        "old": _told(one.old.kind, one.old.name) if one.old else "",
    }


def _told(kind: str, name: str) -> str:
    label = str(words.KINDS[kind])
    return f"{label} · {name}" if name and name != label else label
