"""One employee: her page, and how she comes into the company."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.signin import selectors as signin
from gridhall.foundation.staff import selectors as staff_selectors
from gridhall.foundation.staff.services import people
from gridhall.ui import attempts
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import pages, trees
from .forms import HireForm

ACTS = 10


@employee("staff.read")
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show posts, roles with their history, deputies, sessions and the newest acts of a person."""
    found, on = pages.person_or_404(request, username), timezone.localdate()
    actions = identity.actions_of(user_id=rights.reader_id(request), on=on)
    held = identity.assignments_of(user_id=found.pk)
    record = identity.employee_record(user_id=found.pk)
    context = {
        "person": found, "record": record, "status": trees.person_status(found.is_active),
        "duties": trees.duties(identity.duties_of(user_id=found.pk), on=on),
        "held": trees.roles(held, on=on, at=timezone.now()),
        "deputyships": trees.deputyships(
            identity.deputyships_of(user_id=found.pk), on=on, reader_id=found.pk
        ),
        "sessions": len(signin.sessions_of(user=found, current_key="")),
        "in_hand": [
            str(one.label).format(count=count)
            for one, count in staff_selectors.held_by_person(found.pk)
        ],
        "about": sentences.timeline(
            audit.history_of_object(
                object_type="employee", object_id=str(found.pk), family="identity.", limit=ACTS
            )
        ),
        "acts": sentences.timeline(
            list(
                audit.events(scope=rights.scope(request)).filter(actor_id=found.pk)[:ACTS]
            )
        ) if "audit.read" in actions else [],
        "may": pages.tables_of(actions), "is_self": found.pk == rights.reader_id(request),
    }  # fmt: skip
    return render(request, "workbench/staff/person.html", context)


@employee("staff.manage")
def hire(request: HttpRequest) -> HttpResponse:
    """Take a new employee in; her one-time password is shown once."""
    scope, at = rights.scope(request), timezone.now()
    form = HireForm(
        request.POST or None, units=pages.open_units(scope),
        initial={"hired_on": timezone.localdate(at)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with attempts.in_form(form):
            hired = people.hire(
                username=values["username"], display_name=values["display_name"],
                staff_no=values["staff_no"], organisation_id=values["organisation"],
                title=values["title"], hired_on=values["hired_on"],
                actor_id=rights.reader_id(request), scope=scope, at=at,
            )  # fmt: skip
            return pages.show_password(request, person=hired.user, password=hired.password)
    context = {
        "form": form, "title": _("New employee"), "back": reverse("workbench:staff"),
        "submit": _("Create"),
        "note": _("A new employee may do nothing until a role is approved. Many at once: import the"
                  " file “employees” under Imports."),
    }  # fmt: skip
    return lists.show(request, "workbench/staff/form.html", context)
