"""The book of standards: profiles, what each promises, and every version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.standards import selectors, services
from gridhall.foundation.standards.selectors import StandardFilter
from gridhall.kernel.errors import GridHallError
from gridhall.ui import tables
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import book_words, specs

if TYPE_CHECKING:
    from gridhall.foundation.standards.models import ServiceStandard

ACTS_SHOWN = 20


@employee("standards.read")
def standards(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Show the standards of a profile: the one in force, unless another is asked for."""
    today = timezone.localdate()
    in_force = selectors.profile_on(on=today)
    shown = selectors.profile(code=code) if code else in_force
    if shown is None:
        raise Http404
    state = specs.STANDARDS.read(request.GET)
    rows = selectors.standards_of(
        profile_id=shown.pk,
        filters=StandardFilter(
            text=state.filters["q"], kind=state.filters["kind"],
            on=None if state.filters["show"] else today,
        ),
    )  # fmt: skip
    if state.export:
        return lists.export(request, spec=specs.STANDARDS, state=state, rows=rows, name="standards")
    table = lists.table(
        request, spec=specs.BOOK, state=state, page=tables.list_page(rows, state),
        row_url=lambda row: reverse("workbench:standard", args=[row.pk]),
    )  # fmt: skip
    context = {
        "table": table, "shown": shown, "in_force": in_force, "tabs": _tabs(shown.pk, in_force.pk),
        "history": selectors.profile_history(),
        "may_choose": rights.may(request, "standards.approve"),
    }  # fmt: skip
    return render(request, "workbench/standards/standards.html", context)


@employee("standards.read")
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: what is promised, by which source, who is told when, its history."""
    row = selectors.standard(pk=pk)
    if row is None:
        raise Http404
    versions = selectors.versions_of(profile_id=row.profile_id, code=row.code)
    acts = audit.history_of_object(
        object_type="standards.ServiceStandard", object_id=str(row.pk), limit=ACTS_SHOWN
    )
    may_manage = rights.may(request, "standards.manage")
    context = {
        "row": row, "target": book_words.target(row), "applies_to": book_words.applies_to(row),
        "state": book_words.state(row), "certainty": book_words.certainty(row),
        "ladder": book_words.ladder(row), "acts": sentences.timeline(acts),
        "versions": [(one, book_words.target(one), book_words.state(one)) for one in versions],
        "may_manage": may_manage, "others": _others(row) if may_manage else 0,
    }  # fmt: skip
    return render(request, "workbench/standards/standard.html", context)


def _others(row: ServiceStandard) -> int:
    """Return how many running clocks an older version still judges; 0 unless this is in force."""
    try:
        return services.preview_application(standard_id=row.pk, at=timezone.now())
    except GridHallError:
        return 0


def _tabs(shown: int, in_force: int) -> list[dict[str, object]]:
    return [
        {
            "url": reverse("workbench:profile", args=[one.code]), "label": one.title,
            "active": one.pk == shown, "icon": "circle-check" if one.pk == in_force else "",
            "count": getattr(one, "standards_count", ""),
        }
        for one in selectors.profiles()
    ]  # fmt: skip
