"""What a clerk types when money changes hands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import MoneyField, ReasonField

from .specs import CHANNELS

LARGEST = Decimal("99999999.99")


class TakePaymentForm(forms.Form):
    """A payment over the counter; the hidden fields say what the clerk saw and make it one."""

    amount = MoneyField(label=_("Amount"), min_value=Decimal("0.01"), max_value=LARGEST)
    channel = forms.ChoiceField(
        label=_("Means of payment"), choices=CHANNELS[:2], widget=forms.RadioSelect
    )
    tendered = MoneyField(
        label=_("Cash handed over"), min_value=Decimal(0), max_value=LARGEST, required=False,
        help_text=_("Leave empty if the amount is exact."),
    )  # fmt: skip
    allow_advance = forms.BooleanField(
        label=_("Keep the rest as advance payment"), required=False,
        help_text=_("Needed when the amount is more than what is owed."),
    )  # fmt: skip
    expected_balance = forms.DecimalField(max_digits=16, decimal_places=2, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Drop the cash handed over when a card pays; refuse too little of it."""
        cleaned: dict[str, Any] = super().clean() or {}
        amount, tendered = cleaned.get("amount"), cleaned.get("tendered")
        if cleaned.get("channel") != "COUNTER_CASH":
            cleaned["tendered"] = None
        elif amount is not None and tendered is not None and tendered < amount:
            self.add_error("tendered", _("This does not cover the amount."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = ReasonField()
