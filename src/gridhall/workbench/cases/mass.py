"""How far the one answer of a mass event has got, and setting it going again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.ui.text import Text
from gridhall.workbench import rights

from . import page

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile, MassProgress

READ, SUPERVISE = "cases.read", "cases.supervise"
DONE = Status(pgettext_lazy("answer to all", "Done"), "success", "circle-check")
RUNNING = Status(pgettext_lazy("answer to all", "On its way"), "info", "send")
STUCK = Status(pgettext_lazy("answer to all", "Stands still"), "danger", "player-pause")
REFUSED = Status(pgettext_lazy("answer to all", "Done, some refused"), "warning", "alert-triangle")
#: Why a case refused, by the code of the error, for who has to look at it.
FAULTS: dict[str, Text] = {
    "CASE_ACT_NOT_DUE": gettext_lazy("not at a step where it can be answered"),
    "CASE_ENDED": gettext_lazy("over meanwhile"),
    "CASE_CHANGED": gettext_lazy("changed by somebody at the same moment"),
    "CASE_FINDING_MISSING": gettext_lazy("needs a finding of its own"),
    "CASE_NOBODY_TO_ANSWER": gettext_lazy("anonymous: nobody can be answered"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """A case that refused, with the reason in words."""

    number: str
    summary: str
    status: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MassLine:
    """One answer to all, ready to be drawn."""

    row: MassProgress
    state: Status
    percent: int
    faults: list[FaultLine]


def lines(file: CaseFile, at: datetime) -> list[MassLine]:
    """Return the answers to all of a master case; none for other cases."""
    if not file.row.is_master:
        return []
    return [_line(one) for one in servicedesk.mass_answers(master_id=file.row.id, at=at)]


def _line(row: MassProgress) -> MassLine:
    state = STUCK if row.stuck else RUNNING if row.running else REFUSED if row.refused else DONE
    return MassLine(
        row=row, state=state, percent=row.reached * 100 // row.total if row.total else 100,
        faults=[
            FaultLine(number=one.number, summary=one.summary, status=one.status_label,
                      why=FAULTS.get(one.fault, one.fault))
            for one in row.faults
        ],
    )  # fmt: skip


@employee(READ)
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far the answers of a master case have got, as a part of its page."""
    file = page.file_or_404(request, number)
    found = lines(file, timezone.now())
    if not found:
        raise Http404
    context = {
        "answers": found, "number": number,
        "may_resume": SUPERVISE in page.actions(request, file),
    }  # fmt: skip
    return render(request, "workbench/cases/_mass.html", context)


@require_POST
@employee(SUPERVISE)
def resume(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Set an answer going again that stands still, or try the refused cases again."""
    file = page.file_or_404(request, number)
    try:
        services.resume_answer(
            answer_id=pk, master_id=file.row.id, by_id=rights.reader_id(request),
            at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        messages.error(request, as_text(error))
    else:
        messages.success(request, _("The answer goes on."))
    return redirect("workbench:case", number=number)
