"""Personal data: requests of persons, alarms, the register of processing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation import language
from gridhall.foundation.audit import selectors as audit
from gridhall.foundation.identity.access import employee
from gridhall.foundation.personal_data import register, rules, selectors, services, subjects
from gridhall.foundation.privacy import selectors as keys
from gridhall.kernel.errors import GridHallError
from gridhall.ui import attempts, tables
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.workbench import lists, rights
from gridhall.workbench.audit import sentences

from . import specs
from .forms import NewRequestForm, ProofForm, ReasonForm

if TYPE_CHECKING:
    from gridhall.foundation.personal_data.models import SubjectRequest


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the parts of the officer's screens with their counts."""
    scope = rights.scope(request)
    parts = (
        ("privacy", _("Requests"), "inbox", selectors.open_requests(scope=scope)),
        ("privacy_alarms", _("Alarms"), "eye-exclamation", selectors.new_alarms(scope=scope)),
        ("mass_exports_all", _("Large exports"), "file-export", ""),
        ("processing", _("Register of processing"), "list-details", ""),
        ("keys", _("Encryption keys"), "key", ""),
    )
    return [
        {"url": reverse(f"workbench:{name}"), "label": label, "icon": icon,
         "count": count, "active": name == current}
        for name, label, icon, count in parts
    ]  # fmt: skip


@employee("privacy.manage")
def requests(request: HttpRequest) -> HttpResponseBase:
    """Show the requests of persons, the newest first."""
    scope = rights.scope(request)
    state = specs.REQUESTS.read(request.GET)
    wanted: dict[str, Any] = {
        "scope": scope, "status": state.filters["state"], "kind": state.filters["kind"],
        "text": state.filters["q"],
    }  # fmt: skip
    if state.export:
        rows = lists.everything(
            lambda after: selectors.requests_page(**wanted, after=after, limit=500)
        )
        return lists.export(
            request, spec=specs.REQUESTS, state=state, rows=rows, name="subject-requests"
        )
    found = selectors.requests_page(**wanted, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.REQUESTS, state=state, page=tables.keyset_page(found),
        row_url=lambda row: reverse("workbench:privacy_request", args=[row.pk]),
    )  # fmt: skip
    context = {
        "table": table, "tabs": tabs(request, "privacy"),
        "overdue": selectors.overdue_requests(scope=scope, on=timezone.localdate()),
        "rule": rules.answer_within(on=timezone.localdate()),
    }  # fmt: skip
    return render(request, "workbench/privacy/requests.html", context)


@employee("privacy.manage")
def new_request(request: HttpRequest) -> HttpResponse:
    """Take a request down."""
    form = NewRequestForm(
        request.POST or None, initial={"account_no": request.GET.get("account", "")}
    )
    if request.method == "POST" and form.is_valid():
        scope, data = rights.scope(request), form.cleaned_data
        party = customers.party_of_account(scope=scope, account_no=data["account_no"])
        if party is None:
            form.add_error("account_no", _("There is no such account in your unit."))
        else:
            with attempts.in_form(form):
                made = services.open_request(
                    scope=scope, kind=data["kind"], party_id=party.party_id,
                    account_no=party.account_no, organisation_id=party.organisation_id,
                    note=data["note"], actor_id=rights.reader_id(request), at=timezone.now(),
                )  # fmt: skip
                return redirect("workbench:privacy_request", pk=made.pk)
    return lists.show(request, "workbench/privacy/new_request.html", {"form": form})


@employee("privacy.manage")
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: how it stands, what comes next, what was done."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
    found = _found(request, pk)
    obstacles = []
    if found.kind == "ERASE" and found.status in {"RECEIVED", "PROVEN"}:
        obstacles = subjects.obstacles(found.party_ref)
    events = audit.history_of_object(object_type="subject_request", object_id=str(found.pk))
    context = {
        "one": found, "status": specs.state_of(found), "due": specs.due_of(found),
        "obstacles": obstacles, "events": sentences.timeline(events),
        "kept": _kept(found), "proof": ProofForm(),
        "ready": bool(found.available_until and found.available_until >= timezone.now()),
        **forms,
    }  # fmt: skip
    wrong = any(form.is_bound and form.errors for form in forms.values())
    status = 422 if wrong else 200
    return render(request, "workbench/privacy/request.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> SubjectRequest:
    found = selectors.request_of(scope=rights.scope(request), pk=pk)
    if found is None:
        raise Http404
    return found


def _kept(found: SubjectRequest) -> list[dict[str, str]]:
    """Return what was kept, in the reader's language."""
    ending = "zh" if language.in_chinese() else "en"
    return [
        {"what": one[f"what_{ending}"], "reason": one[f"reason_{ending}"],
         "rule": one[f"rule_{ending}"], "source": one["source"], "until": one["until"]}
        for one in found.outcome.get("kept", [])
    ]  # fmt: skip


@require_POST
@employee("privacy.manage")
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how the person proved who she is."""
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, proof=form)
    return _step(request, pk, services.prove_identity, proof=form.cleaned_data["proof"])


@require_POST
@employee("privacy.manage")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the copy made."""
    return _step(request, pk, services.start_export)


@require_POST
@employee("privacy.manage")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a second person to approve the erasure."""
    return _with_reason(request, pk, services.ask_for_erasure)


@require_POST
@employee("privacy.manage")
def turn_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the request down, with the reason the person is told."""
    return _with_reason(request, pk, services.turn_down)


@require_POST
@employee("privacy.manage")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person took it back."""
    return _with_reason(request, pk, services.withdraw)


def _with_reason(request: HttpRequest, pk: int, act: Any) -> HttpResponse:
    form = ReasonForm(request.POST)
    _found(request, pk)
    if not form.is_valid():
        messages.error(request, _("Give the reason; it is kept."))
        return redirect("workbench:privacy_request", pk=pk)
    return _step(request, pk, act, reason=form.cleaned_data["reason"])


def _step(request: HttpRequest, pk: int, act: Any, **values: Any) -> HttpResponse:
    try:
        act(
            scope=rights.scope(request), request_id=pk, actor_id=rights.reader_id(request),
            at=timezone.now(), **values,
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    return redirect("workbench:privacy_request", pk=pk)


@require_POST
@employee("privacy.manage")
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the finished copy; who took it is kept."""
    name, content = services.take_bundle(
        scope=rights.scope(request), request_id=pk, actor_id=rights.reader_id(request),
        at=timezone.now(),
    )  # fmt: skip
    return _file(name, content, "application/zip")


def _file(name: str, content: bytes, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@employee("privacy.manage")
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the certificate of an erasure, to be printed and handed over."""
    found = _found(request, pk)
    if found.kind != "ERASE" or found.status != "DONE":
        raise Http404
    context = {"one": found, "kept": _kept(found), "accounts": found.outcome.get("accounts", [])}
    return render(request, "workbench/privacy/certificate.html", context)


@employee("privacy.manage")
def alarms(request: HttpRequest) -> HttpResponseBase:
    """Show who looked at unusually many values in full."""
    scope = rights.scope(request)
    state = specs.ALARMS.read(request.GET)
    only_new = state.filters["new"] == "1"
    if state.export:
        rows = lists.everything(
            lambda after: selectors.alarms_page(
                scope=scope, only_new=only_new, after=after, limit=500
            )
        )
        return lists.export(request, spec=specs.ALARMS, state=state, rows=rows, name="alarms")
    found = selectors.alarms_page(scope=scope, only_new=only_new, **lists.keyset(state))
    table = lists.table(
        request, spec=specs.ALARMS, state=state, page=tables.keyset_page(found),
        row_url=_acts_of,
    )  # fmt: skip
    context = {
        "table": table, "tabs": tabs(request, "privacy_alarms"),
        "fresh": [row for row in found.rows if row.seen_at is None],
    }  # fmt: skip
    return render(request, "workbench/privacy/alarms.html", context)


def _acts_of(row: Any) -> str:
    """Return the address of what somebody did with customer files."""
    return f"{reverse('workbench:audit')}?action=customers.&actor={row.actor.username}"


@require_POST
@employee("privacy.manage")
def alarm_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what an alarm was."""
    try:
        services.note_seen(
            scope=rights.scope(request), pk=pk, note=request.POST.get("reason", ""),
            actor_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
    except GridHallError as error:
        if getattr(error, "status", 0) == 404:
            raise
        messages.error(request, as_text(error))
    return redirect("workbench:privacy_alarms")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the register, in the reader's words."""

    label: str
    about: str
    purpose: str
    basis: str
    grade: Status
    kept: str
    source: str
    stored: Status
    name: str


@employee("privacy.manage")
def processing(request: HttpRequest) -> HttpResponseBase:
    """Show the register of processing."""
    state = specs.REGISTER.read(request.GET)
    wanted = state.filters["q"].casefold()
    rows = [
        row
        for row in map(_register_row, register.all_fields())
        if wanted in f"{row.label} {row.purpose} {row.name}".casefold()
    ]
    if state.export:
        return lists.export(
            request, spec=specs.REGISTER, state=state, rows=rows, name="register-of-processing"
        )
    table = lists.table(
        request, spec=specs.REGISTER, state=state, page=tables.list_page(rows, state)
    )
    context = {"table": table, "tabs": tabs(request, "processing")}
    return render(request, "workbench/privacy/register.html", context)


def _register_row(one: register.PersonalField) -> RegisterRow:
    rule = rules.retention(one.retention, on=timezone.localdate())
    tones: dict[int, Any] = {1: "neutral", 2: "info", 3: "warning"}
    stored = (
        Status(label=_("encrypted"), tone="success")
        if one.is_encrypted
        else Status(label=_("in clear"), tone="neutral")
    )
    unproven = "" if rule.verified else " " + _("(not verified)")
    return RegisterRow(
        label=str(one.label), about=str(one.about.label), purpose=str(one.purpose),
        basis=str(one.basis.label), kept=rule.text, source=rule.source + unproven,
        grade=Status(label=one.sensitivity.label, tone=tones[one.sensitivity]),
        stored=stored, name=one.name,
    )  # fmt: skip


@employee("privacy.manage")
def key_state(request: HttpRequest) -> HttpResponse:
    """Show how many values are under which key, and how far a change of key has come."""
    rotation = keys.latest_rotation()
    context = {
        "tabs": tabs(request, "keys"),
        "active": settings.GRIDHALL_KEYRING.active_id, "cipher": settings.GRIDHALL_PERSONAL_CIPHER,
        "rows": [(key, cipher, count) for (key, cipher), count in sorted(keys.usage().items())],
        "rotation": rotation,
    }  # fmt: skip
    return render(request, "workbench/privacy/keys.html", context)
