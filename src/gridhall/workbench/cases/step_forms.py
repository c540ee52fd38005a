"""The form of a step of a process: how it ends, the values it asks for, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import DateField, ReasonField

if TYPE_CHECKING:
    from gridhall.foundation.processes.selectors import WorkItemView

FIELD = "field_"
YES_NO = (("", "—"), ("yes", _("Yes")), ("no", _("No")))


class StepForm(forms.Form):
    """What finishing a task asks for; ``version`` is the item's that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: WorkItemView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.outcomes:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("How does it end?"), widget=forms.RadioSelect,
                choices=[(one.code, str(one.title)) for one in item.outcomes],
            )  # fmt: skip
        for asked, field in item.form:
            self.fields[FIELD + field.name] = _field(field, required=asked.required)
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Kept with the step; the customer does not see it."),
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return the values for the process; what was left empty is left out."""
        found = {
            name.removeprefix(FIELD): value
            for name, value in self.cleaned_data.items()
            if name.startswith(FIELD) and value not in ("", None)
        }
        answers = {"yes": True, "no": False}
        return {
            name: answers.get(value, value) if self._is_yes_no(name) else value
            for name, value in found.items()
        }

    def _is_yes_no(self, name: str) -> bool:
        return getattr(self.fields[FIELD + name], "choices", None) == list(YES_NO)


def _field(field: Any, *, required: bool) -> forms.Field:
    label = str(field.title)
    match str(field.kind):
        case "yes_no":
            return forms.ChoiceField(label=label, required=required, choices=YES_NO)
        case "choice":
            known = [(one.code, str(one.title)) for one in field.choices]
            return forms.ChoiceField(label=label, required=required, choices=[("", "—"), *known])
        case "number":
            return forms.DecimalField(label=label, required=required)
        case "date":
            return DateField(label=label, required=required)
        case _:
            return forms.CharField(label=label, required=required, max_length=40)


class ToPersonForm(forms.Form):
    """A colleague, and why."""

    person = forms.ChoiceField(label=_("To whom"))
    note = ReasonField(required=False, label=_("Note"))

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = offered  # type: ignore[attr-defined]


class ToStepForm(forms.Form):
    """A step that was done before, and why it must be done again."""

    step = forms.ChoiceField(label=_("Back to"))
    note = ReasonField()

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = offered  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """Why it goes back into the box."""

    note = ReasonField(required=False, label=_("Note"))

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del offered
