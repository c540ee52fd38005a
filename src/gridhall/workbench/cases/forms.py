"""What is typed on the pages of cases: a new one, the filters, a turn of the conversation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.forms import DateField, ReasonField
from gridhall.ui.text import Text

from . import choices

SUMMARY = 120
TEXT = 8000
ROWS = {"rows": 6}


class NewCaseForm(forms.Form):
    """One page for a new case. Which fields count depends on the kind; see ``new.py``."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    topic = forms.CharField(label=_("Topic"), max_length=40, required=False)
    summary = forms.CharField(
        label=_("Summary"), max_length=SUMMARY,
        help_text=_("One line without names, phones or addresses: it is shown in lists."),
        widget=forms.TextInput(attrs={"data-watch": "cs-summary-warning"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What was said"), max_length=TEXT, required=False,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("In the customer's words. It is kept encrypted."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"))
    priority = forms.ChoiceField(label=_("Priority"))
    area = forms.ChoiceField(label=_("Area"), required=False)
    organisation = forms.ChoiceField(label=_("Unit"))
    place = forms.CharField(
        label=pgettext_lazy("case", "Place"), max_length=200, required=False,
        help_text=_("Where it happened, if it is not the customer's address"),
    )  # fmt: skip
    account_no = forms.CharField(label=_("Account number"), max_length=20, required=False)
    anonymous = forms.BooleanField(label=_("The person wants to stay unnamed"), required=False)
    contact_name = forms.CharField(
        label=_("Contact"), max_length=60, required=False,
        help_text=_("Empty: as on the customer's file"),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    contact_email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    wants_reply = forms.BooleanField(label=_("Wants an answer"), required=False, initial=True)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "kind", choices.of("kind"))
        _offer(self, "channel", choices.of("channel"))
        _offer(self, "priority", choices.of("priority"))
        _offer(self, "area", [choices.NONE, *choices.of("area")])
        _offer(self, "organisation", units)

    def clean(self) -> dict[str, Any]:
        """Refuse names beside “unnamed”."""
        data = super().clean() or {}
        named = [name for name in NAMING if data.get(name)]
        if data.get("anonymous") and named:
            self.add_error("anonymous", _("Empty account and contact, or take the tick away."))
        return data


NAMING = ("account_no", "contact_name", "contact_phone", "contact_email")


def _offer(form: forms.Form, name: str, offered: Sequence[tuple[str, Text]]) -> None:
    form.fields[name].choices = list(offered)  # type: ignore[attr-defined]


def fresh_key() -> str:
    """Return a key that makes a form sent twice count once."""
    return uuid.uuid4().hex


class SayForm(forms.Form):
    """One turn: a reply the customer reads, or a remark that stays inside."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    mode = forms.ChoiceField(
        label=_("To whom"), widget=forms.RadioSelect,
        choices=(("REPLY", _("Reply to the customer")), ("REMARK", _("Internal remark"))),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Text"), max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "data-watch": "cs-body-warning"}),
        error_messages={"required": _("Write something first.")},
    )  # fmt: skip
    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"), required=False)

    def __init__(self, *args: Any, silent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "channel", choices.of("channel"))
        if silent:
            self.fields["mode"].choices = SayForm.base_fields["mode"].choices[1:]  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """The filters that do not fit above the list; all of them stand in the address."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    due = forms.ChoiceField(label=pgettext_lazy("case", "Due"), required=False)
    first = DateField(label=_("Registered from"), required=False)
    last = DateField(label=_("Registered until"), required=False)
    more = forms.ChoiceField(label=_("Only"), required=False)

    def __init__(self, *args: Any, offered: dict[str, Sequence[tuple[str, Text]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, found in offered.items():
            _offer(self, name, [("", _("all")), *found])


class RevealForm(forms.Form):
    """Which personal value of the contact is shown in full, and why."""

    field = forms.ChoiceField(choices=(("name", ""), ("phone", ""), ("email", "")))
    reason = ReasonField()
