"""What is typed on the calendar screens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import DateField, FileDrop, ReasonField

from . import words

CLOCK = re.compile(r"([01]?\d|2[0-4]):?([0-5]\d)")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class ClockField(forms.CharField):
    """A time of day as 8:30; 24:00 is the end of the day. Its value is minutes from midnight."""

    def to_python(self, value: Any) -> Any:
        """Return the minutes."""
        text = str(value or "").strip().replace("：", ":")
        if not text:
            return ""
        found = CLOCK.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2]) if found else 1441
        if minutes > 1440:
            raise ValidationError(_("Write a time like 8:30 or 24:00."), code="no_time")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field."""
        return words.clock(value) if isinstance(value, int) else value


class DayForm(forms.Form):
    """What a day is, and why."""

    kind = forms.ChoiceField(
        label=_("This day is"),
        choices=[(name, words.KINDS[name]) for name in ("HOLIDAY", "MAKE_UP", "WORKING")],
    )
    works_as = forms.TypedChoiceField(
        label=_("Worked like"), coerce=int, choices=list(enumerate(words.WEEKDAYS)), initial=0,
        help_text=_("Which weekday's hours hold on it; not for a holiday"),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The notice or decision, with its number")
    )
    reason = ReasonField()


class ShiftForm(forms.Form):
    """Working time on some weekdays from a day on."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), coerce=int, choices=list(enumerate(words.WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    start_minute = ClockField(label=_("From"), initial="8:30")
    end_minute = ClockField(
        label=_("To"), initial="12:00",
        help_text=_("A lunch break is the gap between two shifts; night work is two shifts."),
    )  # fmt: skip
    valid_from = DateField(label=_("Holds from"))
    valid_to = DateField(
        label=_("Until before"), required=False, help_text=_("Leave empty if it goes on")
    )
    reason = ReasonField()


class EndShiftForm(forms.Form):
    """From which day a shift holds no more."""

    valid_to = DateField(label=_("Until before"))
    reason = ReasonField()


class CalendarForm(forms.Form):
    """A calendar of a unit; it takes over everything it does not say itself."""

    code = forms.RegexField(
        label=_("Code"), regex=r"^[A-Z0-9-]{2,20}$", max_length=20,
        error_messages={"invalid": _("Capital letters, digits and hyphens, for example R33.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=100)
    organisation_id = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    parent_code = forms.ChoiceField(label=_("Takes over from"))
    reason = ReasonField()

    def __init__(
        self, *args: Any, units: Iterable[tuple[int, str]], parents: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["parent_code"].choices = list(parents)  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """Which year's notice to look at, and where its days come from."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    origin = forms.ChoiceField(
        label=_("Days from"), widget=forms.RadioSelect, initial="FILE",
        choices=[("FILE", _("a file")), ("LIBRARY", _("the program's own list"))],
    )  # fmt: skip
    file = forms.FileField(
        label=_("CSV file"), widget=FileDrop(attrs={"accept": ".csv"}), required=False,
        help_text=_("Columns: date, kind (HOLIDAY or MAKE_UP), name, works_as (1 Monday to 7)"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Demand the file where it is chosen."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("origin") == "FILE"
            and not cleaned.get("file")
            and "file" not in self.errors
        ):
            self.add_error("file", _("Choose the file, or take the program's own list."))
        return cleaned


class LoadForm(forms.Form):
    """The days that were shown, the notice's number, and why."""

    year = forms.IntegerField(widget=forms.HiddenInput, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    days = forms.CharField(widget=forms.HiddenInput, max_length=100_000, strip=False)
    number = forms.CharField(
        label=_("Number of the notice"), max_length=60,
        help_text=_("As it stands in the head of the notice"),
    )  # fmt: skip
    reason = ReasonField()


class TryForm(forms.Form):
    """A limit to be tried out."""

    start = forms.DateTimeField(
        label=_("Start"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    days = forms.IntegerField(label=_("Working days"), min_value=0, max_value=250, initial=5)
    hours = forms.IntegerField(label=_("Working hours"), min_value=0, max_value=500, initial=0)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1000, initial=0)
