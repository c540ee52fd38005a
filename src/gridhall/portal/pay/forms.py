"""How much the customer wants to pay."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PayForm(forms.Form):
    """An amount in yuan; the key makes a double click one order."""

    amount = forms.DecimalField(
        label=_("Amount (yuan)"), min_value=0, max_digits=10, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0.01"}),
        help_text=_("More than is owed stays on your account as an advance payment."),
    )  # fmt: skip
    idempotency_key = forms.CharField(max_length=60, widget=forms.HiddenInput)
