"""Codes of billing in the reader's words: kinds of charge, warnings, holds and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.text import Text


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why an account is held, and what mends it."""

    label: Text
    remedy: Text


GROUPS: dict[str, Text] = {
    "energy": _("Energy charge"),
    "capacity": _("Capacity charge"),
    "demand": _("Demand charge"),
    "funds": _("Government funds"),
    "adjustment": _("Power-factor adjustment"),
    "relief": _("Relief"),
    "residential_share": _("Residential share"),
}

UNITS: dict[str, Text] = {
    "kWh": "kWh",
    "kvarh": "kvarh",
    "kW": "kW",
    "kVA": "kVA",
    "yuan": _("yuan"),
    "%": "%",
    "": "",
}

REGISTERS: dict[str, Text] = {
    "fwd_active_total": _("Active, total"),
    "fwd_active_sharp": _("Active, sharp peak"),
    "fwd_active_peak": _("Active, peak"),
    "fwd_active_flat": _("Active, flat"),
    "fwd_active_valley": _("Active, valley"),
    "fwd_reactive": _("Reactive"),
    "max_demand": _("Maximum demand"),
}

WARNINGS: dict[str, Text] = {
    "ZERO_ENERGY": _("No energy"),
    "NEGATIVE_TOTAL": _("Negative total"),
    "ENERGY_JUMP": _("Jump in use"),
    "UNUSUAL_AVERAGE_PRICE": _("Unusual average price"),
    "SUSPENSION_TOO_SHORT": _("Suspension too short"),
    "CLASS_WITHOUT_TIME_OF_USE": _("Class without time of use"),
}

HOLDS: dict[str, HoldReason] = {
    "READING_MISSING": HoldReason(
        _("Reading missing"), _("Read the meter and import the reading.")
    ),
    "NEGATIVE_CONSUMPTION": HoldReason(
        _("Negative energy"), _("Check the readings, the multiplier and the meter exchange.")
    ),
    "REGISTER_SUM_MISMATCH": HoldReason(
        _("Total and periods differ"), _("Have somebody look at the meter on site.")
    ),
    "NO_VALID_PRICE": HoldReason(_("No valid price"), _("Add the price to the tariff book.")),
    "PRICE_CHANGES_IN_PERIOD": HoldReason(
        _("Price changes within the month"),
        _("Splitting a month is not built yet: settle it by hand afterwards."),
    ),
    "UNKNOWN_PRICE_CLASS": HoldReason(
        _("Unknown price class"), _("Correct the price class in the file.")
    ),
    "AGREEMENT_INCOMPLETE": HoldReason(
        _("Contract incomplete"), _("Add capacity, demand or reactive readings.")
    ),
    "INCONSISTENT_POINTS": HoldReason(
        _("Metering points do not fit together"), _("Check master, sub and ratio points.")
    ),
    "INTERVAL_MISSING": HoldReason(
        _("Interval missing"), _("Collect or import the intervals of that day again.")
    ),
    "DAY_FACT_MISSING": HoldReason(
        _("Fact about a day missing"),
        _("Add the holiday, the temperature or the customer's fact that the hours depend on."),
    ),
    "ACCOUNT_CLOSED": HoldReason(
        _("Account closed"),
        _("Find out when it closed; if the month is due, set the file to in use and release."),
    ),
    "AGREEMENT_MISSING": HoldReason(
        _("No supply contract"), _("Import the supply contract of the month.")
    ),
    "EARLIER_USE_UNKNOWN": HoldReason(
        _("Earlier use unknown"),
        _("Import the missing readings of the year: its tiers depend on them."),
    ),
    "TERMS_CHANGE_IN_PERIOD": HoldReason(
        _("Contract changes within the month"),
        _("Splitting a month is not built yet: settle it by hand afterwards."),
    ),
    "TOTAL_NOT_SUM_OF_LINES": HoldReason(
        _("Total is not the sum of the lines"), _("Report it: the calculation contradicts itself.")
    ),
}

RUN_STATUSES = (
    ("RATING", _("Calculating")),
    ("RATED", _("Waiting for approval")),
    ("ISSUING", _("Issuing")),
    ("ISSUED", _("Issued")),
    ("CANCELLED", _("Cancelled")),
)
BILL_STATUSES = (
    ("RATED", _("Calculated")),
    ("ISSUED", _("Issued")),
    ("REVERSED", pgettext_lazy("bill", "Reversed")),
    ("DISCARDED", _("Discarded")),
)


def hold_label(code: str) -> Text:
    """Return a hold's reason in two or three words."""
    known = HOLDS.get(code)
    return known.label if known else code


def hold_remedy(code: str) -> Text:
    """Return what mends the hold."""
    known = HOLDS.get(code)
    return known.remedy if known else ""
