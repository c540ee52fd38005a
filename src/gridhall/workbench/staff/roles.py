"""Roles: asked for, given in an emergency, ended."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.staff.services import rights as role_services
from gridhall.workbench import rights

from . import pages
from .forms import EmergencyForm, EndRoleForm, RoleForm


def _asked(pk: int) -> str:
    return _("Request {number} waits for approval.").format(number=f"{pk:06d}")


@employee("staff.manage")
def request_role(request: HttpRequest, username: str) -> HttpResponse:
    """Ask for a role for an employee; a second person decides."""
    person, scope = pages.person_or_404(request, username), rights.scope(request)
    form = RoleForm(
        request.POST or None, units=pages.open_units(scope),
        initial={
            "valid_from": timezone.localdate(),
            "organisation": identity.unit_of_person(user_id=person.pk),
        },
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        asked = role_services.request_role(
            user_id=person.pk, role=values["role"], organisation_id=values["organisation"],
            valid_from=values["valid_from"], valid_to=values["valid_to"],
            reason=values["reason"], requested_by_id=rights.reader_id(request), scope=scope,
            at=timezone.now(),
        )  # fmt: skip
        return _asked(asked.pk)

    return pages.form_page(
        request, form, title=_("Ask for a role for {person}").format(person=person), act=act,
        back=pages.person_url(username), submit=_("Ask for approval"),
        note=_("Who decides on roles sees the request under Approvals."),
    )  # fmt: skip


@employee("staff.manage")
def emergency(request: HttpRequest, username: str) -> HttpResponse:
    """Give a role at once for some hours; the security officers are alarmed."""
    person, scope = pages.person_or_404(request, username), rights.scope(request)
    form = EmergencyForm(request.POST or None, units=pages.open_units(scope), initial={"hours": 1})

    def act(values: dict[str, Any]) -> str:
        row = role_services.give_emergency_role(
            user_id=person.pk, role=values["role"], organisation_id=values["organisation"],
            hours=values["hours"], reason=values["reason"],
            actor_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _("{person} has the role {role} now; it ends by itself.").format(
            person=person, role=row.get_role_display()
        )

    return pages.form_page(
        request, form, title=_("Emergency role for {person}").format(person=person), act=act,
        back=pages.person_url(username), submit=_("Give it now"),
        note=_("Without a second person, for emergencies only. Every use is recorded and told to"
               " the security officers at once."),
    )  # fmt: skip


@employee("staff.manage")
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a role be ended from a day on."""
    scope = rights.scope(request)
    row = identity.assignment(pk=pk)
    if row is None or not scope.holds(row.organisation_id):
        raise Http404
    form = EndRoleForm(request.POST or None, initial={"last_day": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        asked = role_services.request_end(
            assignment_id=pk, last_day=values["last_day"], reason=values["reason"],
            requested_by_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _asked(asked.pk)

    title = _("End the role {role} of {person}")
    return pages.form_page(
        request, form, act=act, back=pages.person_url(row.user.username),
        title=title.format(role=row.get_role_display(), person=row.user),
        submit=_("Ask for approval"),
    )  # fmt: skip


@require_POST
@employee("staff.approve")
def end_now(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once; the right of who decides on roles."""
    scope = rights.scope(request)
    row = identity.assignment(pk=pk)
    if row is None or not scope.holds(row.organisation_id):
        raise Http404

    def act() -> str:
        role_services.end_now(
            assignment_id=pk, reason=request.POST.get("reason", "")[:300],
            actor_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _("The role has ended.")

    may_read = rights.may(request, "staff.read")
    back = pages.person_url(row.user.username) if may_read else reverse("workbench:home")
    return pages.act_and_return(request, back=back, act=act)
