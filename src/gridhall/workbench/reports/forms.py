"""Forms around a sealed report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import ReasonField

CHANNELS = (
    ("PHONE", _("By telephone")), ("HALL", _("In person")), ("LETTER", _("By letter")),
)  # fmt: skip


class NameForm(forms.Form):
    """Whom one names to open who reported, and why."""

    user = forms.TypedChoiceField(label=_("Officer"), coerce=int)
    reason = ReasonField()

    def __init__(self, people: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = people  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    """How the informant was told the result."""

    channel = forms.ChoiceField(label=_("How"), choices=CHANNELS)
    note = forms.CharField(
        label=_("What was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without who it was said to: everybody who works on the report reads this."),
    )  # fmt: skip
