"""What is typed for each act on a case. Every form carries the version that was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.forms import ReasonField
from gridhall.ui.text import Text

from . import choices
from .forms import SUMMARY, TEXT

#: The drawer lies over a page that has a composer and a form for papers itself.
DRAWER_IDS = "act_%s"
Offered = dict[str, Sequence[tuple[str, Text]]]


class ActForm(forms.Form):
    """The beginning of every form: the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, offered: Offered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (offered or {}).items():
            if name in self.fields:
                self.fields[name].choices = list(found)  # type: ignore[attr-defined]


def _text(label: Any, *, required: bool = True, rows: int = 5, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=TEXT, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ReasonForm(ActForm):
    """Only why."""

    reason = ReasonField()


class NoteForm(ActForm):
    """A word about it, if there is one."""

    note = _text(_("Note"), required=False, rows=2)


class RespondForm(ActForm):
    """The first contact with the customer."""

    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"))
    body = _text(_("What was said"), required=False, rows=3)


class HandOverForm(ActForm):
    """To whom, and why."""

    organisation = forms.ChoiceField(label=_("Unit"))
    role = forms.ChoiceField(label=pgettext_lazy("post of an employee", "Role"))
    user = forms.ChoiceField(
        label=pgettext_lazy("case", "Person"),
        required=False,
        help_text=_("Empty: whoever takes it"),
    )
    reason = ReasonField(help_text=_("The next one reads this first."))


class WaitForm(ActForm):
    """Whom the case waits for: the time is charged to that party."""

    party = forms.ChoiceField(
        label=_("Waiting for"), widget=forms.RadioSelect,
        choices=(("CUSTOMER", _("The customer")), ("THIRD_PARTY", _("A third party"))),
    )  # fmt: skip
    reason = ReasonField(help_text=_("What is missing; the customer sees that the case waits."))


class ClassifyForm(ActForm):
    """What it is about: kind and topic in one list; who handles it follows from the topic."""

    topic = forms.ChoiceField(
        label=_("Kind and topic"), help_text=_("Who handles the case follows from the topic.")
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    note = _text(_("Note"), required=False, rows=2)


class DispatchForm(ActForm):
    """Which crew goes."""

    role = forms.ChoiceField(
        label=_("Handled by"), required=False, help_text=_("Empty: as the topic says")
    )
    note = _text(_("What the crew should know"), required=False, rows=3)


class PriorityForm(ActForm):
    """How urgent."""

    priority = forms.ChoiceField(label=_("Priority"), widget=forms.RadioSelect)
    reason = ReasonField()


class EscalateForm(ActForm):
    """Up to which level."""

    level = forms.ChoiceField(label=_("Level"))
    reason = ReasonField()


class ProposeForm(ActForm):
    """What will be done."""

    body = _text(_("Measures"), help_text=_("What will be done, by whom and until when"))
    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"), required=False)


class AnswerForm(ActForm):
    """The result, for the customer and for the statistics."""

    body = _text(_("Answer to the customer"), rows=6)
    channel = forms.ChoiceField(
        label=pgettext_lazy("case", "Channel"), help_text=_("The way the case came in is the rule.")
    )
    finding = forms.ChoiceField(label=_("What was found out"), required=False)
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    liable = forms.ChoiceField(label=_("Whose responsibility"), required=False)
    liable_organisation = forms.ChoiceField(label=_("Responsible unit"), required=False)


class ConfirmForm(ActForm):
    """What the customer said when she was asked."""

    result = forms.ChoiceField(
        label=_("Is the customer satisfied?"), widget=forms.RadioSelect,
        choices=(
            ("SATISFIED", _("Satisfied")), ("UNSATISFIED", _("Not satisfied: goes back")),
            ("NOT_REACHED", _("Not reached")),
        ),
    )  # fmt: skip
    channel = forms.ChoiceField(label=pgettext_lazy("case", "Channel"), required=False)
    note = _text(_("What the customer said"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """Want to know why, when the customer is not satisfied."""
        data = super().clean() or {}
        if data.get("result") == "UNSATISFIED" and not data.get("note", "").strip():
            self.add_error("note", _("Write what the customer is not satisfied with."))
        return data


class LinkForm(ActForm):
    """Another case by its number."""

    other = forms.CharField(label=_("Number of the other case"), max_length=20)


class MergeForm(LinkForm):
    """The case in which it goes on, and why."""

    reason = ReasonField()


class SplitForm(ActForm):
    """Two matters of one case: each gets a topic, so a department, of its own."""

    topic_1 = forms.ChoiceField(label=_("Topic of the first part"))
    summary_1 = forms.CharField(label=_("Summary of the first part"), max_length=SUMMARY)
    topic_2 = forms.ChoiceField(label=_("Topic of the second part"))
    summary_2 = forms.CharField(label=_("Summary of the second part"), max_length=SUMMARY)
    reason = ReasonField()


class GatherForm(ActForm):
    """The cases that belong to the mass event."""

    numbers = forms.CharField(
        label=_("Numbers of the cases"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One in a line, or with blanks between them"),
    )  # fmt: skip


class UnderMasterForm(ActForm):
    """The mass event it belongs to."""

    master = forms.ChoiceField(label=_("Master case"))


class AnswerAllForm(ActForm):
    """One answer to everybody of a mass event."""

    body = _text(_("Answer to all"), rows=6)
    finding = forms.ChoiceField(label=_("What was found out"), required=False)
    cause = forms.ChoiceField(label=_("Cause"), required=False)


def with_none(offered: Sequence[tuple[str, Text]]) -> list[tuple[str, Text]]:
    """Return the choices with an empty one before them."""
    return [choices.NONE, *offered]


class CloseForm(ReasonForm):
    """Why it ends here, and what was found out."""

    finding = forms.ChoiceField(label=_("What was found out"), required=False)
    field_order = ("version", "finding", "reason")


class PlainForm(ActForm):
    """Nothing but the decision."""
