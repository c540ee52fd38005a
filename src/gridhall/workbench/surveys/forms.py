"""What is typed on the survey screens."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.engagement.services import NewPlan, NewQuestionnaire, NewRule
from gridhall.foundation import language
from gridhall.ui.forms import DateField, ReasonField

from . import words

PARTS_OF_A_LINE = 4
#: Two-sided quantiles of the standard normal law.
QUANTILES = {
    "90": Decimal("1.644854"), "95": Decimal("1.959964"), "99": Decimal("2.575829"),
}  # fmt: skip


class NoteForm(forms.Form):
    """What came of a follow-up."""

    reason = forms.CharField(label=_("What came of it"), min_length=2, max_length=500)


class EndForm(forms.Form):
    """When a plan ends and why."""

    valid_to = DateField(label=_("First day without it"))
    reason = ReasonField()


class TakeForm(forms.Form):
    """A customer's answer, written down by a clerk."""

    way = forms.ChoiceField(
        label=_("Way of answering"), choices=words.WAYS[2:], widget=forms.RadioSelect,
        initial="PHONE",
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Iterable[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            label = language.either(one["zh"], one["en"])
            needed = bool(one.get("required"))
            field: forms.Field = (
                forms.ChoiceField(
                    label=label, required=needed, widget=forms.RadioSelect, choices=words.MARKS
                )
                if one["kind"] == "SCALE"
                else forms.CharField(
                    label=label, required=False, max_length=500,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
            )  # fmt: skip
            self.fields[f"q_{one['code']}"] = field

    def values_given(self) -> dict[str, str]:
        """Return the answers by question code."""
        return {
            name.removeprefix("q_"): str(value)
            for name, value in self.cleaned_data.items() if name.startswith("q_")
        }  # fmt: skip


class PlanForm(forms.Form):
    """Whom to ask."""

    name = forms.CharField(label=pgettext_lazy("survey", "Plan"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=words.PLAN_KINDS)
    questionnaire_code = forms.ChoiceField(label=_("Questionnaire"))
    organisation = forms.ChoiceField(label=_("Unit"), required=False)
    case_kinds = forms.MultipleChoiceField(
        label=_("Kinds of cases"), required=False, choices=words.kinds,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all."),
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=_("Channels"), required=False, choices=words.channels,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all."),
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label=_("Areas"), required=False, choices=words.areas,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all."),
    )  # fmt: skip
    share_percent = forms.DecimalField(
        label=_("Share, %"), max_digits=5, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    min_days_between = forms.IntegerField(
        label=_("Days between two surveys"), min_value=0, max_value=3650
    )
    reminder_after_days = forms.IntegerField(
        label=_("Reminder after days"), min_value=1, max_value=365, required=False,
        help_text=_("Empty: no reminder."),
    )  # fmt: skip
    expires_after_days = forms.IntegerField(
        label=_("Expires after days"), min_value=1, max_value=365
    )
    every_months = forms.IntegerField(
        label=_("Months between rounds"), min_value=1, max_value=60, required=False,
        help_text=_("Only for plans at intervals."),
    )  # fmt: skip
    sample_size = forms.IntegerField(
        label=_("Sample of a round"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("Only for plans at intervals."),
    )  # fmt: skip
    valid_from = DateField(label=_("Valid from"))
    source = forms.CharField(
        label=_("Based on"), max_length=200, help_text=_("The document or decision it follows.")
    )

    def __init__(
        self, *args: Any, units: list[tuple[str, Any]], papers: list[tuple[str, Any]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["organisation"].choices = units  # type: ignore[attr-defined]
        self.fields["questionnaire_code"].choices = papers  # type: ignore[attr-defined]

    def new(self) -> NewPlan:
        """Return the plan as the service wants it."""
        data = dict(self.cleaned_data)
        unit = data.pop("organisation")
        for name in ("case_kinds", "channels", "areas"):
            data[name] = tuple(data[name])
        return NewPlan(organisation_id=int(unit) if unit else None, **data)


class QuestionnaireForm(forms.Form):
    """A questionnaire: one question a line."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("A known code makes its next version.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=words.PLAN_KINDS)
    title_zh = forms.CharField(label=_("Chinese title"), max_length=80)
    title_en = forms.CharField(label=_("English title"), max_length=80)
    questions = forms.CharField(
        label=_("Questions"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line each: code | SCALE or TEXT | Chinese | English. A * after the code:"
                    " must be answered."),
    )  # fmt: skip
    source = forms.CharField(label=_("Based on"), max_length=200, required=False)

    def clean_questions(self) -> list[dict[str, Any]]:
        """Return the questions one by one; a line with too few parts is named."""
        found = []
        lines = [line for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            parts = [part.strip() for part in line.replace("｜", "|").split("|")]
            if len(parts) != PARTS_OF_A_LINE:
                raise ValidationError(
                    _("Line %(number)s: four parts with | between are needed."), code="line",
                    params={"number": number},
                )  # fmt: skip
            code, kind, chinese, english = parts
            found.append({
                "code": code.rstrip("*"), "kind": kind.upper(), "zh": chinese, "en": english,
                "required": code.endswith("*"),
            })  # fmt: skip
        return found

    def new(self) -> NewQuestionnaire:
        """Return the questionnaire as the service wants it."""
        return NewQuestionnaire(**self.cleaned_data)

    @staticmethod
    def as_lines(questions: list[dict[str, Any]]) -> str:
        """Return questions as they are typed."""
        return "\n".join(
            f"{one['code']}{'*' if one.get('required') else ''} | {one['kind']} | {one['zh']}"
            f" | {one['en']}"
            for one in questions
        )


class RuleForm(forms.Form):
    """A new dated entry of what counts as satisfied."""

    valid_from = DateField(label=_("Valid from"))
    target_percent = forms.DecimalField(
        label=_("Target, % satisfied"), min_value=1, max_value=100, max_digits=5, decimal_places=2
    )
    satisfied_from = forms.IntegerField(label=_("Satisfied from mark"), min_value=2, max_value=5)
    low_at_most = forms.IntegerField(label=_("Low score up to mark"), min_value=1, max_value=4)
    call_within_days = forms.IntegerField(
        label=_("Call back within days"), min_value=0, max_value=60
    )
    min_answers = forms.IntegerField(
        label=_("Least answers for a verdict"), min_value=1, max_value=10_000
    )
    confidence = forms.ChoiceField(
        label=_("Confidence"), choices=(("95", "95 %"), ("99", "99 %"), ("90", "90 %"))
    )
    source = forms.CharField(
        label=_("Based on"), max_length=300, help_text=_("The document or decision it follows.")
    )

    def clean(self) -> dict[str, Any]:
        """Demand that low lies below satisfied."""
        cleaned: dict[str, Any] = super().clean() or {}
        low, good = cleaned.get("low_at_most"), cleaned.get("satisfied_from")
        if low and good and low >= good:
            self.add_error("low_at_most", _("It must lie below the mark that counts as satisfied."))
        return cleaned

    def new(self) -> NewRule:
        """Return the entry as the service wants it, with the quantile of the confidence."""
        data = dict(self.cleaned_data)
        confidence = data.pop("confidence")
        return NewRule(
            target_share=data.pop("target_percent") / 100, confidence_percent=Decimal(confidence),
            quantile=QUANTILES[confidence], **data,
        )  # fmt: skip
