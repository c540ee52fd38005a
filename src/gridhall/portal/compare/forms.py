"""What is asked about a year's use: the price today, twelve numbers or a file, assumptions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.ui.forms import DateField, FileDrop, MonthField

MONTHS = tuple(range(1, 13))
SPLIT = ("sharp", "peak", "flat", "valley")
SPREAD = (("days", _("By the days of each month")), ("even", _("Twelve equal parts")))


class Number(forms.DecimalField):
    """An amount that is not negative, typed as text."""

    def __init__(self, label: Any, *, most: int = 10**9, unit: str = "", **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=False, min_value=Decimal(0), max_value=most,
                         max_digits=14, decimal_places=4, widget=widget, **more)  # fmt: skip
        self.suffix = unit


class CompareForm(forms.Form):
    """One page of fields; which of them count follows from what is filled in."""

    present = forms.ChoiceField(
        label=_("Your price today"),
        help_text=_("It stands on your bill. The other prices you may choose follow from it."),
    )
    first = MonthField(label=_("First month"), required=False)
    year_kwh = Number(_("Or the whole year"), unit="kWh")
    spread = forms.ChoiceField(
        label=_("Spread over the months"), choices=SPREAD, required=False,
        help_text=_("An assumption: only the year's energy is known."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, max_length=200,
        widget=FileDrop(attrs={"accept": ".csv,.xml,.txt"}),
        help_text=_("CSV with a time and kWh a row (15, 30 or 60 minutes) or a row a month; or "
                    "Green Button XML. At most 2 MB. It is read once and not kept."),
    )  # fmt: skip
    sharp = Number(_("Sharp peak"), most=100, unit="%")
    peak = Number(_("Peak"), most=100, unit="%")
    flat = Number(_("Flat"), most=100, unit="%")
    valley = Number(_("Valley"), most=100, unit="%")
    used_before = Number(
        _("Used earlier in that year"), unit="kWh",
        help_text=_("Only if the first month is not January: yearly tiers count from then."),
    )  # fmt: skip
    capacity = Number(_("Capacity"), unit="kVA")
    contract_demand = Number(_("Contract demand"), unit="kW")
    max_demand = Number(_("Maximum demand of each month"), unit="kW")
    prices_on = DateField(
        label=_("Prices of one day"), required=False,
        help_text=_("Left empty: each month at its own prices. Filled in: an assumption."),
    )  # fmt: skip

    def __init__(self, *args: Any, prices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = prices  # type: ignore[attr-defined]
        for number in MONTHS:
            self.fields[f"kwh{number}"] = Number(_("Month {number}").format(number=number))

    @property
    def month_fields(self) -> list[Any]:
        """Return the twelve numbers."""
        return [self[f"kwh{number}"] for number in MONTHS]

    @property
    def split_fields(self) -> list[Any]:
        """Return the parts of the periods."""
        return [self[name] for name in SPLIT]

    @property
    def business_fields(self) -> list[Any]:
        """Return what only businesses have."""
        return [self[name] for name in ("capacity", "contract_demand", "max_demand")]

    def clean(self) -> dict[str, Any]:
        """Refuse no use at all, or several kinds of it."""
        found = super().clean() or {}
        months = any(found.get(f"kwh{number}") is not None for number in MONTHS)
        kinds = (months, found.get("year_kwh") is not None, bool(found.get("file")))
        if not self.errors and sum(kinds) != 1:
            raise forms.ValidationError(
                _("Give the use in one way: the months, the whole year, or a file.")
            )
        if months and found.get("first") is None and "first" not in self.errors:
            self.add_error("first", _("Say which month is the first, such as 2025-01."))
        return found
