"""The form that takes a file."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import FileDrop


class UploadForm(forms.Form):
    """One file; what it holds is found by its header."""

    file = forms.FileField(label=_("CSV file or XLSX workbook"), widget=FileDrop)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].widget.attrs.update(
            {"accept": ".csv,.xlsx", "data-max-bytes": str(settings.GRIDHALL_MAX_UPLOAD_BYTES)}
        )
