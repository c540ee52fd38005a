"""What is done about one employee: moved, given posts, renamed, locked, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.staff.services import people
from gridhall.ui import attempts
from gridhall.workbench import lists, rights

from . import pages
from .forms import DutyForm, ReactivateForm, RenameForm, TransferForm, role_choices


def _by(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, where she may, and when."""
    return {
        "actor_id": rights.reader_id(request), "scope": rights.scope(request),
        "at": timezone.now(),
    }  # fmt: skip


@employee("staff.manage")
def transfer(request: HttpRequest, username: str) -> HttpResponse:
    """Move an employee's main post to another unit; say which roles stay."""
    person, on = pages.person_or_404(request, username), timezone.localdate()
    held = role_choices(identity.assignments_of(user_id=person.pk), on=on)
    form = TransferForm(
        request.POST or None, units=pages.open_units(rights.scope(request)), held=held,
        initial={"valid_from": on},
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        people.transfer(
            user_id=person.pk, organisation_id=values["organisation"], title=values["title"],
            valid_from=values["valid_from"], keep_assignment_ids=values.get("keep") or [],
            reason=values["reason"], **_by(request),
        )  # fmt: skip
        return _("{person} is transferred.").format(person=person)

    return pages.form_page(
        request, form, title=_("Transfer {person}").format(person=person), act=act,
        back=pages.person_url(username), submit=_("Transfer"),
    )  # fmt: skip


@employee("staff.manage")
def add_duty(request: HttpRequest, username: str) -> HttpResponse:
    """Note a further post of an employee."""
    person = pages.person_or_404(request, username)
    form = DutyForm(
        request.POST or None, units=pages.open_units(rights.scope(request)),
        initial={"valid_from": timezone.localdate()},
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        people.add_duty(
            user_id=person.pk, organisation_id=values["organisation"], title=values["title"],
            valid_from=values["valid_from"], valid_to=values["valid_to"], **_by(request),
        )  # fmt: skip
        return _("The post is noted.")

    return pages.form_page(
        request, form, title=_("Further post of {person}").format(person=person), act=act,
        back=pages.person_url(username),
        note=_("A post gives no rights: roles are asked for separately."),
    )  # fmt: skip


@require_POST
@employee("staff.manage")
def end_duty(request: HttpRequest, username: str, pk: int) -> HttpResponse:
    """End a further post today."""
    person = pages.person_or_404(request, username)

    def act() -> str:
        people.end_duty(duty_id=pk, user_id=person.pk, **_by(request))
        return _("The post has ended.")

    return pages.act_and_return(request, back=pages.person_url(username), act=act)


@employee("staff.manage")
def rename(request: HttpRequest, username: str) -> HttpResponse:
    """Correct an employee's name."""
    person = pages.person_or_404(request, username)
    form = RenameForm(request.POST or None, initial={"display_name": person.display_name})

    def act(values: dict[str, Any]) -> str:
        people.rename(
            user_id=person.pk, display_name=values["display_name"], reason=values["reason"],
            **_by(request),
        )  # fmt: skip
        return _("The name is corrected.")

    return pages.form_page(
        request, form, title=_("Correct the name of {person}").format(person=person), act=act,
        back=pages.person_url(username),
    )  # fmt: skip


@require_POST
@employee("staff.manage")
def issue_password(request: HttpRequest, username: str) -> HttpResponse:
    """Give an employee a new one-time password; it is shown once."""
    person = pages.person_or_404(request, username)
    with attempts.told(request):
        password = people.issue_password(
            user_id=person.pk, reason=request.POST.get("reason", "")[:300], **_by(request)
        )
        return pages.show_password(request, person=person, password=password)
    return redirect(pages.person_url(username))


@require_POST
@employee("staff.manage")
def deactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Lock an employee who leaves; say what she still has in hand."""
    person = pages.person_or_404(request, username)
    with attempts.told(request):
        left = people.deactivate(
            user_id=person.pk, reason=request.POST.get("reason", "")[:300], **_by(request)
        )
        messages.success(request, _("{person} is locked.").format(person=person))
        if left:
            rest = _(", ").join(str(one.label).format(count=count) for one, count in left)
            messages.warning(request, _("Still in hand: {rest}.").format(rest=rest))
    return redirect(pages.person_url(username))


@employee("staff.manage")
def reactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Take an employee back; her one-time password is shown once."""
    person = pages.person_or_404(request, username)
    form = ReactivateForm(request.POST or None, units=pages.open_units(rights.scope(request)))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with attempts.in_form(form):
            password = people.reactivate(
                user_id=person.pk, organisation_id=values["organisation"],
                title=values["title"], reason=values["reason"], **_by(request),
            )  # fmt: skip
            return pages.show_password(request, person=person, password=password)
    context = {
        "form": form, "title": _("Take {person} back").format(person=person),
        "back": pages.person_url(username), "submit": _("Unlock"),
        "note": _("Former roles stay ended; ask for those that are needed."),
    }  # fmt: skip
    return lists.show(request, "workbench/staff/form.html", context)
