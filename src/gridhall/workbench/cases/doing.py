"""Doing something about a case: the drawer of an act, its form, its call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import services
from gridhall.servicedesk.errors import CaseChanged
from gridhall.ui import attempts
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from . import acts, offering, page, relating
from .act_forms import DRAWER_IDS

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile


@employee("cases.work")
def act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show the drawer of an act, or do what was typed.

    A page somebody looked at before the case changed is told so, and what was typed stays.
    """
    file, wanted = page.file_or_404(request, number), relating.BY_CODE.get(code)
    if wanted is None or wanted.action not in page.actions(request, file):
        raise Http404
    initial = {"version": file.version, **offering.initial(wanted.code, file)}
    form = wanted.form(
        request.POST or None,
        auto_id=DRAWER_IDS,
        initial=initial,
        offered=offering.offered(request, file),
    )
    stale = "" if wanted.when(page.standing_of(file)) else _("This cannot be done any more.")
    if request.method == "POST" and form.is_valid():
        stale = _stale(file, form.cleaned_data["version"])
        if not stale:
            by = acts.By(
                case_id=file.row.id, by_id=rights.reader_id(request), at=timezone.now(),
                find=lambda other: page.find(request, other).pk,
            )  # fmt: skip
            try:
                wanted.call(by, form.cleaned_data)
            except CaseChanged:
                stale = _("Somebody else changed it at this very moment.")
            except GridHallError as error:
                form.add_error(None, as_text(error))
            else:
                messages.success(request, str(wanted.done))
                return redirect("workbench:case", number=number)
    return _drawer(request, number, wanted, form, stale)


def _stale(file: CaseFile, seen: int) -> str:
    if file.version == seen:
        return ""
    who = page.last_hand(file)
    if who:
        return _("{who} changed it after you opened this page.").format(who=who)
    return _("It was changed after you opened this page.")


def _drawer(
    request: HttpRequest, number: str, wanted: acts.Act, form: Any, stale: str
) -> HttpResponse:
    context = {
        "form": form, "title": wanted.label, "number": number, "stale": stale,
        "note": wanted.note, "note_tone": "warning" if wanted.danger else "info",
        "submit": wanted.label, "icon": wanted.icon,
        "kind": "danger" if wanted.danger else "primary",
        "back": reverse("workbench:case", args=[number]),
    }  # fmt: skip
    answer = lists.show(request, "workbench/cases/act.html", context)
    if stale and request.method == "POST":
        answer.status_code = 422
    return answer


@require_POST
@employee("cases.work")
def unlink(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Take a link to another case off."""
    file = page.file_or_404(request, number)
    with attempts.told(request):
        services.unlink(
            case_id=file.row.id, other_id=page.find(request, other).pk,
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The link is taken off."))
    return redirect("workbench:case", number=number)
