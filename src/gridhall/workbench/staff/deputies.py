"""Deputies: asked for, accepted or declined, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.staff.services import deputies
from gridhall.workbench import rights

from . import pages
from .forms import DeputyForm, role_choices

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import User


@employee("")
def propose_mine(request: HttpRequest) -> HttpResponse:
    """Ask a colleague to stand in for the reader."""
    person = identity.employee_by_id(pk=rights.reader_id(request))
    if person is None:  # pragma: no cover - the door lets only employees in
        raise Http404
    return _propose(request, person, scope=None, back=reverse("workbench:my_rights"))


@employee("staff.manage")
def propose_for(request: HttpRequest, username: str) -> HttpResponse:
    """Ask a colleague to stand in for another employee."""
    person = pages.person_or_404(request, username)
    return _propose(request, person, scope=rights.scope(request), back=pages.person_url(username))


def _propose(request: HttpRequest, person: User, *, scope: Scope | None, back: str) -> HttpResponse:
    on = timezone.localdate()
    held = role_choices(identity.assignments_of(user_id=person.pk), on=on)
    form = DeputyForm(
        request.POST or None, held=held,
        initial={"valid_from": on, "roles": [pk for pk, _label in held]},
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        row = deputies.propose(
            principal_id=person.pk, deputy_username=values["deputy"],
            assignment_ids=values["roles"], valid_from=values["valid_from"],
            valid_to=values["valid_to"], reason=values["reason"],
            actor_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _("{deputy} is asked to stand in.").format(deputy=row.deputy)

    return pages.form_page(
        request, form, title=_("A deputy for {person}").format(person=person), act=act, back=back,
        submit=_("Ask the deputy"),
        note=_("What the deputy does with these roles is recorded as done for {person}.").format(
            person=person
        ),
    )  # fmt: skip


@require_POST
@employee("")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline to stand in; only the deputy herself."""
    accept = request.POST.get("answer") == "accept"

    def act() -> str:
        deputies.answer(
            deputyship_id=pk, accept=accept, actor_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
        return _("You stand in now.") if accept else _("You have declined.")

    return pages.act_and_return(request, back=reverse("workbench:my_rights"), act=act)


@require_POST
@employee("")
def end_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship of the reader's before its time."""
    return _end(request, pk, scope=None, back=reverse("workbench:my_rights"))


@require_POST
@employee("staff.manage")
def end_for(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship of another employee before its time."""
    row = identity.deputyship(pk=pk)
    scope = rights.scope(request)
    if row is None or identity.person(scope=scope, pk=row.principal_id) is None:
        raise Http404
    return _end(request, pk, scope=scope, back=pages.person_url(row.principal.username))


def _end(request: HttpRequest, pk: int, *, scope: Scope | None, back: str) -> HttpResponse:
    def act() -> str:
        deputies.end(
            deputyship_id=pk, reason=request.POST.get("reason", "")[:300],
            actor_id=rights.reader_id(request), scope=scope, at=timezone.now(),
        )  # fmt: skip
        return _("The deputyship has ended.")

    return pages.act_and_return(request, back=back, act=act)
