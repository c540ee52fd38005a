"""What the personal data officer types."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import ReasonField

KINDS = (("EXPORT", _("Copy of the data")), ("ERASE", _("Erasure")))


class NewRequestForm(forms.Form):
    """Somebody asks for a copy of her data or for their erasure."""

    account_no = forms.CharField(label=_("Account number"), max_length=13)
    kind = forms.ChoiceField(
        label=_("What is asked for"), choices=KINDS, widget=forms.RadioSelect, initial="EXPORT"
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("In the person's own words. Kept encrypted."),
    )  # fmt: skip


class ProofForm(forms.Form):
    """How the person proved who she is."""

    proof = forms.CharField(
        label=_("How was identity proven?"), min_length=3, max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Which document, seen where and by whom. Kept encrypted; no copy is needed."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is done; it is kept."""

    reason = ReasonField()


class ExportForm(forms.Form):
    """Why a long list is needed; the hidden field says which one, signed by the list itself."""

    reason = ReasonField()
    what = forms.CharField(max_length=4000, widget=forms.HiddenInput)
