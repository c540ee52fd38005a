"""Forms of prepared texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as servicedesk
from gridhall.servicedesk.services import MacroText

TITLE, TEXT = 60, 5000


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MacroForm(forms.Form):
    """A prepared text in both languages, for which cases and whose it is."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=TITLE)
    title_en = forms.CharField(
        label=_("Title in English"), max_length=TITLE, required=False,
        help_text=_("Empty: the Chinese title."),
    )  # fmt: skip
    body_zh = forms.CharField(
        label=_("Text in Chinese"), max_length=TEXT, widget=_words(6),
        help_text=_("Polite and whole sentences. No name, phone or account number in it."),
    )  # fmt: skip
    body_en = forms.CharField(
        label=_("Text in English"), max_length=TEXT, widget=_words(6), required=False,
        help_text=_("Empty: readers of English get the Chinese text."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("prepared text", "For which cases"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: for every kind."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, units: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kinds"].choices = servicedesk.choices_of("kind")
        fields["unit"].choices = units
        fields["unit"].required = all(value for value, _label in units)

    def text(self) -> MacroText:
        """Return what was typed, for the service."""
        typed = self.cleaned_data
        return MacroText(
            title_zh=typed["title_zh"], title_en=typed["title_en"], body_zh=typed["body_zh"],
            body_en=typed["body_en"], kinds=tuple(typed["kinds"]),
            organisation_id=int(typed["unit"]) if typed["unit"] else None,
        )  # fmt: skip
