"""Forms of the upkeep of customer files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import DateField, ReasonField

from . import specs


class AcceptForm(forms.Form):
    """Until when, and why, a file may break a rule."""

    until = DateField(label=_("Accepted until"))
    reason = ReasonField()


class MergeForm(forms.Form):
    """Which of two customers stays, and why they are one."""

    survivor = forms.ChoiceField(
        label=_("Who stays"), widget=forms.RadioSelect,
        help_text=_("The accounts of the other one become hers; the other file stays on record."),
    )  # fmt: skip
    reason = ReasonField()

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survivor"].choices = choices  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """What to verify, by whom, until when."""

    title = forms.CharField(label=_("Title"), max_length=100)
    organisation = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    categories = forms.MultipleChoiceField(
        label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )  # fmt: skip
    file_count = forms.IntegerField(
        label=_("Files at most"), min_value=1, max_value=50_000, initial=100,
        help_text=_("Those first that were not looked at for longest."),
    )  # fmt: skip
    starts_on = DateField(label=_("From"))
    due_on = DateField(label=_("Until"))

    def __init__(self, units: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = units  # type: ignore[attr-defined]
        self.fields["categories"].choices = specs.categories()  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What came of looking at one file."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=specs.OUTCOMES[1:], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless everything was right: what was corrected, or how you tried."),
    )  # fmt: skip
