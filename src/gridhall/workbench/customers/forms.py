"""What is typed on the customer screens."""

from __future__ import annotations

from django import forms

from gridhall.ui.forms import ReasonField


class RevealForm(forms.Form):
    """Which personal value somebody needs in full, and why; the service knows the fields."""

    field = forms.CharField(max_length=40)
    reason = ReasonField()
