"""Schedules: when periodic jobs run, to look at and to change."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.jobs import selectors, services
from gridhall.kernel.errors import GridHallError
from gridhall.ui import tables
from gridhall.ui.errors import as_text
from gridhall.ui.forms import ReasonField
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import access, parts, specs


class ScheduleForm(forms.Form):
    """When a periodic job runs."""

    cron = forms.CharField(
        label=gettext_lazy("Schedule"), max_length=100,
        help_text=gettext_lazy(
            "Minute, hour, day, month, weekday. “30 2 * * *” is every day at 02:30,"
            " “*/5 * * * *” every five minutes, “0 8 * * 1” Mondays at 08:00."
        ),
    )  # fmt: skip
    is_on = forms.BooleanField(label=gettext_lazy("Switched on"), required=False)
    reason = ReasonField()


@employee("jobs.read")
def schedules(request: HttpRequest) -> HttpResponseBase:
    """Show every periodic job with its times and its next run."""
    state = specs.SCHEDULES.read(request.GET)
    rows = selectors.schedules(at=timezone.now())
    if state.export:
        return lists.export(request, spec=specs.SCHEDULES, state=state, rows=rows, name="schedules")
    table = lists.table(
        request, spec=specs.SCHEDULES, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: reverse("workbench:schedule", args=[row.task_name]),
    )  # fmt: skip
    return render(
        request, "workbench/jobs/schedules.html", {"table": table, "tabs": access.tabs("schedules")}
    )


@employee("jobs.read")
def schedule(request: HttpRequest, task: str) -> HttpResponse:
    """Show one schedule with its next runs and its history; change it."""
    found = selectors.schedule(task_name=task, at=timezone.now())
    if found is None:
        raise Http404
    form = ScheduleForm(request.POST or None, initial={"cron": found.cron, "is_on": found.is_on})
    if request.method == "POST" and form.is_valid() and _changed(request, form, task):
        messages.success(request, _("The worker obeys the new schedule from now on."))
        return redirect("workbench:schedules")
    acts = audit.history_of_object(object_type="job_schedule", object_id=task)
    jobs = selectors.recent_jobs_of(task_name=task)
    context = {
        "schedule": found, "label": parts.label(found), "status": parts.on_or_off(found),
        "form": form, "acts": sentences.timeline(acts), "may_act": access.may_act(request),
        "jobs": [(one, parts.status(one)) for one in jobs],
    }  # fmt: skip
    return lists.show(request, "workbench/jobs/schedule.html", context)


def _changed(request: HttpRequest, form: ScheduleForm, task: str) -> bool:
    typed = form.cleaned_data
    try:
        access.demand_company(request)
        services.change_schedule(
            task_name=task, cron=typed["cron"], is_on=typed["is_on"], reason=typed["reason"],
            actor_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        form.add_error("cron" if error.code == "SCHEDULE_CRON_NOT_VALID" else None, as_text(error))
        return False
    return True
