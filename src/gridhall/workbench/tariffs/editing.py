"""Writing a draft: the editor with its faults at their lines, and the monthly sheet."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gridhall.foundation import language
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.rating.books.sheet import SheetRefused
from gridhall.tariffs import selectors as tariffs
from gridhall.tariffs import services
from gridhall.tariffs.errors import UnknownTariffBook
from gridhall.ui.errors import as_text
from gridhall.workbench import rights

from . import draft_words
from .drafts import find
from .forms import DraftForm, SheetForm

EDIT = "tariffs.edit"
EMPTY = """book: CN/province/name
title: {zh: 名称, en: Name}
jurisdiction: CN-XX
sources:
  notice:
    title: 通知全称
    number: 文号
    href: null
    published_on: 2026-01-01
parameters:
  - key: XX.name
    name: {zh: 名称, en: name}
    unit: yuan/kWh
    values:
      - {effective_from: 2026-01-01, value: "0.0000", source: notice, grade: A, verified: true}
"""
EDITOR = "workbench/tariffs/edit.html"


@employee(EDIT)
def new_draft(request: HttpRequest) -> HttpResponse:
    """Begin a draft: of a new book, or from the current version of one (``?book=``)."""
    path = request.GET.get("book", "")[:120]
    there = tariffs.open_draft_of(path=path) if path else None
    if there is not None and request.method == "GET":
        return redirect("workbench:edit_tariff_draft", pk=there.pk)
    text = EMPTY
    if path:
        try:
            text = tariffs.book(path=path).text
        except (UnknownTariffBook, ValueError):
            raise Http404 from None
    return _editor(request, {"path": path, "text": text, "revision": 0}, {"new": not path})


@employee(EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing a draft; one that is decided is the beginning of the next."""
    row = find(pk)
    is_open = row.status in tariffs.OPEN
    initial = {
        "path": row.path, "text": row.text, "reason": row.reason,
        "revision": row.revision if is_open else 0,
    }  # fmt: skip
    mistakes = draft_words.mistakes(row) if is_open else []
    return _editor(request, initial, {"row": row, "mistakes": mistakes})


def _editor(request: HttpRequest, initial: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    form = DraftForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        initial = initial | {name: request.POST.get(name, "") for name in form.fields}
        if form.is_valid():
            answer = _save(request, form)
            if answer is not None:
                return answer
        status = 422
    context = {"mistakes": [], **context, "form": form, "typed": initial}
    return render(request, EDITOR, context, status=status)


def _save(request: HttpRequest, form: DraftForm) -> HttpResponse | None:
    typed = form.cleaned_data
    try:
        row = services.save_draft(
            path=typed["path"], text=typed["text"], reason=typed["reason"],
            revision=typed["revision"], by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        form.add_error(None, as_text(error))
        return None
    if row.faults:
        messages.warning(request, _("Saved. It cannot be published before its faults are mended."))
        return redirect("workbench:edit_tariff_draft", pk=row.pk)
    messages.success(request, _("Saved as a draft. It rates nothing yet."))
    return redirect("workbench:tariff_draft", pk=row.pk)


@employee(EDIT)
def sheet(request: HttpRequest) -> HttpResponse:
    """Take in a published price sheet: it becomes a draft, or every cell at fault is named."""
    form = SheetForm(request.POST or None, request.FILES or None)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            row = _take_in(request, form)
        except SheetRefused as refused:
            problems = [
                {"place": one.place, "told": language.either(one.text.zh, one.text.en)}
                for one in refused.problems
            ]
        except GridHallError as error:
            form.add_error("file", as_text(error))
        else:
            messages.success(request, _("The sheet is read. Decide what it found, then check."))
            return redirect("workbench:tariff_draft", pk=row.pk)
    wrong = bool(problems) or (form.is_bound and not form.is_valid())
    context = {"form": form, "problems": problems}
    return render(request, "workbench/tariffs/sheet.html", context, status=422 if wrong else 200)


def _take_in(request: HttpRequest, form: SheetForm) -> Any:
    typed = form.cleaned_data
    upload = typed["file"]
    with NamedTemporaryFile(suffix=".sheet") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        return services.draft_from_sheet(
            file=Path(kept.name), name=str(upload.name), structure=typed["structure"],
            utility=(typed["name_zh"], typed["name_en"]), month=typed["month"],
            published=typed["published"], href=typed["href"],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
