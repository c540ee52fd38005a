"""Planned calls and visits: what is to be done, by whom, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.servicedesk import selectors as desk
from gridhall.servicedesk import services
from gridhall.servicedesk.records import NewCase
from gridhall.ui import attempts, tables
from gridhall.ui.figures import Event, Status
from gridhall.workbench import lists, rights

from . import specs
from .forms import AssignForm, AttemptForm, CaseForm, PlanForm

AT_ONCE = 200


@employee("cases.work")
def contacts(request: HttpRequest) -> HttpResponseBase:
    """List the planned contacts of the reader's units."""
    scope = rights.scope(request)
    state = specs.CONTACTS.read(request.GET)
    narrowed: dict[str, Any] = {"scope": scope, "filters": _filters(request, state)}
    if state.export:
        rows = lists.everything(
            lambda after: desk.contacts_page(after=after, limit=500, **narrowed)
        )
        return lists.export(
            request, spec=specs.CONTACTS, state=state, rows=map(_row, rows), name="contacts"
        )
    page: Any = desk.contacts_page(**narrowed, **lists.keyset(state))
    shown = replace(page, rows=tuple(_row(one) for one in page.rows))
    table = lists.table(
        request, spec=specs.CONTACTS, state=state, page=tables.keyset_page(shown),
        row_url=lambda row: reverse("workbench:contact", args=[row["id"]]),
    )  # fmt: skip
    may_assign = rights.may(request, "work.assign")
    context = {
        "table": table, "may_plan": rights.may(request, "cases.route"),
        "ids": [row["id"] for row in shown.rows if row["open"]] if may_assign else [],
        "assign_form": AssignForm(_people()) if may_assign else None,
        "back": request.get_full_path(),
    }  # fmt: skip
    return render(request, "workbench/contacts/contacts.html", context)


@require_POST
@employee("work.assign")
def assign(request: HttpRequest) -> HttpResponse:
    """Hand the contacts of a page to one person."""
    form = AssignForm(_people(), request.POST)
    ids = [number for text in request.POST.getlist("id")[:AT_ONCE]
           if (number := lists.whole_number(text))]  # fmt: skip
    if form.is_valid():
        with attempts.told(request):
            done = services.assign_contacts(
                contact_ids=ids, to_id=form.cleaned_data["to"], at=timezone.now(),
                by_id=rights.reader_id(request), action="work.assign",
            )  # fmt: skip
            text = ngettext("{count} contact assigned.", "{count} contacts assigned.", done)
            messages.success(request, text.format(count=done))
    return redirect("workbench:contacts")


@employee("cases.route")
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a list of accounts to be called or visited."""
    scope = rights.scope(request)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refs = customers.account_refs(account_nos=form.cleaned_data["accounts"])
        inside = {no: ref for no, ref in refs.items() if scope.holds(ref.organisation_id)}
        strange = [no for no in form.cleaned_data["accounts"] if no not in inside]
        if strange:
            form.add_error(
                "accounts",
                _("There is no such account here: {numbers}").format(
                    numbers=_(", ").join(one[:20] for one in strange[:10])
                ),
            )
        else:
            _plan(request, form, [ref.account_id for ref in inside.values()])
            return redirect(f"{reverse('workbench:contacts')}?why=CAMPAIGN&status=OPEN")
    return lists.show(request, "workbench/contacts/plan.html", {"form": form})


def _plan(request: HttpRequest, form: PlanForm, account_ids: list[int]) -> None:
    typed, at = form.cleaned_data, timezone.now()
    for account_id in account_ids:
        services.plan_contact(
            form=typed["form"], why="CAMPAIGN", due_on=typed["due_on"], at=at,
            account_id=account_id, note=typed["note"], by_id=rights.reader_id(request),
            dedup_key=f"list:{typed['form']}:{account_id}:{typed['due_on']}",
        )  # fmt: skip
    text = ngettext("{count} contact planned.", "{count} contacts planned.", len(account_ids))
    messages.success(request, text.format(count=len(account_ids)))


@employee("cases.work")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one contact with its tries; note what came of another one (POST)."""
    scope = rights.scope(request)
    found = desk.contact_of(pk=pk, scope=scope)
    form = AttemptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            services.record_attempt(
                contact_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Noted."))
            return redirect("workbench:contact", pk=pk)
    return lists.show(request, "workbench/contacts/contact.html", _page(request, found, form))


@employee("cases.work")
def open_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the case that a contact made necessary."""
    found = desk.contact_of(pk=pk, scope=rights.scope(request))
    row = found.view.contact
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            case = services.open_case_of_contact(
                contact_id=pk, by_id=rights.reader_id(request), at=timezone.now(),
                new=NewCase(channel="OUTBOUND", organisation_id=row.organisation_id,
                            account_id=row.account_id, **form.cleaned_data),
            )  # fmt: skip
            messages.success(request, _("Case {number} is registered.").format(number=case.number))
            return redirect("workbench:case", number=case.number)
    context = {"form": form, "row": _row(found.view)}
    return lists.show(request, "workbench/contacts/open_case.html", context)


@require_POST
@employee("cases.work")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a contact off."""
    desk.contact_of(pk=pk, scope=rights.scope(request))
    with attempts.told(request):
        services.cancel_contact(
            contact_id=pk, reason=request.POST.get("reason", "")[:300],
            by_id=rights.reader_id(request), at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The contact is called off."))
    return redirect("workbench:contact", pk=pk)


def _filters(request: HttpRequest, state: tables.TableState) -> desk.ContactFilters:
    asked = state.filters
    mine = asked["whose"] == "mine"
    return desk.ContactFilters(
        status=asked["status"], form=asked["form"], why=asked["why"], due=asked["due"],
        on=timezone.localdate(), account_no=asked["account"].strip(),
        assignee_id=rights.reader_id(request) if mine else None,
        nobody=asked["whose"] == "nobody",
    )  # fmt: skip


def _row(view: desk.ContactView) -> dict[str, Any]:
    row = view.contact
    late = view.is_late(timezone.localdate())
    status = Status(_("Overdue"), "danger") if late else None
    return {
        "id": row.pk, "form": row.get_form_display(), "why": row.get_why_display(),
        "account_no": view.account_no, "case_number": view.case_number,
        "unit": row.organisation.name, "due_on": row.due_on, "next_on": row.next_on,
        "tries": f"{row.tries} / {row.tries_allowed}", "open": row.status == "OPEN",
        "assignee": str(row.assignee) if row.assignee else "",
        "status": status or Status(row.get_status_display(), specs.TONES[row.status]),
    }  # fmt: skip


def _page(request: HttpRequest, found: desk.ContactFile, form: AttemptForm) -> dict[str, Any]:
    row = found.view.contact
    reads = rights.may(request, "customers.read")
    return {
        "row": _row(found.view), "contact": row, "form": form, "opened_case": found.opened_case,
        "may_open": not found.opened_case and rights.may(request, "cases.work"),
        "account_url": reverse("workbench:customer", args=[found.view.account_no])
        if found.view.account_no and reads else "",
        "events": [
            Event(at=one.at, title=one.get_outcome_display(), text=one.note, by=str(one.by),
                  icon="phone", tone="success" if one.outcome == "REACHED" else "warning")
            for one in found.attempts
        ],
    }  # fmt: skip


def _people() -> list[tuple[int, str]]:
    ids = identity.who_may(action="cases.work", on=timezone.localdate())
    names = identity.names_of_people(user_ids=ids)
    return sorted(names.items(), key=lambda pair: pair[1])
