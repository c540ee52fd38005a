"""Forms of the book of standards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gridhall.foundation.identity.roles import Role
from gridhall.foundation.standards import selectors
from gridhall.foundation.standards.services import NewStandard
from gridhall.servicedesk import selectors as desk
from gridhall.ui.forms import DateField, ReasonField

if TYPE_CHECKING:
    from gridhall.foundation.standards.models import ServiceStandard

STEP = re.compile(r"(\d{1,4})\s*%?\s*[:：]\s*(.+)")
EVENTS = ("start_events", "stop_events", "pause_events", "resume_events", "cancel_events")
MATCH = ("kind", "category", "stage", "grade", "area", "channel")
ANY = ("", gettext_lazy("any"))


def _choices(column: str) -> list[tuple[str, Any]]:
    return [ANY, *((code, label) for code, label in desk.choices_of(column) if code)]


class EventsField(forms.CharField):
    """Names of events, divided by blanks or commas."""

    def to_python(self, value: Any) -> Any:
        """Return the names as a tuple."""
        return tuple(re.findall(r"[a-z_]{1,40}", super().to_python(value) or ""))


class LadderField(forms.CharField):
    """Who is told when: a line for each step, ``100: SERVICE_SUPERVISOR, DIRECTOR``."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "gh-code"})

    def to_python(self, value: Any) -> Any:
        """Return roles by percent; name the line that cannot be read."""
        steps: dict[int, tuple[str, ...]] = {}
        for number, line in enumerate((super().to_python(value) or "").splitlines(), start=1):
            if not line.strip():
                continue
            found = STEP.fullmatch(line.strip())
            roles = tuple(re.split(r"[,，\s]+", found[2].strip())) if found else ()
            unknown = [role for role in roles if role not in Role.values]
            if found is None or unknown or int(found[1]) in steps:
                raise ValidationError(
                    _("Line {number}: “{line}” is no step. Write 100: SERVICE_SUPERVISOR").format(
                        number=number, line=line.strip()[:60]
                    )
                )
            steps[int(found[1])] = roles
        return steps


class StandardForm(forms.Form):
    """A new version of a standard, or another one made like it."""

    code = forms.RegexField(
        r"^[a-z0-9_.-]+$", label=gettext_lazy("Code"), max_length=60,
        help_text=gettext_lazy("The same code: the next version. Another one: a new standard."),
    )  # fmt: skip
    title_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=100)
    title_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100)
    target = forms.DecimalField(
        label=gettext_lazy("Time allowed"), max_digits=8, decimal_places=2, min_value=0
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit of time"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of case"), required=False, choices=lambda: _choices("kind")
    )
    category = forms.CharField(
        label=pgettext_lazy("case", "Category"), max_length=20, required=False
    )
    stage = forms.CharField(label=gettext_lazy("Stage"), max_length=40, required=False)
    grade = forms.CharField(label=gettext_lazy("Customer grade"), max_length=20, required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("Area"), required=False, choices=lambda: _choices("area")
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("case", "Channel"), required=False, choices=lambda: _choices("channel")
    )
    start_events = EventsField(label=gettext_lazy("Clock starts with"))
    stop_events = EventsField(label=gettext_lazy("Clock stops with"))
    pause_events = EventsField(label=gettext_lazy("Stands still from"), required=False)
    resume_events = EventsField(label=gettext_lazy("Runs on with"), required=False)
    cancel_events = EventsField(label=gettext_lazy("Dropped with"), required=False)
    on_reopen = forms.ChoiceField(label=gettext_lazy("When opened again"))
    calendar = forms.CharField(
        label=gettext_lazy("Calendar"), max_length=20, required=False,
        help_text=gettext_lazy("Empty: the calendar of the unit that has to keep the promise."),
    )  # fmt: skip
    warn_percent = forms.IntegerField(
        label=gettext_lazy("Warn at (%)"), min_value=1, max_value=99, initial=80
    )
    ladder = LadderField(label=gettext_lazy("Who is told when"), required=False)
    floor = forms.BooleanField(
        label=gettext_lazy("Floor for all"), required=False,
        help_text=gettext_lazy("No other standard may promise less where this one holds."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    clause = forms.CharField(label=gettext_lazy("Clause"), max_length=200, required=False)
    certainty = forms.ChoiceField(label=gettext_lazy("How sure the source is"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)
    valid_from = DateField(label=gettext_lazy("Valid from"))
    reason = ReasonField()

    def __init__(self, data: Any = None, *, like: ServiceStandard) -> None:
        super().__init__(data, initial=_initial(like))
        self.like = like
        for name in ("unit", "on_reopen", "certainty"):
            choices = like._meta.get_field(name).choices  # type: ignore[union-attr]
            self.fields[name].choices = list(choices or ())  # type: ignore[attr-defined]

    def new(self) -> NewStandard:
        """Return what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return NewStandard(profile=self.like.profile.code, clock=self.like.clock, **typed)


class ProfileForm(forms.Form):
    """Which profile holds for new cases, and from when."""

    profile = forms.ChoiceField(label=gettext_lazy("Profile"))
    valid_from = DateField(label=gettext_lazy("Valid from"))
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [  # type: ignore[attr-defined]
            (one.code, one.title) for one in selectors.profiles()
        ]


class EndForm(forms.Form):
    """Letting a standard end without a next version."""

    valid_to = DateField(label=gettext_lazy("First day on which it holds no more"))
    reason = ReasonField()


def _initial(like: ServiceStandard) -> dict[str, Any]:
    plain = [
        "code", "title_zh", "title_en", "target", "unit", *MATCH, "on_reopen", "calendar",
        "warn_percent", "floor", "source", "clause", "certainty", "note",
    ]  # fmt: skip
    found = {name: getattr(like, name) for name in plain}
    found |= {name: " ".join(getattr(like, name)) for name in EVENTS}
    steps = sorted(like.ladder.all(), key=lambda step: step.percent)
    found["ladder"] = "\n".join(f"{step.percent}: {', '.join(step.roles)}" for step in steps)
    return found
