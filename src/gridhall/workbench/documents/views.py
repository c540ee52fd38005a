"""Papers on a business object: list, attach, versions, look at one, save it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.foundation.documents import access, filetypes, kinds, papers, services
from gridhall.foundation.documents.access import MayNotAttach, NoSuchDocument, Reader
from gridhall.foundation.identity.access import employee
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text
from gridhall.workbench import callers, lists, rights

from .forms import AttachForm, VersionForm

#: The drawer lies over a page that has such a form itself.
OWN_IDS = "version_%s"
#: A file of somebody else's making is shown without any right: no script, no request, no frame.
FILE_POLICY = "default-src 'none'; img-src 'self' data:; frame-ancestors 'none'; sandbox"
#: Browsers show PDF with a program of their own, which a sandbox would forbid.
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"


@employee("documents.read")
def attachments(request: HttpRequest, subject_type: str, subject_id: str) -> HttpResponse:
    """Show the papers of a subject: as a part of another page, or as a page of its own."""
    back = getattr(request.htmx, "current_url_abs_path", "") or ""  # type: ignore[attr-defined]
    form = AttachForm(initial={"next": back})
    return _panel(request, subject_type, subject_id, form)


@require_POST
@employee("documents.attach")
def attach(request: HttpRequest, subject_type: str, subject_id: str) -> HttpResponse:
    """Attach a file as a new paper."""
    reader = _reader(request)
    access.demand(subject_type=subject_type, subject_id=subject_id, reader=reader, write=True)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return _panel(request, subject_type, subject_id, form)
    try:
        services.attach(
            subject_type=subject_type, subject_id=subject_id, kind=form.cleaned_data["kind"],
            upload=_upload(form), reader=reader, at=timezone.now(),
            note=form.cleaned_data["note"], request_id=rights.request_id(request),
        )  # fmt: skip
    except (NoSuchDocument, MayNotAttach):
        raise
    except GridHallError as error:
        form.add_error("file", as_text(error))
        return _panel(request, subject_type, subject_id, form)
    messages.success(request, _("The document is attached."))
    fallback = reverse("workbench:attachments", args=[subject_type, subject_id])
    return redirect(_back(request, form, fallback))


@employee("documents.read")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one paper with its versions."""
    return _paper(request, pk, VersionForm(auto_id=OWN_IDS))


@require_POST
@employee("documents.attach")
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a paper a new version."""
    found, _around = papers.paper_of(link_id=pk, reader=_reader(request))
    form = VersionForm(
        request.POST, request.FILES, auto_id=OWN_IDS,
        endings=kinds.kind_of(found.kind).endings,
    )  # fmt: skip
    if not form.is_valid():
        return _paper(request, pk, form)
    try:
        services.add_version(
            link_id=pk, upload=_upload(form), reader=_reader(request), at=timezone.now(),
            note=form.cleaned_data["note"], request_id=rights.request_id(request),
        )  # fmt: skip
    except (NoSuchDocument, MayNotAttach):
        raise
    except GridHallError as error:
        form.add_error("file", as_text(error))
        return _paper(request, pk, form)
    messages.success(request, _("The new version is in force; the one before is kept."))
    return redirect("workbench:paper", pk=pk)


@employee("documents.read")
def paper_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a version's file: to be saved, or to be looked at where that is harmless."""
    _found, around = papers.paper_of(link_id=pk, reader=_reader(request))
    callers.demand_for(request, account_id=around.subject.account_ref)
    asked = "show" in request.GET
    document, content = services.open_version(
        link_id=pk, number=number, reader=_reader(request), at=timezone.now(), shown=asked,
        request_id=rights.request_id(request),
    )  # fmt: skip
    # read to its end before the first byte goes out: what is damaged is never half given
    body = b"".join(content)
    shown = asked and document.media_type in filetypes.SHOWN
    response = HttpResponse(body, content_type=document.media_type)
    response["Content-Disposition"] = str(content_disposition_header(not shown, document.name))
    response["X-Content-Type-Options"] = "nosniff"
    is_pdf = document.media_type == filetypes.PDF
    response["Content-Security-Policy"] = PDF_POLICY if is_pdf else FILE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _reader(request: HttpRequest) -> Reader:
    return Reader(user_id=rights.reader_id(request), on=timezone.localdate())


def _upload(form: VersionForm) -> services.Upload:
    file = form.cleaned_data["file"]
    return services.Upload(name=file.name, media_type=file.content_type or "", chunks=file.chunks())


def _panel(
    request: HttpRequest, subject_type: str, subject_id: str, form: AttachForm
) -> HttpResponse:
    found = papers.papers_of(
        subject_type=subject_type, subject_id=subject_id, reader=_reader(request)
    )
    callers.demand_for(request, account_id=found.subject.account_ref)
    context: dict[str, Any] = {"found": found, "form": form, "may_write": _may(request, found)}
    part = bool(getattr(request, "htmx", False)) and request.method == "GET"
    if part:
        return render(request, "workbench/documents/_panel.html", context)
    return lists.show(request, "workbench/documents/panel.html", context)


def _paper(request: HttpRequest, pk: int, form: VersionForm) -> HttpResponse:
    found, around = papers.paper_of(link_id=pk, reader=_reader(request))
    callers.demand_for(request, account_id=around.subject.account_ref)
    context = {
        "paper": found, "around": around, "form": form,
        "may_write": _may(request, around) and found.erased_at is None,
    }  # fmt: skip
    return lists.show(request, "workbench/documents/paper.html", context)


def _may(request: HttpRequest, found: papers.Papers) -> bool:
    return found.may_write and rights.may(request, "documents.attach")


def _back(request: HttpRequest, form: VersionForm, fallback: str) -> str:
    wanted = form.cleaned_data.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/") else fallback
