"""Forms made from the parts of the customer file: one field for each fact that may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.customers.parts import Field, Part
from gridhall.customers.selectors import Entry
from gridhall.ui.forms import DateField, ReasonField

FROM_DAY, REASON = "from_day", "reason"


class PartForm(forms.Form):
    """The facts of one entry, the day from which they hold, and why."""

    def __init__(self, part: Part, *args: Any, entry: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part, self.entry = part, entry
        for field in part.fields:
            if field.editable:
                self.fields[field.name] = _form_field(part, field, entry)
        self.fields[FROM_DAY] = DateField(
            label=_("Holds from"),
            help_text=_("Today, a day to come, or the day since when it has been so."),
        )
        self.fields[REASON] = ReasonField()

    def changes(self) -> dict[str, Any]:
        """Return what was typed; a personal value left empty stays as it is."""
        found = {}
        for field in self.part.fields:
            if field.name not in self.fields:
                continue
            value = self.cleaned_data[field.name]
            if self.entry is not None and field.personal and value in ("", None):
                continue
            found[field.name] = value
        return found


def _form_field(part: Part, field: Field, entry: Entry | None) -> forms.Field:
    """Return the form's field; what the service checks is not checked here again."""
    known = entry.value(field.name) if entry else None
    settings: dict[str, Any] = {"label": field.label, "required": False}
    settings["help_text"] = " ".join(str(note) for note in _notes(field, known))
    if entry is not None and not field.personal:
        settings["initial"] = known
    elif field.name in {"rank", "quantity"}:
        settings["initial"] = 1
    elif field.kind == "many":
        settings["initial"] = [code for code, _label in part.choices(field.name)][:2]
    if field.kind == "curve":
        settings["initial"] = " ".join(known or ())
    return _MAKERS.get(field.kind, _text)(part, field, settings)


def _notes(field: Field, known: Any) -> list[Any]:
    notes: list[Any] = []
    if field.review:
        notes.append(_("Changes only after a review."))
    if field.personal and known:
        notes.append(_("On file: {value}. Leave empty to keep it.").format(value=known))
    if field.kind == "curve":
        notes.append(_("24 values in kW, one for each hour from 00:00 on."))
    return notes


def _text(part: Part, field: Field, settings: dict[str, Any]) -> forms.Field:
    found = forms.CharField(**settings)
    found.suffix = field.unit  # type: ignore[attr-defined]
    return found


def _long(part: Part, field: Field, settings: dict[str, Any]) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **settings)


def _choice(part: Part, field: Field, settings: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_unique(part.choices(field.name)), **settings)


def _many(part: Part, field: Field, settings: dict[str, Any]) -> forms.Field:
    choices = part.choices(field.name)
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, **settings
    )


_MAKERS: dict[str, Callable[[Part, Field, dict[str, Any]], forms.Field]] = {
    "choice": _choice,
    "many": _many,
    "note": _long,
    "curve": _long,
    "yes_no": lambda part, field, settings: forms.BooleanField(**settings),
    "date": lambda part, field, settings: DateField(**settings),
}


def _unique(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", "—"), *((code, label) for code, label in choices if code)]


class EndForm(forms.Form):
    """From which day an entry is no more, and why."""

    from_day = DateField(label=_("No more from"))
    reason = ReasonField()


class PartyForm(forms.Form):
    """Who the customer is."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=(("PERSON", _("Person")), ("ORGANISATION", _("Organisation")))
    )
    name = forms.CharField(label=_("Customer name"), max_length=100)
    id_document = forms.CharField(
        label=_("Identity number"), max_length=30,
        help_text=_("Resident identity number, or unified social credit code of a firm."),
    )  # fmt: skip
    legal_representative = forms.CharField(
        label=_("Legal representative"), max_length=100, required=False
    )


class PartyChangeForm(PartyForm):
    """Whose the account is from a day on."""

    from_day = DateField(label=_("Holds from"))
    reason = ReasonField()


class DecisionForm(forms.Form):
    """A steward's decision about a correction."""

    accept = forms.ChoiceField(choices=(("yes", ""), ("no", "")))
    note = forms.CharField(max_length=300, required=False)


class NewFileForm(PartyForm):
    """A new customer at the counter."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=100, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=20,
        help_text=_("Mobile, landline with area code, or a service number like 95598."),
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), max_length=200)
    division_code = forms.CharField(
        label=_("Administrative division"), max_length=6, required=False,
        help_text=_("Six digits of GB/T 2260; left empty it is read from the address."),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Category"))
    voltage = forms.ChoiceField(
        label=_("Voltage"), choices=[(v, v) for v in ("220V", "380V", "10kV", "20kV", "35kV")]
    )
    organisation = forms.ChoiceField(label=_("Service hall"))
    size_class = forms.ChoiceField(label=_("Size of customer"), required=False)
    area_kind = forms.ChoiceField(label=_("Kind of area"), required=False)
    industry_code = forms.CharField(label=_("Industry"), max_length=10, required=False)
    household_persons = forms.IntegerField(
        label=_("Persons in the household"), min_value=1, max_value=99, required=False
    )
    opened_on = DateField(label=_("Customer since"))
    connected = forms.BooleanField(
        label=_("The supply is connected already"), required=False,
        help_text=_("Otherwise the file waits as “not connected yet”."),
    )  # fmt: skip
    reason = ReasonField()
    look_alikes_seen = forms.BooleanField(
        label=_("I looked at the similar files: this is somebody else, or another account"),
        required=False,
    )

    def __init__(self, part: Part, units: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category", "size_class", "area_kind"):
            field: Any = self.fields[name]
            field.choices = _unique(part.choices(name))
        organisation: Any = self.fields["organisation"]
        organisation.choices = units
