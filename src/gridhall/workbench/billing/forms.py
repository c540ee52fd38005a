"""What is typed on the billing screens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import MonthField, ReasonField
from gridhall.workbench import lists

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import Organisation


class StartRunForm(forms.Form):
    """Which month, for which unit and all below it."""

    month = MonthField(label=_("Month"), help_text=_("Both readings of the month must be in."))
    organisation = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("All units below it are billed too.")
    )

    def __init__(self, *args: object, units: Iterable[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.names = {unit.pk: unit.name for unit in units if unit.level != "TEAM"}
        self.fields["organisation"].choices = [*self.names.items()]  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """Refuse a month that lies in no year of this company."""
        month: date = self.cleaned_data["month"]
        if month.year not in lists.YEARS:
            raise ValidationError(_("Choose a month of this century."), code="odd_month")
        return month


class ReasonForm(forms.Form):
    """Why a run is cancelled or a bill taken back."""

    reason = ReasonField()


class ApproveForm(forms.Form):
    """The run's number, typed by the approver: nobody approves by a slip of the mouse."""

    typed = forms.CharField(label=_("Run number"), max_length=30)

    def __init__(self, *args: object, run_no: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._run_no = run_no

    def clean_typed(self) -> str:
        """Refuse another number than the run's."""
        typed: str = self.cleaned_data["typed"].strip()
        if typed.upper() != self._run_no.upper():
            raise ValidationError(
                _("Type the number of this run, %(number)s, to approve it."), code="other_run",
                params={"number": self._run_no},
            )  # fmt: skip
        return typed
