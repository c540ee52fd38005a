"""What is typed on the message screens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.messages import recipients
from gridhall.ui.forms import DateField, ReasonField

from . import words

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation

MOST_NUMBERS = 100_000


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time of the territory."""

    widget = MomentInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M"], **kwargs)


class HourField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = ReasonField()


class VersionForm(forms.Form):
    """A text in both languages."""

    title_zh = forms.CharField(label=_("Chinese title"), max_length=200, required=False)
    body_zh = forms.CharField(
        label=_("Chinese text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    body_en = forms.CharField(
        label=_("English text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    valid_from = MomentField(
        label=_("Valid from"), help_text=_("Messages sent before keep their text.")
    )


class CampaignForm(forms.Form):
    """What to tell whom, how and when."""

    title = forms.CharField(
        label=_("Campaign"), max_length=120, help_text=_("For staff; customers do not see it.")
    )
    organisation = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    purpose = forms.ChoiceField(label=_("Message purpose"), choices=words.PURPOSES)
    audience = forms.ChoiceField(
        label=_("Recipients"), required=False,
        help_text=_("A group of accounts, or the account numbers below."),
    )  # fmt: skip
    numbers = forms.CharField(
        label=_("Account numbers"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line, or with commas between; leave empty for a group."),
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=_("Ways out"), choices=words.CHANNELS, widget=forms.CheckboxSelectMultiple,
        help_text=_("The first that works is taken, in this order."),
    )  # fmt: skip
    subject_zh = forms.CharField(label=_("Chinese title"), max_length=200)
    text_zh = forms.CharField(
        label=_("Chinese text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    subject_en = forms.CharField(label=_("English title"), max_length=200)
    text_en = forms.CharField(
        label=_("English text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    start_at = MomentField(label=_("Not before"))

    def __init__(self, *args: Any, units: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(unit.pk, unit.name) for unit in units if unit.level != "TEAM"]
        groups = [(one.code, one.label) for one in recipients.audiences()]
        self.fields["organisation"].choices = chosen  # type: ignore[attr-defined]
        self.fields["audience"].choices = [("", _("Account numbers below")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Demand a group or numbers, not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("audience")) == bool(cleaned.get("numbers")):
            self.add_error("audience", _("Choose a group, or give account numbers."))
        return cleaned

    def clean_numbers(self) -> list[str]:
        """Return the account numbers one by one."""
        text: str = self.cleaned_data["numbers"]
        found = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
        if len(found) > MOST_NUMBERS:
            raise ValidationError(_("At most 100,000 numbers."), code="too_many")
        for number in found:
            if not (number.isascii() and number.isdigit() and len(number) in (10, 13)):
                raise ValidationError(
                    _("%(number)s is no account number."), code="odd_number",
                    params={"number": number[:20]},
                )  # fmt: skip
        return found

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the words by language, as the service wants them."""
        data = self.cleaned_data
        return {
            "zh-hans": {"subject": data["subject_zh"], "text": data["text_zh"]},
            "en": {"subject": data["subject_en"], "text": data["text_en"]},
        }


class RuleForm(forms.Form):
    """A new dated entry for a purpose."""

    valid_from = DateField(label=_("Valid from"))
    quiet_from = HourField(label=_("Quiet from"), required=False)
    quiet_until = HourField(label=_("Quiet until"), required=False)
    max_per_day = forms.IntegerField(
        label=_("At most in a day"), min_value=0, max_value=1000, help_text=_("0: no limit.")
    )
    max_per_week = forms.IntegerField(
        label=_("At most in a week"), min_value=0, max_value=1000, help_text=_("0: no limit.")
    )
    max_attempts = forms.IntegerField(label=_("Attempts on one way"), min_value=1, max_value=20)
    keep_trying_hours = forms.IntegerField(
        label=_("Hours until it is given up"), min_value=1, max_value=1000
    )
    channels = forms.MultipleChoiceField(
        label=_("Ways out"), choices=words.OUTSIDE, widget=forms.CheckboxSelectMultiple,
        help_text=_("For customers who chose nothing else."),
    )  # fmt: skip
    first = forms.ChoiceField(
        label=_("Preferred way"), choices=words.OUTSIDE,
        help_text=_("It is tried first, the others in the order above."),
    )  # fmt: skip
    needs_consent = forms.BooleanField(label=_("Only with the customer’s consent"), required=False)
    source = forms.CharField(
        label=_("Based on"), max_length=200, help_text=_("The document or decision it follows.")
    )

    def values(self) -> dict[str, Any]:
        """Return what was typed as the service wants it, the preferred way first."""
        data = dict(self.cleaned_data)
        first = data.pop("first")
        data["channels"] = tuple(sorted(data["channels"], key=lambda one: one != first))
        return data


class PriceForm(forms.Form):
    """What one message costs from a day on."""

    valid_from = DateField(label=_("Valid from"))
    unit_price = forms.DecimalField(
        label=_("Price of one, yuan"), max_digits=10, decimal_places=4, min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Based on"), max_length=200, help_text=_("The contract with the provider.")
    )


class AssignForm(forms.Form):
    """Whose letter it is."""

    account_no = forms.CharField(label=_("Account number"), max_length=13)


class NoteForm(forms.Form):
    """What was done about a letter."""

    note = forms.CharField(label=_("How it was dealt with"), min_length=2, max_length=300)


def next_full_hour() -> Any:
    """Return the next full hour, as a start."""
    now = timezone.localtime()
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
