"""Writing a version: the editor with its faults at their lines, and taking in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridhall.foundation.identity.access import employee
from gridhall.foundation.processes import library, publishing
from gridhall.foundation.processes.plain import LONGEST_TEXT
from gridhall.kernel.errors import GridHallError
from gridhall.ui.forms import FileDrop
from gridhall.workbench import rights

from . import parts
from .pages import find

MANAGE = "processes.manage"
MOST_BYTES = 2_000_000
EMPTY = """process: my_process
title: {zh: 流程名称, en: Name of the process}
subject: case
source: 制度或文件名称
steps:
  begin: {kind: start, next: first}
  first:
    kind: task
    title: {zh: 第一步, en: First step}
    role: HALL_CLERK
    next: done
  done: {kind: end, title: {zh: 结束, en: Done}}
"""


class DraftForm(forms.Form):
    """The text of a version and a note about it."""

    text = forms.CharField(label=gettext_lazy("Text (YAML)"), strip=False)
    note = forms.CharField(label=gettext_lazy("What is different"), max_length=300, required=False)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class UploadForm(forms.Form):
    """A file, and the process that it becomes a version of."""

    file = forms.FileField(label=gettext_lazy("BPMN 2.0 or YAML file"), widget=FileDrop)
    code = forms.ChoiceField(label=gettext_lazy("Becomes a version of"), required=False)
    note = forms.CharField(label=gettext_lazy("What is different"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, code) for code in library.codes()]
        self.fields["code"].choices = [("", _("a new process")), *known]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs.update(
            {"accept": ".bpmn,.xml,.yaml,.yml", "data-max-bytes": str(MOST_BYTES)}
        )


@employee(MANAGE)
def new_process(request: HttpRequest) -> HttpResponse:
    """Write a process of the company's own."""
    return _editor(request, text=EMPTY, code="", context={"title": _("New process")})


@employee(MANAGE)
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a new version, beginning with the text of this one."""
    row = find(pk)
    context = {"title": parts.title_of(row), "row": row}
    return _editor(request, text=row.text, code=row.code, context=context)


@employee(MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on writing a draft."""
    row = find(pk)
    context = {"title": parts.title_of(row), "row": row, "is_draft": True}
    return _editor(
        request, text=row.text, code=row.code, context=context, version_id=row.pk,
        initial={"note": row.note, "digest": row.digest},
    )  # fmt: skip


def _editor(
    request: HttpRequest, *, text: str, code: str, context: dict[str, Any],
    version_id: int | None = None, initial: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    form = DraftForm(request.POST or None, initial={"text": text, **(initial or {})})
    context |= {"form": form, "text": text, "mistakes": [], "checked": False}
    status = 200
    if request.method == "POST":
        context["text"] = text = str(request.POST.get("text", ""))[: LONGEST_TEXT + 1]
        try:
            if form.is_valid() and request.POST.get("act") != "check":
                return _save(request, form, code=code, version_id=version_id)
            definition = publishing.check(text, code=code)
            context |= {"picture": parts.picture(definition), "checked": True}
        except GridHallError as error:
            context["mistakes"] = parts.mistakes(error, text)
            status = 422
    return render(request, "workbench/processes/edit.html", context, status=status)


def _save(
    request: HttpRequest, form: DraftForm, *, code: str, version_id: int | None
) -> HttpResponse:
    row = publishing.save_draft(
        text=form.cleaned_data["text"], code=code, note=form.cleaned_data["note"],
        by_id=rights.reader_id(request), at=timezone.now(), version_id=version_id,
        seen_digest=form.cleaned_data["digest"],
    )  # fmt: skip
    messages.success(request, _("{version} is saved as a draft.").format(version=row))
    return redirect("workbench:process_version", pk=row.pk)


@employee(MANAGE)
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file as a draft; what is wrong with it is told element by element."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "mistakes": []}
    if request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, form)
        except GridHallError as error:
            context["mistakes"] = parts.mistakes(error)
    wrong = request.method == "POST"
    return render(request, "workbench/processes/upload.html", context, status=422 if wrong else 200)


def _take_in(request: HttpRequest, form: UploadForm) -> HttpResponse:
    file, code = form.cleaned_data["file"], form.cleaned_data["code"]
    limit = min(MOST_BYTES, settings.GRIDHALL_MAX_UPLOAD_BYTES)
    taken = publishing.take_in(name=file.name, data=file.read(limit + 1), code=code)
    row = publishing.save_draft(
        text=taken.text, code=code, note=form.cleaned_data["note"], origin=taken.origin,
        by_id=rights.reader_id(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("{version} is saved as a draft.").format(version=row))
    for note in taken.notes[:10]:
        messages.info(request, str(note))
    return redirect("workbench:process_version", pk=row.pk)
