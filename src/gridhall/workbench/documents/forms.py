"""What is sent when a paper is attached or gets a new version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.documents import kinds
from gridhall.ui.forms import FileDrop, ReasonField


class VersionForm(forms.Form):
    """A file and a word about it; ``next`` is the page to go back to."""

    file = forms.FileField(label=_("File"), widget=FileDrop, max_length=1000)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False,
        help_text=_("For example: copy, original seen at the counter"),
    )  # fmt: skip
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, endings: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = endings or sorted({e for kind in kinds.attachable_kinds() for e in kind.endings})
        self.fields["file"].widget.attrs.update(
            {
                "accept": ",".join(known),
                "data-max-bytes": str(settings.GRIDHALL_MAX_UPLOAD_BYTES),
            }
        )


class AttachForm(VersionForm):
    """A new paper: also what kind of paper it is."""

    kind = forms.ChoiceField(label=_("What it is"))
    field_order = ("kind", "file", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.label) for one in kinds.attachable_kinds()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """The account whose papers must stay, and why."""

    account_no = forms.CharField(label=_("Account number"), max_length=20)
    reason = ReasonField(help_text=_("The court, the authority or the dispute, with its number"))
