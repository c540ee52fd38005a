"""Two versions side by side, and a version tried on past cases."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import comparing, library, trying
from gridhall.ui import formats
from gridhall.ui.figures import Stat
from gridhall.workbench import lists

from . import parts
from .pages import READ, find


@employee(READ)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is different between two versions, in words and side by side."""
    new = find(pk)
    others = [one for one in library.versions_of(new.code) if one.pk != new.pk]
    wanted = lists.whole_number(request.GET.get("with", ""))
    current = next((one for one in others if one.status == "PUBLISHED"), None)
    older = next((one for one in others if one.version < new.version), None)
    old = next((one for one in others if one.pk == wanted), None) or current or older
    context = {"row": new, "title": parts.title_of(new), "others": others, "old": old}
    before = library.definition_of(old) if old else None
    after = library.definition_of(new)
    if old is not None and before is not None and after is not None:
        found = comparing.compare(before, after)
        context |= {
            "found": found,
            "old_picture": parts.picture(before, name="old", marks=found.old_marks),
            "new_picture": parts.picture(after, name="new", marks=found.new_marks),
            "marks": {"ADDED": _("added"), "REMOVED": _("removed"), "CHANGED": _("changed")},
        }  # fmt: skip
    return render(request, "workbench/processes/compare.html", context)


@employee(READ)
def try_on_past(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where past cases would have gone in this version."""
    row = find(pk)
    definition = library.definition_of(row)
    if definition is None:
        raise Http404
    trial = trying.try_on_past(definition)
    steps = definition.steps
    context = {
        "row": row, "title": parts.title_of(row), "trial": trial, "most": trying.MOST_CASES,
        "stats": _stats(trial),
        "stuck": sorted(trial.stuck.values(), key=lambda one: -one.count),
        "assumed": [(steps[name].title, count) for name, count in trial.assumed.most_common()],
        "picture": parts.picture(definition, marks=dict.fromkeys(trial.stuck, "STUCK")),
    }  # fmt: skip
    return render(request, "workbench/processes/try.html", context)


def _stats(trial: trying.Trial) -> list[Stat]:
    stuck = trial.total - trial.ended
    return [
        Stat(label=_("Past cases replayed"), value=formats.number(trial.total), icon="history"),
        Stat(label=_("Reach an end"), value=formats.number(trial.ended), tone="success",
             icon="circle-check"),
        Stat(label=_("At another end than then"), value=formats.number(trial.otherwise),
             tone="warning" if trial.otherwise else "neutral", icon="arrows-split"),
        Stat(label=_("Get stuck"), value=formats.number(stuck),
             tone="danger" if stuck else "neutral", icon="hand-stop"),
    ]  # fmt: skip
