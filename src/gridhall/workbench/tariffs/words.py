"""Codes of the tariff books in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

UNITS: dict[str, Text] = {
    "yuan/kWh": _("yuan/kWh"),
    "yuan/kW/month": _("yuan/kW a month"),
    "yuan/kVA/month": _("yuan/kVA a month"),
    "kWh/month": _("kWh a month"),
    "kWh/kVA": "kWh/kVA",
    "day": _("days"),
    "%": "%",
    "ratio": _("ratio"),
    "register unit": _("register units"),
    "rule": _("rule"),
}
PERIODS: dict[str, Text] = {
    "sharp": _("Sharp peak"),
    "peak": _("Peak"),
    "flat": _("Flat"),
    "valley": _("Valley"),
    "deep": _("Deep valley"),
}
#: Names of rules that stand where other values are numbers.
RULES: dict[str, Text] = {
    "half_up_fen": _("to 0.01 yuan, half up"),
    "down_fen": _("down to 0.01 yuan"),
    "whole_half_up": _("to a whole unit, half up"),
    "half_up_yuan": _("to whole yuan, half up"),
}
METHODS: dict[str, Text] = {
    "annual_tiers": _("tiers by the year"),
    "tou_annual_tiers": _("time of use, then tiers by the year"),
    "flat_energy": _("one energy price"),
    "period_energy": _("energy by period"),
    "funds": _("government funds"),
    "free_allowance": _("free energy for low income"),
    "capacity": _("capacity charge"),
    "demand": _("demand charge"),
    "ratio_share": _("ratio share"),
    "power_factor": _("power-factor adjustment"),
}
