"""Which messages the customer wants, by which way, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import selectors, services
from gridhall.portal.own import OwnAccounts
from gridhall.portal.pages import own_page, show, user_id
from gridhall.ui.text import Text

WAYS: tuple[tuple[str, Text], ...] = (
    ("SMS", _("Text message")),
    ("EMAIL", _("E-mail message")),
    ("WEBHOOK", _("WeChat-style notice")),
)
LANGUAGES: tuple[tuple[str, Text], ...] = (
    ("", _("As in my file")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
)
SERVICE, MARKETING = "SERVICE", "MARKETING"
EXPLAINED: dict[str, Text] = {
    SERVICE: _("Outages, appointments, your applications. These always reach you in the app."),
    "BILLING": _("Bills, payments, reminders."),
    MARKETING: _("Only if you agree; you may take it back here at any time."),
}


class WishForm(forms.Form):
    """What the customer wants for one purpose."""

    allowed = forms.BooleanField(label=_("Yes, tell me"), required=False)
    channels = forms.MultipleChoiceField(
        label=_("By which ways"), choices=WAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    first = forms.ChoiceField(label=_("Try first"), choices=WAYS)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def ordered(self) -> list[str]:
        """Return the chosen ways, the one to be tried first in front."""
        first = self.cleaned_data["first"]
        return sorted(self.cleaned_data["channels"], key=lambda one: one != first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One purpose on the page."""

    wish: selectors.Wish
    form: WishForm
    text: Text


@own_page(right="EDIT_CONTACTS")
def preferences(request: HttpRequest, own: OwnAccounts) -> HttpResponse:
    """Shows and keeps what the customer chose for the account she looks at."""
    if request.method == "POST":  # the account that was shown, whatever another tab chose since
        own = own.focus(request.POST.get("account") or own.current.account_no)
    now = timezone.now()
    wishes = selectors.wishes(account_id=own.current.account_id, at=now)
    parts = [_part(request, wish) for wish in wishes]
    wrong = False
    if request.method == "POST":
        wrong = not all(part.form.is_valid() for part in parts)
        if not wrong:
            _keep(request, own, parts, now)
            notes.success(request, _t("Your choice is kept and holds from now on."))
            return redirect("portal:message_preferences")
    reaches = selectors.reaches(account_id=own.current.account_id, at=now)
    return show(
        request, "message_preferences", own, parts=parts, status=422 if wrong else 200,
        addresses=[(label, reaches.get(code, [])) for code, label in WAYS],
    )  # fmt: skip


def _part(request: HttpRequest, wish: selectors.Wish) -> Part:
    initial: dict[str, Any] = {
        "allowed": wish.allowed, "channels": list(wish.channels), "language": wish.language,
        "first": wish.channels[0] if wish.channels else "SMS",
    }  # fmt: skip
    form = WishForm(
        request.POST if request.method == "POST" else None, prefix=wish.purpose.lower(),
        initial=initial,
    )  # fmt: skip
    if wish.purpose == SERVICE:
        del form.fields["allowed"]
    return Part(wish=wish, form=form, text=EXPLAINED[wish.purpose])


def _keep(request: HttpRequest, own: OwnAccounts, parts: list[Part], at: datetime) -> None:
    for part in parts:
        services.set_preference(
            account_id=own.current.account_id, purpose=part.wish.purpose,
            channels=part.form.ordered(), language=part.form.cleaned_data["language"],
            allowed=part.form.cleaned_data.get("allowed", True), actor_id=user_id(request), at=at,
            account_no=own.current.account_no, organisation_id=own.current.organisation_id,
        )  # fmt: skip
