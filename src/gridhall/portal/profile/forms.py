"""What a customer types about her own file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.customers.parts import Field, Part
from gridhall.customers.selectors import Entry, own_fields
from gridhall.ui.forms import ReasonField


class CorrectionForm(forms.Form):
    """What shall stand in the file instead, and why; fields left empty stay as they are."""

    def __init__(self, part: Part, *args: Any, entry: Entry | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        for field in own_fields(part):
            self.fields[field.name] = _field(part, field, entry)
        self.fields["reason"] = ReasonField(label=_("What is wrong, and what proves it"))

    def changes(self) -> dict[str, Any]:
        """Return the values that were typed."""
        typed = {field.name: self.cleaned_data[field.name] for field in own_fields(self.part)}
        return {name: value for name, value in typed.items() if value not in ("", None, [])}


def _field(part: Part, field: Field, entry: Entry | None) -> forms.Field:
    known = entry.text(field.name) if entry else ""
    settings: dict[str, Any] = {"label": field.label, "required": False}
    if known:
        settings["help_text"] = _("On file: {value}. Leave empty to keep it.").format(value=known)
    if field.kind == "choice":
        choices = [("", "—"), *((code, label) for code, label in part.choices(field.name) if code)]
        return forms.ChoiceField(choices=choices, **settings)
    if field.kind == "many":
        return forms.MultipleChoiceField(
            choices=part.choices(field.name), widget=forms.CheckboxSelectMultiple, **settings
        )
    return forms.CharField(max_length=200, **settings)


class ConsentForm(forms.Form):
    """Yes or no to one use."""

    use = forms.CharField(max_length=20)
    given = forms.ChoiceField(choices=(("yes", ""), ("no", "")))


class PreferenceForm(forms.Form):
    """How and in which language she wants to be reached."""

    preferred_channel = forms.ChoiceField(label=_("Preferred channel"), required=False)
    preferred_language = forms.ChoiceField(label=_("Preferred language"), required=False)

    def __init__(self, part: Part, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("preferred_channel", "preferred_language"):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *((c, label) for c, label in part.choices(name) if c)]
