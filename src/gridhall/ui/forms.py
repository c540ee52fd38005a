"""Form fields of the trade: exact money and energy, dates, months, files to drop."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's own date field; it shows the reader's order of day and month."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    """The browser's month field."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"placeholder": "2026-01", **(attrs or {})}, format="%Y-%m")


class FileDrop(forms.ClearableFileInput):
    """A file field that also takes a file dropped on it (``js/filedrop.js``)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-filedrop": "", **(attrs or {})})


class DateField(forms.DateField):
    """A day."""

    widget = DateInput


class MonthField(forms.DateField):
    """A month; its clean value is the month's first day."""

    widget = MonthInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        """Return the first day of the month."""
        found: date | None = super().clean(value)
        return found.replace(day=1) if found else None


class _Exact(forms.DecimalField):
    """A decimal number typed as text, so that no browser turns it into a float."""

    prefix = ""
    suffix = ""
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes of a number field without the browser's spinner."""
        return {"inputmode": "decimal", "autocomplete": "off", "class": "gh-number"}

    def to_python(self, value: Any) -> Any:
        """Return the Decimal; thousands separators, blanks and full-width digits are taken."""
        if isinstance(value, str):
            value = value.replace(",", "").replace("，", "").replace(" ", "").lstrip("¥￥")
        return super().to_python(value)


class MoneyField(_Exact):
    """An amount in yuan with at most two decimals."""

    prefix = "¥"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 14, "decimal_places": 2, **kwargs})


class EnergyField(_Exact):
    """Energy in kWh with at most four decimals."""

    suffix = "kWh"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 16, "decimal_places": 4, **kwargs})


class ReasonField(forms.CharField):
    """Why somebody does something that is noted for the audit."""

    def __init__(self, **kwargs: Any) -> None:
        settings = {
            "label": _("Reason"),
            "min_length": 4,
            "max_length": 200,
            "widget": forms.Textarea,
        }
        super().__init__(**{**settings, **kwargs})
        self.widget.attrs["rows"] = 2

    def validate(self, value: Any) -> None:
        """Refuse a reason that says nothing."""
        super().validate(value)
        if value and len(set(value)) < 2:
            raise ValidationError(_("Say in a few words why."), code="empty_reason")
