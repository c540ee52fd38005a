"""What is typed on the appraisal screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.appraisal.services import Correction, NewRecognition, NewSamplePlan, NewScheme
from gridhall.foundation import language
from gridhall.ui.forms import DateField, MonthField, ReasonField

from . import words


class _WithUnit(forms.Form):
    organisation = forms.TypedChoiceField(label=_("Unit"), coerce=int)

    def __init__(self, *args: Any, units: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = units  # type: ignore[attr-defined]


class DrawForm(_WithUnit):
    """Whose work of which month."""

    month = MonthField(label=_("Month"))


class RunForm(_WithUnit):
    """Whom to appraise for which days."""

    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))


class ScoreForm(forms.Form):
    """The marks of a sample."""

    comment = forms.CharField(
        label=_("Comment for the person"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for one in criteria:
            rules = " · ".join(language.either(rule["zh"], rule["en"]) for rule in one.rules)
            self.fields[f"m_{one.code}"] = forms.ChoiceField(
                label=f"{language.either(one.zh, one.en)} ({one.weight} %)", choices=words.MARKS,
                widget=forms.RadioSelect, help_text=rules,
            )  # fmt: skip
        self.fields["comment"] = comment

    def marks(self) -> dict[str, str]:
        """Return the marks by criterion."""
        return {
            name.removeprefix("m_"): str(value)
            for name, value in self.cleaned_data.items() if name.startswith("m_")
        }  # fmt: skip


class ObjectForm(forms.Form):
    """Which part is wrong and why."""

    part = forms.ChoiceField(label=_("Part"), choices=list(words.PARTS.items()))
    reason = forms.CharField(
        label=_("Why it is wrong"), min_length=4, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class DecideForm(forms.Form):
    """Turn an objection down, or set the inputs right."""

    uphold = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=(("no", _("Turn down")), ("yes", _("Uphold: replace the result"))),
    )  # fmt: skip
    total = forms.IntegerField(label=_("Right whole"), min_value=0, required=False)
    good = forms.DecimalField(
        label=_("Right part of it"), min_value=0, max_digits=9, decimal_places=2, required=False,
        help_text=_("Limits kept, satisfied customers, points together or justified complaints."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer to the person"), min_length=4, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Demand the right numbers when the objection is upheld."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("uphold") == "yes":
            for name in ("total", "good"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Give the right number."))
        return cleaned

    def correction(self) -> Correction | None:
        """Return the right inputs, or nothing."""
        data = self.cleaned_data
        if data["uphold"] != "yes":
            return None
        return Correction(total=data["total"], good=data["good"])


class RecordForm(forms.Form):
    """A reward or penalty."""

    kind = forms.ChoiceField(label=_("Kind"), choices=words.choices(words.RECORDS))
    username = forms.CharField(label=_("Login name of the person"), max_length=150)
    on = DateField(label=_("Day"))
    case_number = forms.CharField(label=_("Case"), max_length=30, required=False)
    customer_told_on = DateField(
        label=_("Customer told on"), required=False,
        help_text=_("When the customer concerned learnt what followed."),
    )  # fmt: skip
    reason = ReasonField()

    def new(self) -> NewRecognition:
        """Return the note as the service wants it."""
        return NewRecognition(**self.cleaned_data)


class SamplePlanForm(forms.Form):
    """How much work is looked at from a day on."""

    organisation = forms.ChoiceField(label=_("Unit"), required=False)
    card_code = forms.ChoiceField(label=_("Score card"))
    share_percent = forms.DecimalField(
        label=_("Share, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    at_least = forms.IntegerField(label=_("At least, a person"), min_value=1, max_value=1000)
    at_most = forms.IntegerField(label=_("At most, a person"), min_value=1, max_value=1000)
    valid_from = DateField(label=_("Valid from"))
    source = forms.CharField(
        label=_("Based on"), max_length=300, help_text=_("The document or decision it follows.")
    )

    def __init__(
        self, *args: Any, units: list[tuple[str, Any]], cards: list[tuple[str, Any]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["organisation"].choices = units  # type: ignore[attr-defined]
        self.fields["card_code"].choices = cards  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Demand bounds in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        low, high = cleaned.get("at_least"), cleaned.get("at_most")
        if low and high and low > high:
            self.add_error("at_most", _("It must not lie below the least."))
        return cleaned

    def new(self) -> NewSamplePlan:
        """Return the plan as the service wants it."""
        data = dict(self.cleaned_data)
        unit = data.pop("organisation")
        return NewSamplePlan(organisation_id=int(unit) if unit else None, **data)


class SchemeForm(forms.Form):
    """What counts how much from a day on."""

    valid_from = DateField(label=_("Valid from"))
    weight_standards = forms.IntegerField(
        label=_("Weight of service standards, %"), min_value=0, max_value=100
    )
    weight_ratings = forms.IntegerField(label=_("Weight of ratings, %"), min_value=0, max_value=100)
    weight_samples = forms.IntegerField(label=_("Weight of samples, %"), min_value=0, max_value=100)
    weight_complaints = forms.IntegerField(
        label=_("Weight of complaints, %"), min_value=0, max_value=100
    )
    min_standards = forms.IntegerField(label=_("Least limits judged"), min_value=1, max_value=9999)
    min_ratings = forms.IntegerField(label=_("Least ratings"), min_value=1, max_value=9999)
    min_samples = forms.IntegerField(label=_("Least samples"), min_value=1, max_value=9999)
    min_cases = forms.IntegerField(label=_("Least closed cases"), min_value=1, max_value=9999)
    min_weight = forms.IntegerField(
        label=_("Least weight for a total, %"), min_value=1, max_value=100
    )
    deduction = forms.DecimalField(
        label=_("Points a justified complaint costs"), min_value=0, max_value=100, max_digits=5,
        decimal_places=2,
    )  # fmt: skip
    objection_days = forms.IntegerField(label=_("Days for objections"), min_value=1, max_value=90)
    source = forms.CharField(
        label=_("Based on"), max_length=300, help_text=_("The document or decision it follows.")
    )

    def new(self, bands: list[dict[str, Any]]) -> NewScheme:
        """Return the scheme as the service wants it; the bands are kept from the one before."""
        return NewScheme(bands=bands, **self.cleaned_data)
