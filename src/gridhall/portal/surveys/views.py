"""One minute for the customer: a few marks, a few words if she likes, done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gridhall.engagement import selectors, services
from gridhall.engagement.errors import SurveyLinkUnknown, TooManySurveyTries
from gridhall.engagement.selectors import OpenSurvey
from gridhall.foundation import language
from gridhall.foundation.identity.access import public
from gridhall.foundation.signin import requests
from gridhall.kernel.errors import GridHallError
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show
from gridhall.ui.errors import as_text

from . import marks

RIGHT = "VIEW_MESSAGES"


@own_page(right=RIGHT, anywhere=True)
def surveys(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Lists what the customer may still answer."""
    now = timezone.now()
    numbers = {account.account_id: account.account_no for account in own.every}
    rows = [
        {"survey": one, "title": language.either(one.title_zh, one.title_en),
         "account_no": numbers.get(one.account_id, "")}
        for one in selectors.open_surveys_of(account_ids=own.ids, at=now)
    ]  # fmt: skip
    return show(request, "surveys/mine", own, rows=rows)


@own_page(right=RIGHT)
def survey(request: HttpRequest, own: OwnAccounts, pk: int) -> HttpResponse:
    """Asks, and takes the answer once."""
    now = timezone.now()
    found = selectors.own_survey(pk=pk, account_ids=own.ids, at=now)
    if found is None:
        raise Http404
    fault = ""
    if request.method == "POST":
        try:
            services.answer_invitation(
                invitation_id=pk, channel="PORTAL", values=_values(request, found),
                language=_language(), at=now,
            )  # fmt: skip
        except GridHallError as error:
            fault = as_text(error)
        else:
            return redirect("portal:survey", pk=pk)
    context = _context(request, found, fault, reverse("portal:survey", args=[pk]))
    return show(request, "surveys/survey", own, 422 if fault else 200, **context)


@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whoever holds the link, without log-in; shows nothing about the person."""
    now, address = timezone.now(), requests.address_of(request)
    try:
        invitation = services.open_link(token=token, address=address, at=now)
    except (SurveyLinkUnknown, TooManySurveyTries) as error:
        status = 404 if isinstance(error, SurveyLinkUnknown) else 429
        return _bare(request, {"unknown": as_text(error)}, status)
    found = selectors.survey_of(invitation=invitation, at=now)
    fault = ""
    if request.method == "POST":
        try:
            services.answer_invitation(
                invitation_id=found.invitation_id, channel="LINK",
                values=_values(request, found), language=_language(), at=now,
            )  # fmt: skip
        except GridHallError as error:
            fault = as_text(error)
        else:
            return redirect("portal:survey_link", token=token)
    context = _context(request, found, fault, reverse("portal:survey_link", args=[token]))
    return _bare(request, context, 422 if fault else 200)


def _bare(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """Render outside the site; what was answered is kept in no cache.

    The address with its token reaches no other site: our Referrer-Policy is same-origin. A
    stricter one would have browsers hide the origin of the form, which Django then refuses.
    """
    response = render(request, "portal/surveys/link.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _context(request: HttpRequest, found: OpenSurvey, fault: str, action: str) -> dict[str, Any]:
    values = _values(request, found) if request.method == "POST" else {}
    return {
        "survey": found, "title": language.either(found.title_zh, found.title_en), "fault": fault,
        "questions": marks.questions(found.questions, values), "marks": marks.MARKS,
        "action": action,
    }  # fmt: skip


def _values(request: HttpRequest, found: OpenSurvey) -> dict[str, str]:
    return {one["code"]: request.POST.get(f"q_{one['code']}", "")[:2000] for one in found.questions}


def _language() -> str:
    return "zh" if language.in_chinese() else "en"
