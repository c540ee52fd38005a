"""The customer file: as it was on any day, changed part by part, the history of every field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.customers import services
from gridhall.customers.checks import InvalidFileValue
from gridhall.customers.parts import PARTS, Part
from gridhall.foundation.identity.access import employee
from gridhall.foundation.personal_data import services as personal_data
from gridhall.foundation.personal_data.errors import TooManyReveals
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text
from gridhall.workbench import callers, lists, rights

from . import file_page
from .file_forms import EndForm, PartForm
from .forms import RevealForm


@employee("customers.read")
@callers.after_check
def customer_file(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show the whole file as it was on a day, today unless another is chosen."""
    scope = rights.scope(request)
    today = timezone.localdate()
    on = lists.day(request.GET.get("on", "")) or today
    file = customers.file_of(scope=scope, account_no=account_no, on=on)
    card = customers.account_card(scope=scope, account_no=account_no)
    actions = rights.actions_at(request, file.organisation_id)
    page = file_page.build(file=file, actions=actions, today=today, tab=request.GET.get("tab", ""))
    return render(request, "workbench/customers/file.html", {"page": page, "card": card})


@employee("customers.edit")
@callers.after_check
def part_edit(request: HttpRequest, account_no: str, part: str, entry: int) -> HttpResponse:
    """Change one entry from a day on; what needs a review is filed as a correction."""
    scope, kind = rights.scope(request), _part(part)
    file = customers.file_of(scope=scope, account_no=account_no, on=timezone.localdate())
    found = next((one for one in file.part(part).entries if one.subject_id == entry), None)
    if found is None:
        raise Http404
    form = PartForm(kind, request.POST or None, entry=found, initial=_today())
    if request.method == "POST" and form.is_valid():
        outcome = _tried(
            form,
            lambda: services.change_or_file(
                scope=scope, account_id=file.account_id, part=part, subject_id=entry,
                changes=form.changes(), from_day=form.cleaned_data["from_day"],
                reason=form.cleaned_data["reason"], actor_id=rights.reader_id(request),
                at=timezone.now(),
            ),
        )  # fmt: skip
        if outcome.done:
            messages.success(request, _filed() if outcome.value else _("The file is changed."))
            return _back(account_no, part)
    return _form_page(request, account_no, kind, form, title=kind.label)


@employee("customers.edit")
@callers.after_check
def part_add(request: HttpRequest, account_no: str, part: str) -> HttpResponse:
    """Put a new entry into a part that may have several."""
    scope, kind = rights.scope(request), _part(part)
    if not kind.many or part == "PREMISE":
        raise Http404
    file = customers.file_of(scope=scope, account_no=account_no, on=timezone.localdate())
    form = PartForm(kind, request.POST or None, initial=_today())
    if request.method == "POST" and form.is_valid():
        outcome = _tried(
            form,
            lambda: services.add_entry(
                scope=scope, account_id=file.account_id, part=part, entry=form.changes(),
                from_day=form.cleaned_data["from_day"], reason=form.cleaned_data["reason"],
                actor_id=rights.reader_id(request), at=timezone.now(),
            ),
        )  # fmt: skip
        if outcome.done:
            messages.success(request, _("It is in the file now."))
            return _back(account_no, part)
    return _form_page(request, account_no, kind, form, title=kind.label)


@employee("customers.edit")
@callers.after_check
def part_end(request: HttpRequest, account_no: str, part: str, entry: int) -> HttpResponse:
    """Take an entry out of the file from a day on; it stays in the history."""
    scope, kind = rights.scope(request), _part(part)
    file = customers.file_of(scope=scope, account_no=account_no, on=timezone.localdate())
    if not kind.many or part == "PREMISE" or entry not in _ids(file, part):
        raise Http404
    form = EndForm(request.POST or None, initial=_today())
    if request.method == "POST" and form.is_valid():
        outcome = _tried(
            form,
            lambda: services.end_entry(
                scope=scope, account_id=file.account_id, part=part, subject_id=entry,
                from_day=form.cleaned_data["from_day"], reason=form.cleaned_data["reason"],
                actor_id=rights.reader_id(request), at=timezone.now(),
            ),
        )  # fmt: skip
        if outcome.done:
            messages.success(request, _("It leaves the file; the history keeps it."))
            return _back(account_no, part)
    return _form_page(request, account_no, kind, form, title=_("Take out of the file"))


@employee("customers.read")
@callers.after_check
def field_history(
    request: HttpRequest, account_no: str, part: str, entry: int, field: str
) -> HttpResponse:
    """Show how one field came to be: every value, its days, who entered it and why."""
    history = customers.field_history(
        scope=rights.scope(request), account_no=account_no, part=_part(part).code,
        subject_id=entry, field=field,
    )  # fmt: skip
    context = {"history": history, "account_no": account_no}
    return render(request, "workbench/customers/field_history.html", context)


@require_POST
@employee("customers.reveal")
@callers.after_check
def entry_reveal(request: HttpRequest, account_no: str, part: str, entry: int) -> HttpResponse:
    """Show one personal value of the file in full, with a reason; who looked and why is kept."""
    scope = rights.scope(request)
    on = lists.day(request.GET.get("on", "")) or timezone.localdate()
    file = customers.file_of(scope=scope, account_no=account_no, on=on)
    form = RevealForm(request.POST)
    values: tuple[str, ...] = ()
    if form.is_valid():
        values = revealed(
            request,
            lambda reader, now: services.reveal_entry(
                scope=scope, account_id=file.account_id, part=part, subject_id=entry, on=on,
                actor_id=reader, at=now, **form.cleaned_data,
            ),
        )  # fmt: skip
    context = {"form": form, "values": values}
    return lists.show(request, "workbench/customers/_revealed.html", context)


@employee("customers.read")
@callers.after_check
def risk(request: HttpRequest, account_no: str) -> HttpResponse:
    """Show the risk rating of a customer with every finding behind it."""
    scope = rights.scope(request)
    card = customers.account_card(scope=scope, account_no=account_no)
    rating = customers.risk_of(scope=scope, account_id=card.account_id, on=timezone.localdate())
    context = {"card": card, "rating": rating, "status": file_page.risk_status(rating)}
    return render(request, "workbench/customers/risk.html", context)


def revealed(
    request: HttpRequest, look: Callable[[int, datetime], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return what a look gives; one too many is noted before it is refused."""
    reader, now = rights.reader_id(request), timezone.now()
    try:
        return look(reader, now)
    except TooManyReveals:
        personal_data.refuse_reveal(actor_id=reader, at=now)
        raise


def _part(code: str) -> Part:
    if code not in PARTS:
        raise Http404
    return PARTS[code]


def _ids(file: customers.CustomerFile, part: str) -> set[int]:
    return {entry.subject_id for entry in file.part(part).entries}


def _today() -> dict[str, Any]:
    return {"from_day": timezone.localdate()}


def _filed() -> str:
    return _("A correction is filed; a customer file steward decides about it.")


def _back(account_no: str, part: str) -> HttpResponse:
    tab = file_page.tab_of(part)
    return redirect(f"{reverse('workbench:customer_file', args=[account_no])}?tab={tab}#{part}")


class _Outcome:
    """What an attempt gave; ``done`` is false when the form says what was wrong."""

    def __init__(self, *, done: bool, value: Any = None) -> None:
        self.done, self.value = done, value


def _tried(form: Any, act: Callable[[], Any]) -> _Outcome:
    """Carry the act out; an expected failure goes to the field it is about."""
    try:
        return _Outcome(done=True, value=act())
    except InvalidFileValue as error:
        form.add_error(error.name if error.name in form.fields else None, as_text(error))
    except GridHallError as error:
        form.add_error(None, as_text(error))
    return _Outcome(done=False)


def _form_page(
    request: HttpRequest, account_no: str, part: Part, form: Any, *, title: Any
) -> HttpResponse:
    context = {"form": form, "part": part, "account_no": account_no, "title": title}
    return lists.show(request, "workbench/customers/part_form.html", context)
