"""Forms of measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as desk
from gridhall.ui.forms import DateField, ReasonField

STEPS = 3


class MeasureForm(forms.Form):
    """A measure against a weak point: what, by whom, until when, in which steps."""

    kind = forms.ChoiceField(label=_("Kind of measure"))
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("What is to be done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name no customer: everybody who improves the service reads this."),
    )  # fmt: skip
    organisation = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    owner = forms.TypedChoiceField(label=pgettext_lazy("measure", "Owner"), coerce=int)
    supervisor = forms.TypedChoiceField(
        label=_("Supervisor"), coerce=int,
        help_text=_("Another person than the owner; looks at the evidence and the effect."),
    )  # fmt: skip
    due_on = DateField(label=pgettext_lazy("deadline", "Until"))

    def __init__(
        self, units: list[tuple[int, str]], people: list[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, Any] = {
            "kind": desk.choices_of("measure_kind"), "organisation": units, "owner": people,
            "supervisor": people,
        }  # fmt: skip
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.CharField(
                label=_("Step {number}").format(number=number), max_length=200, required=False
            )
            self.fields[f"step_{number}_due"] = DateField(
                label=_("Step {number} until").format(number=number), required=False
            )

    def steps(self) -> tuple[tuple[str, Any], ...]:
        """Return the steps that were filled in; without a day the measure's own."""
        typed = self.cleaned_data
        return tuple(
            (typed[f"step_{number}"], typed[f"step_{number}_due"] or typed["due_on"])
            for number in range(1, STEPS + 1)
            if typed[f"step_{number}"]
        )


class StepForm(forms.Form):
    """One more step of a measure."""

    text = forms.CharField(label=pgettext_lazy("measure", "Step"), max_length=200)
    due_on = DateField(label=pgettext_lazy("deadline", "Until"))


class NoteForm(forms.Form):
    """Evidence, or what the supervision found."""

    text = forms.CharField(
        label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name no customer: everybody who improves the service reads this."),
    )  # fmt: skip


class DeadlineForm(forms.Form):
    """Another deadline, with its reason."""

    due_on = DateField(label=pgettext_lazy("deadline", "Until"))
    reason = ReasonField()


class CloseForm(forms.Form):
    """Whether a measure was effective, and why one thinks so."""

    effective = forms.ChoiceField(
        label=_("Was it effective?"), widget=forms.RadioSelect,
        choices=(("yes", _("Effective")), ("no", _("Not effective"))),
    )  # fmt: skip
    reason = ReasonField(label=_("Judgement"))
