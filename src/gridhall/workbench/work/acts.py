"""What is done with work items: with one, with many, and finishing one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import selectors as processes
from gridhall.foundation.processes import services
from gridhall.foundation.processes.errors import AlreadyDone
from gridhall.foundation.processes.services import Result
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text
from gridhall.ui.text import Text
from gridhall.workbench import lists, rights
from gridhall.workbench.cases.step_forms import StepForm

from .views import MOST, OWN, found_item, item_page

LONGEST_NOTE = 300
SHOWN_FAULTS = 10
#: Acts on one item → what is said once it is done.
DONE: dict[str, Text] = {
    "claim": gettext_lazy("You have taken “{step}” of {subject}."),
    "give_back": gettext_lazy("“{step}” of {subject} can be taken by everybody of its role."),
    "delegate": gettext_lazy("“{step}” of {subject} is with your colleague now."),
    "assign": gettext_lazy("“{step}” of {subject} is assigned."),
    "send_back": gettext_lazy("“{step}” of {subject} is sent back."),
}
TO_A_PERSON = frozenset({"assign", "delegate"})


@require_POST
@employee(OWN)
def one(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take, give back, delegate, assign or send back one item."""
    act = act.replace("-", "_")
    if act not in DONE:
        raise Http404
    found = found_item(request, pk)
    by: dict[str, Any] = {
        "item_id": pk, "by_id": rights.reader_id(request), "at": timezone.now(),
    }  # fmt: skip
    if act != "claim":
        by["note"] = request.POST.get("reason", "")[:LONGEST_NOTE]
    if act in TO_A_PERSON:
        by["to_id"] = lists.whole_number(request.POST.get("to", "")) or 0
    if act == "send_back":
        by["to_step"] = request.POST.get("to", "")[:LONGEST_NOTE]
    try:
        getattr(services, act)(**by)
    except GridHallError as error:
        return item_page(request, found, fault=as_text(error))
    text = str(DONE[act]).format(step=found.step_title, subject=found.subject_label)
    messages.success(request, text)
    return redirect(_back(request))


@require_POST
@employee(OWN)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish an item with the form of its step."""
    found = found_item(request, pk)
    form = StepForm(request.POST, item=found)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            services.complete(
                item_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
                outcome=typed.get("outcome", ""), values=form.values(), note=typed["note"],
                seen_version=typed["version"],
            )  # fmt: skip
        except AlreadyDone as error:
            return item_page(request, found_item(request, pk), fault=as_text(error))
        except GridHallError as error:
            form.add_error(None, as_text(error))
        else:
            text = _("“{step}” of {subject} is finished.")
            messages.success(
                request, text.format(step=found.step_title, subject=found.subject_label)
            )
            return redirect(_back(request))
    return item_page(request, found, form=form)


@require_POST
@employee(OWN)
def many(request: HttpRequest) -> HttpResponse:
    """Take, give back or assign the chosen items; say of each what came of it."""
    act = request.POST.get("act", "")
    chosen = [lists.whole_number(one) for one in request.POST.getlist("item")[:MOST]]
    ids = [one for one in chosen if one is not None]
    to_id = lists.whole_number(request.POST.get("to", ""))
    if act not in {"claim", "give_back", "assign"}:
        raise Http404
    if not ids:
        messages.warning(request, _("Choose at least one line first."))
    elif act == "assign" and to_id is None:
        messages.warning(request, _("Choose who shall get it."))
    else:
        more = {"to_id": to_id} if act == "assign" else {}
        results = services.many(
            act, ids, by_id=rights.reader_id(request), at=timezone.now(), **more
        )
        tell(request, results)
    return redirect(_back(request))


def tell(request: HttpRequest, results: list[Result]) -> None:
    """Say how many items it worked with, and of the others why not."""
    done = sum(result.error is None for result in results)
    if done:
        text = ngettext("Done with {number} item.", "Done with {number} items.", done)
        messages.success(request, text.format(number=done))
    failed = {result.item_id: result.error for result in results if result.error is not None}
    user_id, at = rights.reader_id(request), timezone.now()
    reasons: Counter[str] = Counter()
    for item_id, error in list(failed.items()):
        found = processes.item_of(item_id=item_id, user_id=user_id, at=at)
        label = found.subject_label if found else ""
        said = as_text(error)
        reasons[said if not label or label in said else f"{label}: {said}"] += 1
    for said, number in reasons.most_common(SHOWN_FAULTS):
        messages.warning(request, f"{said} ({number})" if number > 1 else said)
    if len(reasons) > SHOWN_FAULTS:
        text = _("{number} more were left as they are.")
        messages.warning(request, text.format(number=len(reasons) - SHOWN_FAULTS))


def _back(request: HttpRequest) -> str:
    """Return the list the reader came from, or the inbox."""
    back = request.POST.get("back", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if inside else reverse("workbench:work")
