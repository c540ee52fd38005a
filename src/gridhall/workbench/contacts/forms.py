"""Forms of planned calls and visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.servicedesk import selectors as desk
from gridhall.ui.forms import DateField

LINES = 500


class PlanForm(forms.Form):
    """One list of accounts to be called or visited until a day."""

    form = forms.ChoiceField(label=_("What"))
    accounts = forms.CharField(
        label=_("Account numbers"), widget=forms.Textarea(attrs={"rows": 4}), max_length=8000,
        help_text=_("One to a line, at most 500."),
    )  # fmt: skip
    due_on = DateField(label=pgettext_lazy("deadline", "Until"))
    note = forms.CharField(
        label=_("What to ask or bring"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = desk.choices_of("contact_form")  # type: ignore[attr-defined]

    def clean_accounts(self) -> list[str]:
        """Return the numbers, each once."""
        numbers = list(dict.fromkeys(self.cleaned_data["accounts"].split()))
        if len(numbers) > LINES:
            raise forms.ValidationError(
                _("%(count)s numbers: at most %(limit)s go into one list."),
                params={"count": len(numbers), "limit": LINES},
            )
        return numbers


class AttemptForm(forms.Form):
    """What came of a try."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("planned contact", "Outcome"), widget=forms.RadioSelect
    )
    next_on = DateField(
        label=_("Next try"), required=False,
        help_text=_("Empty: as many days later as the rule says."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What was said"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = desk.choices_of("outcome")  # type: ignore[attr-defined]


class CaseForm(forms.Form):
    """The case that a call or visit makes necessary."""

    kind = forms.ChoiceField(label=_("Kind of case"))
    summary = forms.CharField(
        label=_("In one line"), max_length=120, help_text=_("Without names and numbers of people.")
    )
    text = forms.CharField(
        label=_("What was said"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [pair for pair in desk.choices_of("kind") if pair[0] != "REPORT"]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """To whom the contacts shown go; nobody: back to the role."""

    to = forms.TypedChoiceField(label=_("Assign to"), coerce=int, required=False, empty_value=None)

    def __init__(self, people: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[object, object]] = [("", _("Nobody (back to the role)")), *people]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
