"""示数: what the registers of the meters showed at the turns of the months."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.sheets import Column, ImportContext, Row, Sheet
from gridhall.metering import selectors as metering
from gridhall.metering import services as metering_services
from gridhall.metering.services import NewReading

from .. import parsers, words
from ._common import known_accounts, still_good, take_outcomes


class MonthlyReadings(Sheet):
    """Register readings in long format, one register a row, the multiplier not applied."""

    name = "readings_monthly"
    label = gettext_noop("Monthly readings")
    key_column = "read_time"
    columns = (
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        Column("mp_no", gettext_noop("Metering point"), parsing.code_text(30)),
        Column("asset_no", gettext_noop("Asset number"), parsers.asset_no),
        Column("read_time", gettext_noop("Read at"), parsing.moment(words.ZONE)),
        Column(
            "register", gettext_noop("Register"), parsing.one_of({r: r for r in words.REGISTERS})
        ),
        Column(
            "value", gettext_noop("Reading"), parsing.number(decimals=4, limit=9_999_999_999)
        ),
        Column(
            "unit", gettext_noop("Unit"),
            parsing.one_of({u: u for u in ("kWh", "kvarh", "kW")}),
        ),
        Column(
            "read_source", gettext_noop("Source of the reading"),
            parsing.one_of(words.READ_SOURCES),
        ),
        Column("reason", gettext_noop("Reason"), parsing.one_of(words.READ_REASONS)),
        Column(
            "demand_time", gettext_noop("Time of maximum"), parsing.moment(words.ZONE),
            required=False,
        ),
    )  # fmt: skip

    def key_of(self, row: Row) -> Hashable | None:
        """Return meter, register, moment and reason."""
        names = ("asset_no", "register", "read_time", "reason")
        return tuple(row.values[name] for name in names) if row.has(*names) else None

    def check_row(self, row: Row) -> None:
        """Each register has its unit; nobody reads a meter tomorrow."""
        if row.has("register", "unit"):
            unit = words.REGISTERS[row.values["register"]]
            if row.values["unit"] != unit:
                row.refuse("unit", "UNIT_UNFIT", unit=unit)

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Account, point and meter must be known, and the meter must have hung there."""
        accounts = known_accounts(rows, context)
        points = metering.usage_point_refs(mp_nos={row.values["mp_no"] for row in rows})
        meters = metering.meter_refs(asset_nos={row.values["asset_no"] for row in rows})
        for row in still_good(rows):
            if row.values["read_time"] > context.at:
                row.refuse("read_time", "DATE_IN_FUTURE", today=f"{context.at:%Y-%m-%d}")
                continue
            point = points.get(row.values["mp_no"])
            if point is None:
                row.refuse("mp_no", "POINT_UNKNOWN")
            elif point.account_id != accounts[row.values["account_no"]].account_id:
                row.refuse("mp_no", "POINT_OTHER_ACCOUNT")
            else:
                row.values["usage_point_id"] = point.usage_point_id
                _check_meter(row, meters.get(row.values["asset_no"]))

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Record the readings."""
        outcomes = metering_services.put_readings(
            rows=[_reading(row.values) for row in rows], at=context.at, actor_id=context.actor_id
        )
        take_outcomes(rows, outcomes, "value")


def _check_meter(row: Row, meter: metering.MeterRef | None) -> None:
    if meter is None:
        row.refuse("asset_no", "METER_UNKNOWN")
        return
    row.values["meter_id"] = meter.meter_id
    if row.values["usage_point_id"] not in meter.usage_point_ids:
        row.refuse("asset_no", "METER_NOT_THERE")
    elif row.values["value"] >= 10**meter.register_int_digits:
        row.refuse("value", "READING_TOO_LARGE", digits=meter.register_int_digits)


def _reading(values: dict[str, Any]) -> NewReading:
    return NewReading(
        usage_point_id=values["usage_point_id"],
        meter_id=values["meter_id"],
        register=values["register"],
        read_at=values["read_time"],
        value=values["value"],
        source=values["read_source"],
        reason=values["reason"],
        demand_at=values["demand_time"],
    )
