"""Writing on a case: a reply the customer reads, or a remark inside the company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import services
from gridhall.ui import attempts
from gridhall.workbench import rights

from . import page, shown, words
from .forms import SayForm, fresh_key

if TYPE_CHECKING:
    from gridhall.servicedesk.selectors import CaseFile

REPLY, REMARK = "REPLY", "REMARK"


def empty(file: CaseFile) -> SayForm:
    """Return an empty composer for a case; an anonymous one gets remarks only."""
    silent = not page.can_be_answered(file)
    return SayForm(
        silent=silent,
        initial={
            "key": fresh_key(), "mode": REMARK if silent else REPLY, "channel": file.row.channel,
        },
    )  # fmt: skip


@require_POST
@employee("cases.work")
def say(request: HttpRequest, number: str) -> HttpResponse:
    """Add a turn; what may tell who reported wrongdoing is stopped and the text kept."""
    file = page.file_or_404(request, number)
    form = SayForm(request.POST, silent=not page.can_be_answered(file))
    if form.is_valid():
        with attempts.in_form(form, "body"):
            said = _said(request, file, form.cleaned_data)
            messages.success(request, said)
            return redirect("workbench:case", number=number)
    return show(request, file, composer=form)


def show(request: HttpRequest, file: CaseFile, *, composer: SayForm | None = None) -> HttpResponse:
    """Show the page of a case, with an empty composer or with one whose text was refused."""
    may_write = "cases.work" in page.actions(request, file)
    form = composer or (empty(file) if may_write else None)
    context = {
        "page": shown.build(request, file, composer=form), "plural": words.plural(),
        "crumbs": [(pgettext("service desk", "Cases"), reverse("workbench:cases"))],
    }  # fmt: skip
    wrong = composer is not None and bool(composer.errors)
    return render(request, "workbench/cases/case.html", context, status=422 if wrong else 200)


def _said(request: HttpRequest, file: CaseFile, typed: dict[str, Any]) -> str:
    by: dict[str, Any] = {
        "case_id": file.row.id, "body": typed["body"], "by_id": rights.reader_id(request),
        "at": timezone.now(), "dedup_key": f"workbench:{typed['key']}",
    }  # fmt: skip
    if typed["mode"] == REPLY:
        services.reply(**by, channel=typed["channel"])
        return _("The reply is sent.")
    services.remark(**by)
    return _("The remark is kept.")
