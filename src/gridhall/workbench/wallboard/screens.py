"""Screens on walls: which there are, a new one with its code, the end of one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from gridhall.foundation import language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.refusals import ScreenNotFound
from gridhall.servicedesk.services import NewScreen
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.ui.forms import DateField
from gridhall.workbench import lists, rights

KEEP = "cases.supervise"
USUAL_DAYS = 180
STATES = {
    "LIVE": Status(pgettext_lazy("wall screen", "On the wall"), "success", "device-tv"),
    "WAITING": Status(pgettext_lazy("wall screen", "Waits for its code"), "info", "hourglass"),
    "EXPIRED": Status(pgettext_lazy("wall screen", "Run out"), "neutral", "calendar-off"),
    "ENDED": Status(pgettext_lazy("wall screen", "Ended"), "neutral", "plug-off"),
}


class ScreenForm(forms.Form):
    """A screen to be: where it hangs, whose figures, in which language, until when."""

    name = forms.CharField(
        label=gettext_lazy("Where it hangs"), max_length=60,
        help_text=gettext_lazy("So that it can be told from others: meeting room, 2nd floor."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Whose figures"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    valid_to = DateField(
        label=gettext_lazy("Shown until before"),
        help_text=gettext_lazy("Then it has to be set up again."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


@employee(KEEP)
def screens(request: HttpRequest) -> HttpResponse:
    """List the screens of the reader's units: which show figures, since when, seen last when."""
    found = servicedesk.wall_screens(scope=rights.scope(request), at=timezone.now())
    context = {
        "screens": [(one, STATES[one.state]) for one in found],
        "door": request.build_absolute_uri(reverse("wall:screen")),
    }  # fmt: skip
    return render(request, "workbench/wallboard/screens.html", context)


@employee(KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Set a screen up; its code is shown this once."""
    scope, now = rights.scope(request), timezone.now()
    units = [
        (str(unit.pk), unit.name)
        for unit in identity.organisations(scope=scope) if unit.level != "TEAM"
    ]  # fmt: skip
    first = {
        "language": language.active(),
        "valid_to": timezone.localdate(now) + timedelta(days=USUAL_DAYS),
    }  # fmt: skip
    form = ScreenForm(request.POST or None, units=units, initial=first)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        wanted = NewScreen(
            name=typed["name"], organisation_id=int(typed["unit"]), valid_to=typed["valid_to"],
            language=typed["language"],
        )  # fmt: skip
        try:
            row, code = services.make_screen(
                new=wanted, scope=scope, by_id=rights.reader_id(request), at=now
            )
        except GridHallError as error:
            form.add_error(None, as_text(error))
        else:
            return _code(request, row, code)
    return lists.show(request, "workbench/wallboard/screen_new.html", {"form": form})


def _code(request: HttpRequest, row: Any, code: str) -> HttpResponse:
    context = {
        "row": row, "code": f"{code[:5]}-{code[5:]}",
        "minutes": settings.GRIDHALL_WALL_BOARD["code_minutes"],
        "door": request.build_absolute_uri(reverse("wall:screen")),
    }  # fmt: skip
    answer = render(request, "workbench/wallboard/screen_code.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@employee(KEEP)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a screen: within seconds it shows nothing any more."""
    try:
        services.end_screen(
            pk=pk, scope=rights.scope(request), by_id=rights.reader_id(request),
            at=timezone.now(), reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except ScreenNotFound:
        raise Http404 from None
    except GridHallError as error:
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("The screen has ended."))
    return redirect("workbench:wall_screens")
