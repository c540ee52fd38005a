"""The forms of drafts and of the monthly sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gridhall.foundation import language
from gridhall.tariffs import selectors as tariffs
from gridhall.ui.forms import DateField, FileDrop, MonthField


class DraftForm(forms.Form):
    """The text of a book, what changes and why."""

    path = forms.CharField(label=_("Path of the book"), max_length=120)
    text = forms.CharField(label=_("Text (YAML)"), strip=False)
    reason = forms.CharField(label=_("What changes and why"), max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class SheetForm(forms.Form):
    """A published price sheet, and what it does not say itself."""

    file = forms.FileField(label=_("Price sheet (XLSX or CSV)"), widget=FileDrop)
    structure = forms.ChoiceField(label=_("Grid"))
    name_zh = forms.CharField(label=_("Utility, in Chinese"), max_length=60)
    name_en = forms.CharField(label=_("Utility, in English"), max_length=60)
    month = MonthField(
        label=_("Month the prices hold for"), required=False,
        help_text=_("Needed where the sheet does not print it; it also says which law holds."),
    )  # fmt: skip
    published = DateField(label=_("Day of publication"), required=False)
    href = forms.URLField(
        label=_("Address of the publication"), required=False, max_length=300, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grids = tariffs.sheet_grids()
        self.fields["structure"].choices = [  # type: ignore[attr-defined]
            (one.structure, f"{language.either(one.title_zh, one.title_en)} · {one.structure}")
            for one in grids
        ]
        self.fields["file"].widget.attrs.update(
            {"accept": ".csv,.xlsx", "data-max-bytes": str(settings.GRIDHALL_MAX_UPLOAD_BYTES)}
        )
