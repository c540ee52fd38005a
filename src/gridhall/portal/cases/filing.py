"""A new request: its kind, what was written, photos. A second click files nothing twice."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gridhall.foundation.documents import services as documents
from gridhall.foundation.documents.access import Reader
from gridhall.foundation.signin import selectors as signin
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show, user_id
from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk import services
from gridhall.servicedesk.records import Contact, NewCase
from gridhall.ui import attempts

from . import words
from .forms import PHOTO, NewCaseForm, upload

RIGHT = "VIEW_MESSAGES"
FILED = "portal_report_filed"
KEY = re.compile(r"[0-9a-f]{32}")


@own_page(right=RIGHT, anywhere=True)
def kinds(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows the kinds of requests in plain words."""
    return show(request, "cases/kinds", own, cards=words.CARDS)


@own_page(right=RIGHT)
def new(request: HttpRequest, own: OwnAccounts, kind: str) -> HttpResponse:
    """Takes a new request of one kind."""
    card = words.BY_KIND.get(kind)
    if card is None:
        raise Http404
    form = _form(request, own, card)
    if request.method == "POST" and form.is_valid():
        with attempts.in_form(form):
            case = _register(request, own, card, form.cleaned_data)
            if card.sealed:
                request.session[FILED] = case.number
                return redirect("portal:case_filed")
            add_photos(request, case.pk, form.cleaned_data.get("photos", []))
            text = _("Received under number {number}.").format(number=case.number)
            messages.success(request, text)
            return redirect("portal:case", number=case.number)
    wrong = form.is_bound and bool(form.errors)
    return show(request, "cases/new", own, 422 if wrong else 200, card=card, form=form)


@own_page(right=RIGHT, anywhere=True)
def filed(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows the number of a sealed report, once: it stands in no list."""
    number = request.session.pop(FILED, "")
    if not number:
        return redirect("portal:cases")
    return show(request, "cases/filed", own, number=number)


def fresh_key() -> str:
    """Return what makes a double click one act."""
    return uuid.uuid4().hex


def known_key(text: str) -> str:
    """Return the form's key. Raises Http404 for what no form of ours holds."""
    if not KEY.fullmatch(text):
        raise Http404
    return text


def add_photos(request: HttpRequest, case_id: int, files: list[Any]) -> None:
    """Attach photos to a case; what is refused is told, the others stay."""
    reader = Reader(user_id=user_id(request), on=timezone.localdate())
    for file in files:
        with attempts.told(request):
            documents.attach(
                subject_type="case.photos", subject_id=str(case_id), kind=PHOTO,
                upload=upload(file), reader=reader, at=timezone.now(),
                request_id=str(getattr(request, "request_id", "")),
            )  # fmt: skip


def _form(request: HttpRequest, own: OwnAccounts, card: words.Card) -> NewCaseForm:
    topics = servicedesk.topics(on=timezone.localdate(), kind=card.kind)
    accounts = [
        (one.account_no, f"{own.label(one)} ({one.account_no})")
        for one in own.every
        if one.account_id in own.ids
    ]
    first = {
        "key": fresh_key(), "wants_reply": card.kind != "PRAISE",
        "account": own.current.account_no if own.fits else "",
        **({} if card.sealed else _own_contact(request)),
    }  # fmt: skip
    posted = request.method == "POST"
    return NewCaseForm(
        request.POST if posted else None, request.FILES if posted else None, initial=first,
        card=card, accounts=accounts,
        topics=[(one.code, servicedesk.topic_title(one)) for one in topics],
    )  # fmt: skip


def _own_contact(request: HttpRequest) -> dict[str, str]:
    """Return name and phone of the login: her own, never those of the account's holder."""
    name = getattr(request.user, "display_name", "")
    return {"name": name, "phone": signin.whole_phone_of(user_id=user_id(request))}


def _register(
    request: HttpRequest, own: OwnAccounts, card: words.Card, typed: dict[str, Any]
) -> Any:
    """File the request. Of a sealed report nothing leads to whoever is signed in."""
    account = next((a for a in own.every if a.account_no == typed.get("account")), None)
    place = account or next(one for one in own.every if one.account_id in own.ids)
    person = user_id(request)
    key = known_key(typed["key"])
    case = NewCase(
        kind=card.kind, topic=typed.get("topic", ""), channel="WEB", by_customer=True,
        summary=_summary(card, typed.get("topic", "")), text=typed["text"],
        place=typed.get("place", ""), organisation_id=place.organisation_id,
        account_id=account.account_id if account else None,
        contact=Contact(name=typed["name"], phone=typed["phone"], email=typed["email"]),
        anonymous=typed.get("anonymous", False), wants_reply=typed.get("wants_reply", True),
    )  # fmt: skip
    return services.register_case(
        new=case, by_id=None if card.sealed else person, at=timezone.now(),
        dedup_key=f"portal-sealed:{key}" if card.sealed else f"portal:{person}:{key}",
    )  # fmt: skip


def _summary(card: words.Card, topic: str) -> str:
    """Return the line staff read in lists: kind and topic, nothing of what the customer wrote."""
    with override("zh-hans"):
        rows = servicedesk.topics(on=timezone.localdate(), kind=card.kind)
        about = next((servicedesk.topic_title(one) for one in rows if one.code == topic), "")
        return f"{card.label}：{about}" if about else str(card.label)
