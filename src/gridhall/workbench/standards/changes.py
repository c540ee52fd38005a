"""Changing the book of standards: a new version, its approval, its end, the profile in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gridhall.foundation.identity.access import employee
from gridhall.foundation.standards import selectors, services
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts
from gridhall.ui.errors import as_text
from gridhall.workbench import lists, rights

from .forms import EndForm, ProfileForm, StandardForm

#: Which field an error is about, as the checks name them; the others stand above the form.
BELONGS_TO = {"STANDARDS_TOO_EARLY": "valid_from"}


@employee("standards.manage")
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next version of a standard, or another one like it, as a draft."""
    like = selectors.standard(pk=pk)
    if like is None:
        raise Http404
    form = StandardForm(request.POST or None, like=like)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.save_standard(
                new=form.new(), by_id=rights.reader_id(request), at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except GridHallError as error:
            form.add_error(_field(error, form), as_text(error))
        else:
            messages.success(request, _("Kept as a draft. It holds once somebody else approves."))
            return redirect("workbench:standard", pk=draft.pk)
    return lists.show(request, "workbench/standards/new_version.html", {"form": form, "like": like})


def _field(error: GridHallError, form: StandardForm) -> str | None:
    named = str(error.params.get("field", "")) or BELONGS_TO.get(error.code, "")
    return named if named in form.fields else None


@require_POST
@employee("standards.manage")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to put a draft in force."""
    with attempts.told(request):
        services.request_approval(
            standard_id=pk, by_id=rights.reader_id(request), at=timezone.now()
        )
        messages.success(request, _("Asked for. Somebody else decides."))
    return redirect("workbench:standard", pk=pk)


@employee("standards.manage")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to let a standard end."""
    row = selectors.standard(pk=pk)
    if row is None:
        raise Http404
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.request_end(
                standard_id=pk, valid_to=form.cleaned_data["valid_to"],
                by_id=rights.reader_id(request), at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, _("Asked for. Somebody else decides."))
            return redirect("workbench:standard", pk=pk)
    return lists.show(request, "workbench/standards/end.html", {"form": form, "row": row})


@require_POST
@employee("standards.manage")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a standard on the clocks that run already."""
    with attempts.told(request):
        started = services.start_application(
            standard_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
        text = ngettext("{n} clock is moved over.", "{n} clocks are moved over.", started.expected)
        messages.success(request, text.format(n=started.expected))
    return redirect("workbench:standard", pk=pk)


@employee("standards.approve")
def choose(request: HttpRequest) -> HttpResponse:
    """Let another profile hold for new cases."""
    form = ProfileForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with attempts.in_form(form, "valid_from"):
            services.choose_profile(
                code=typed["profile"], valid_from=typed["valid_from"], reason=typed["reason"],
                by_id=rights.reader_id(request), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Chosen. Cases that have begun keep their profile."))
            return redirect("workbench:standards")
    return lists.show(
        request, "workbench/standards/choose.html",
        {"form": form, "history": selectors.profile_history()},
    )  # fmt: skip
