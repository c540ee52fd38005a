"""A new case on one page: what it is, who it is from, what was said, and cases like it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from gridhall.customers import selectors as customers
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.access import employee
from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.ui import attempts
from gridhall.workbench import lists, rights
from gridhall.workbench.customers import finding

from . import choices, customer_card, rows, words
from .forms import NewCaseForm, fresh_key

CREATE = "cases.create"
REPORT = "REPORT"
FOUND = 6


@dataclass(slots=True, kw_only=True)
class Person:
    """The part of the page that says who the case is from."""

    sealed: bool = False
    card: customer_card.CustomerCard | None = None
    words: str = ""
    found: list[finding.HitRow] = field(default_factory=list)
    too_short: bool = False


@employee(CREATE)
def case_new(request: HttpRequest) -> HttpResponse:
    """Show the page, or register what was typed; the same form sent twice counts once."""
    form = _form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            number = _register(request, form.cleaned_data)
            messages.success(request, _("Case {number} is registered.").format(number=number))
            return redirect("workbench:case", number=number)
    typed = _typed(request)
    context = {
        "form": form, "person": _person(request, typed), "similar": _similar(request, typed),
        "tiles": _tiles(form),
        "crumbs": [(pgettext("service desk", "Cases"), reverse("workbench:cases"))],
        "plural": words.plural(), **_topics(typed),
    }  # fmt: skip
    return lists.show(request, "workbench/cases/new.html", context)


def _tiles(form: NewCaseForm) -> list[tuple[Any, str]]:
    """Return the kinds to choose from, each with its icon."""
    return [(one, words.KIND_ICONS.get(one.data["value"], "message")) for one in form["kind"]]


def _form(request: HttpRequest, data: Any) -> NewCaseForm:
    units = choices.units(request)
    account = customer_card.card_of(request, account_no=request.GET.get("account", "-"))
    initial = {
        "key": fresh_key(), "channel": _habit(request), "priority": "0",
        "kind": request.GET.get("kind", "CONSULTATION"), "organisation": units[0][0],
        "account_no": account.account_no if account else "",
    }  # fmt: skip
    return NewCaseForm(data, units=units, initial=initial)


def _typed(request: HttpRequest) -> QueryDict:
    """Return the half-typed page with what was pressed: it is posted, for addresses are logged."""
    typed = request.POST.copy()
    typed.update(request.GET)
    return typed


def _half(request: HttpRequest) -> NewCaseForm:
    """Return the form with what was typed so far, not judged yet."""
    form = NewCaseForm(request.POST, units=choices.units(request))
    form.errors.clear()
    return form


def _habit(request: HttpRequest) -> str:
    """Return the channel somebody of this role works at."""
    actions = identity.actions_of(user_id=rights.reader_id(request), on=timezone.localdate())
    return "PHONE" if "messages.answer" in actions else "HALL"


def _register(request: HttpRequest, data: dict[str, Any]) -> str:
    """Register the case and return its number. Raises GridHallError."""
    reader, at = rights.reader_id(request), timezone.now()
    case = services.register_case(
        new=NewCase(
            kind=data["kind"], topic=data["topic"], summary=data["summary"], text=data["text"],
            channel=data["channel"], organisation_id=int(data["organisation"]),
            account_id=_account_id(request, data["account_no"]), anonymous=data["anonymous"],
            wants_reply=data["wants_reply"], priority=int(data["priority"]), area=data["area"],
            place=data["place"],
            contact=Contact(
                name=data["contact_name"], phone=data["contact_phone"],
                email=data["contact_email"],
            ),
        ),
        by_id=reader, at=at, dedup_key=f"workbench:{reader}:{data['key']}",
        scope=rights.scope(request),
    )  # fmt: skip
    return str(case.number)


def _account_id(request: HttpRequest, account_no: str) -> int | None:
    if not account_no:
        return None
    found = rights.account_id(customer_card.scope_of_files(request), account_no)
    if found is None:
        raise customers.AccountNotFound(account=account_no)
    return found


@require_POST
@employee(CREATE)
def topics(request: HttpRequest) -> HttpResponse:
    """Show the topics of the chosen kind, those first that fit what was typed."""
    only_list = "only" in request.GET
    template = "_topic_list.html" if only_list else "_kind_parts.html"
    typed = _typed(request)
    context = {
        "form": _half(request), "person": _person(request, typed), **_topics(typed),
    }  # fmt: skip
    return render(request, f"workbench/cases/{template}", context)


def _topics(typed: Any) -> dict[str, Any]:
    kind, wanted = typed.get("kind", "CONSULTATION"), typed.get("topic_words", "").strip()
    said = f"{typed.get('summary', '')} {typed.get('text', '')}"
    found = servicedesk.topics(kind=kind, on=timezone.localdate())
    groups: dict[str, list[rows.TopicRow]] = {}
    for topic in found:
        row = rows.topic(topic, said=said, chosen=typed.get("topic", ""))
        if not wanted or row.matches(wanted):
            groups.setdefault(str(words.category(topic.category)), []).append(row)
    return {"topics": list(groups.items()), "has_topics": bool(found), "topic_words": wanted}


@require_POST
@employee(CREATE)
def person(request: HttpRequest) -> HttpResponse:
    """Look a customer up while somebody types; a chosen one is shown as a card."""
    typed = _typed(request)
    found = _person(request, typed)
    if "only" in request.GET:
        return render(request, "workbench/cases/_accounts.html", {"person": found})
    context = {
        "form": _half(request), "person": found, "similar": _similar(request, typed),
    }  # fmt: skip
    return render(request, "workbench/cases/_person_parts.html", context)


def _person(request: HttpRequest, typed: Any) -> Person:
    if typed.get("kind") == REPORT:
        return Person(sealed=True)
    number = "" if "clear" in typed else typed.get("account") or typed.get("account_no", "")
    card = customer_card.card_of(request, account_no=number) if number else None
    if card is not None:
        return Person(card=card)
    text = typed.get("account_words", "").strip()
    files = customer_card.scope_of_files(request)
    if not text or not files.organisation_ids:
        return Person(words=text)
    found = finding.find(scope=files, money_scope=identity.EMPTY_SCOPE, text=text, limit=FOUND)
    if "only" in typed:
        finding.note_search(request, found)
    return Person(words=text, found=found.rows, too_short=found.too_short)


@require_POST
@employee(CREATE)
def similar(request: HttpRequest) -> HttpResponse:
    """Show earlier cases of the customer and cases with the same words."""
    context = {"similar": _similar(request, _typed(request))}
    return render(request, "workbench/cases/_similar.html", context)


def _similar(request: HttpRequest, typed: Any) -> list[rows.SimilarRow]:
    if typed.get("kind") == REPORT:
        return []
    files = customer_card.scope_of_files(request)
    number = typed.get("account") or typed.get("account_no", "")
    return rows.like(
        scope=_reading(request), reader_id=rights.reader_id(request), at=timezone.now(),
        account_id=rights.account_id(files, number) if number else None,
        text=typed.get("summary", ""),
    )  # fmt: skip


def _reading(request: HttpRequest) -> Scope:
    return identity.scope_of(
        user_id=rights.reader_id(request), action="cases.read", on=timezone.localdate()
    )
