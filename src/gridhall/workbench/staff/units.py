"""The organisation tree on any day, and its changes: opened, renamed, moved, closed, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.services import Placement
from gridhall.foundation.staff.services import units
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import pages, trees
from .forms import ChangeUnitForm, CloseUnitForm, MergeUnitForm, OpenUnitForm

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation


@employee("staff.read")
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the tree inside the reader's scope as it is, was or will be on a day."""
    scope, today = rights.scope(request), timezone.localdate()
    on = lists.day(request.GET.get("on", "")) or today
    shown = trees.tree(
        identity.units_on(scope=scope, on=on, with_closed="closed" in request.GET),
        people=identity.people_by_unit(on=on), staff_url=reverse("workbench:staff"),
    )  # fmt: skip
    context = {
        "units": shown, "on": on, "is_today": on == today, "tabs": pages.tabs("organisations"),
        "with_closed": "closed" in request.GET, "may_manage": rights.may(request, "staff.manage"),
        "planned": trees.placements(
            identity.planned_placements(scope=scope, after=today), today=today
        ),
    }  # fmt: skip
    return render(request, "workbench/staff/organisations.html", context)


@employee("staff.read")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit: what it was called and where it stood, what is planned, what hangs on it."""
    found, today = _unit_or_404(request, code), timezone.localdate()
    actions = rights.actions_at(request, found.pk)
    effects = units.effects_of(organisation_id=found.pk, on=today, scope=rights.scope(request))
    context = {
        "unit": found,
        "placements": trees.placements(
            identity.placements_of(organisation_id=found.pk), today=today
        ),
        "effects": trees.effects(effects), "may_manage": "staff.manage" in actions,
        "events": sentences.timeline(
            audit.history_of_object(
                object_type="organisation", object_id=str(found.pk), family="identity.", limit=10
            )
        ),
    }  # fmt: skip
    return render(request, "workbench/staff/unit.html", context)


def _unit_or_404(request: HttpRequest, code: str) -> Organisation:
    found = identity.organisation_by_code(code=code)
    if found is None or not rights.scope(request).holds(found.pk):
        raise Http404
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {
        "actor_id": rights.reader_id(request), "scope": rights.scope(request),
        "at": timezone.now(),
    }  # fmt: skip


def _url(code: str) -> str:
    return reverse("workbench:organisation", args=[code])


@employee("staff.manage")
def open_unit(request: HttpRequest) -> HttpResponse:
    """Open a new unit from a day on."""
    form = OpenUnitForm(
        request.POST or None, units=pages.open_units(rights.scope(request)),
        levels=trees.levels()[1:], initial={"valid_from": timezone.localdate()},
    )  # fmt: skip

    def act(values: dict[str, Any]) -> str:
        opened = units.open_unit(
            code=values["code"], name=values["name"], level=values["level"],
            parent_id=values["parent"], phone=values["phone"], valid_from=values["valid_from"],
            reason=values["reason"], **_by(request),
        )  # fmt: skip
        return _("Unit {unit} is noted.").format(unit=opened.name)

    return pages.form_page(
        request, form, title=_("New unit"), act=act, back=reverse("workbench:organisations"),
        submit=_("Create"),
    )  # fmt: skip


@employee("staff.manage")
def change_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, move or re-level a unit: first what it touches, then the change."""
    found = _unit_or_404(request, code)
    top = found.parent_id is None
    form = ChangeUnitForm(
        request.POST or None, units=pages.open_units(rights.scope(request)),
        levels=trees.levels()[:1] if top else trees.levels()[1:],
        initial={
            "name": found.name, "level": found.level, "parent": found.parent_id,
            "valid_from": timezone.localdate(),
        },
    )  # fmt: skip
    if top:
        del form.fields["parent"]

    def act(values: dict[str, Any]) -> str:
        units.change_unit(
            organisation_id=found.pk, valid_from=values["valid_from"], reason=values["reason"],
            wanted=Placement(
                name=values["name"], level=values["level"], parent_id=values.get("parent")
            ), **_by(request),
        )  # fmt: skip
        return _("The change of {unit} is noted.").format(unit=found.name)

    return _previewed(request, form, found, act, title=_("Change {unit}").format(unit=found.name))


@employee("staff.manage")
def close_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit from a day on; refused with numbers while something hangs on it."""
    found = _unit_or_404(request, code)
    form = CloseUnitForm(request.POST or None, initial={"valid_from": timezone.localdate()})

    def act(values: dict[str, Any]) -> str:
        units.close_unit(
            organisation_id=found.pk, valid_from=values["valid_from"], reason=values["reason"],
            **_by(request),
        )  # fmt: skip
        return _("The closing of {unit} is noted.").format(unit=found.name)

    return _previewed(request, form, found, act, title=_("Close {unit}").format(unit=found.name))


@employee("staff.manage")
def merge_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Merge a unit into another one from a day on."""
    found = _unit_or_404(request, code)
    others = [u for u in pages.open_units(rights.scope(request)) if u.id != found.pk]
    form = MergeUnitForm(
        request.POST or None, units=others, initial={"valid_from": timezone.localdate()}
    )

    def act(values: dict[str, Any]) -> str:
        units.merge_units(
            organisation_id=found.pk, into_id=values["into"], valid_from=values["valid_from"],
            reason=values["reason"], **_by(request),
        )  # fmt: skip
        return _("The merger of {unit} is noted.").format(unit=found.name)

    return _previewed(request, form, found, act, title=_("Merge {unit}").format(unit=found.name))


def _previewed(
    request: HttpRequest, form: forms.Form, found: Organisation, act: Any, *, title: str
) -> HttpResponse:
    """Show what hangs on the unit above the form; it is sent only once that was confirmed."""
    effects = units.effects_of(
        organisation_id=found.pk, on=timezone.localdate(), scope=rights.scope(request)
    )
    return pages.form_page(
        request, form, title=title, act=act, back=_url(found.code),
        extra={"effects": trees.effects(effects)}, template="workbench/staff/unit_form.html",
    )  # fmt: skip


@require_POST
@employee("staff.manage")
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a planned change of a unit back before its day."""
    found = _unit_or_404(request, code)

    def act() -> str:
        units.withdraw_change(
            placement_id=pk, organisation_id=found.pk,
            reason=request.POST.get("reason", "")[:300], **_by(request),
        )  # fmt: skip
        return _("The planned change is withdrawn.")

    return pages.act_and_return(request, back=_url(code), act=act)
