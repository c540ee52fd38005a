"""The tables of the metering screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gridhall.metering.selectors import ReadingRow
from gridhall.ui import formats
from gridhall.ui.tables import Column, Filter, TableSpec

REGISTERS = (
    ("fwd_active_total", _("Active, total")),
    ("fwd_active_sharp", _("Active, sharp peak")),
    ("fwd_active_peak", _("Active, peak")),
    ("fwd_active_flat", _("Active, flat")),
    ("fwd_active_valley", _("Active, valley")),
    ("fwd_reactive", _("Reactive")),
    ("max_demand", _("Maximum demand")),
)
UNITS = {"fwd_reactive": "kvarh", "max_demand": "kW"}


def unit(row: ReadingRow) -> str:
    """Return the unit of a reading; whatever is neither reactive nor demand is active energy."""
    return UNITS.get(row.register, "kWh")


def in_order(rows: Iterable[ReadingRow]) -> list[ReadingRow]:
    """Return readings as a reader's sheet lists the registers: total, periods, reactive, demand."""
    order = [key for key, _label in REGISTERS]
    return sorted(rows, key=lambda row: order.index(row.register))


SOURCES = (("REMOTE", _("Remote")), ("MANUAL", _("Manual")))
REASONS = (
    ("NORMAL", _("Periodic")),
    ("INSTALL", _("Installation")),
    ("REPLACE_OUT", _("Removed at exchange")),
    ("REPLACE_IN", _("Installed at exchange")),
)

READINGS = TableSpec(
    name="readings",
    label=_("Readings"),
    columns=(
        Column(key="read_at", label=_("Read at"), kind="moment"),
        Column(key="account_no", label=_("Account number"), kind="code"),
        Column(key="asset_no", label=_("Meter"), kind="code", link=True),
        Column(key="register_label", label=_("Register")),
        Column(
            key="value",
            label=_("Register reading"),
            kind="number",
            render=lambda row: formats.register(row.value),
        ),
        Column(key="unit", label=_("Reading unit"), value=unit),
        Column(key="source_label", label=_("Source of the reading"), phone=False),
        Column(key="reason_label", label=_("Occasion"), phone=False),
        Column(key="mp_no", label=_("Metering point"), kind="code", phone=False),
    ),
    filters=(
        Filter(name="account", label=_("Account number")),
        Filter(name="meter", label=_("Meter number"), placeholder=_("22 digits")),
        Filter(name="month", label=_("Month"), kind="month"),
        Filter(name="register", label=_("Register"), kind="choice", choices=REGISTERS),
        Filter(name="source", label=_("Source of the reading"), kind="choice", choices=SOURCES),
        Filter(name="reason", label=_("Occasion"), kind="choice", choices=REASONS),
    ),
    exports=("csv", "xlsx"),
    drawer=True,
    empty_title=_("No readings yet"),
    empty_text=_("Readings come in by import."),
)
METER_READINGS = replace(
    READINGS, name="meter-readings", drawer=False, exports=(),
    columns=tuple(
        replace(column, link=False)
        for column in READINGS.columns
        if column.key not in {"account_no", "asset_no", "mp_no"}
    ),
    filters=tuple(one for one in READINGS.filters if one.name in {"month", "register"}),
)  # fmt: skip
