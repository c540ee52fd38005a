"""What the customer does with her request: write, withdraw, be satisfied or not, rate, reopen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, user_id
from gridhall.servicedesk import services
from gridhall.ui import attempts

from .filing import add_photos, known_key
from .forms import RatingForm, ReasonForm, TextForm
from .views import RIGHT, case_page, find


@require_POST
@own_page(right=RIGHT)
def say(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Adds a message or photos to the conversation."""
    file = find(request, own, number)
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_page(request, own, file, form=form)
    photos, text = form.cleaned_data["photos"], form.cleaned_data["text"].strip()
    with attempts.in_form(form):
        services.write_in(
            case_id=file.case.id, by_id=user_id(request), at=timezone.now(), channel="WEB",
            body=text or _("Photos sent."), dedup_key=f"say:{known_key(form.cleaned_data['key'])}",
        )  # fmt: skip
        add_photos(request, file.case.id, photos)
        return redirect("portal:case", number=number)
    return case_page(request, own, file, form=form)


@require_POST
@own_page(right=RIGHT)
def withdraw(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Takes the request back, before anything was done."""
    return _with_reason(request, own, number, services.cancel, _("Your request is withdrawn."))


@require_POST
@own_page(right=RIGHT)
def reopen(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Opens a closed request again, with what is wrong."""
    return _objected(request, own, number, _("Your request is open again."))


@require_POST
@own_page(right=RIGHT)
def object_to_answer(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Objects: an answered request goes back to those who work on it."""
    return _objected(request, own, number, _("Your request went back, with what you wrote."))


@require_POST
@own_page(right=RIGHT)
def satisfied(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Says that the answer solved it."""
    file = find(request, own, number)
    return _done(
        request, number, _("Thank you. How was our service?"),
        lambda: services.confirm(
            case_id=file.case.id, by_id=user_id(request), at=timezone.now(), by_customer=True
        ),
    )  # fmt: skip


@require_POST
@own_page(right=RIGHT)
def rate(request: HttpRequest, own: OwnAccounts, number: str) -> HttpResponse:
    """Gives one to five."""
    file, form = find(request, own, number), RatingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the five faces."))
        return redirect("portal:case", number=number)
    return _done(
        request, number, _("Thank you for telling us."),
        lambda: services.rate(
            case_id=file.case.id, rating=form.cleaned_data["rating"], by_id=user_id(request),
            at=timezone.now(),
        ),
    )  # fmt: skip


def _objected(request: HttpRequest, own: OwnAccounts, number: str, told: str) -> HttpResponse:
    def act(*, reason: str, **more: Any) -> Any:
        return services.object_(body=reason, **more)

    return _with_reason(request, own, number, act, told)


def _with_reason(
    request: HttpRequest, own: OwnAccounts, number: str, act: Callable[..., Any], told: str
) -> HttpResponse:
    file, form = find(request, own, number), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why."))
        return redirect("portal:case", number=number)
    return _done(
        request, number, told,
        lambda: act(
            case_id=file.case.id, reason=form.cleaned_data["reason"], by_id=user_id(request),
            at=timezone.now(), by_customer=True,
        ),
    )  # fmt: skip


def _done(request: HttpRequest, number: str, told: str, act: Callable[[], Any]) -> HttpResponse:
    with attempts.told(request):
        act()
        messages.success(request, told)
    return redirect("portal:case", number=number)
