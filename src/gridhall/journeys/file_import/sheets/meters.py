"""电能表: meters, and where they hang from one day to another."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.sheets import Column, ImportContext, Row, Sheet
from gridhall.metering import selectors as metering
from gridhall.metering import services as metering_services
from gridhall.metering.services import NewMeter

from .. import parsers, words
from ._common import known_accounts, still_good, take_outcomes


class Meters(Sheet):
    """Meters and their installations."""

    name = "meters"
    label = gettext_noop("Meters")
    key_column = "asset_no"
    columns = (
        Column("asset_no", gettext_noop("Asset number"), parsers.asset_no),
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        Column("mp_no", gettext_noop("Metering point"), parsing.code_text(30)),
        Column("meter_type", gettext_noop("Meter type"), parsing.text(40)),
        Column(
            "accuracy_active", gettext_noop("Accuracy, active"), parsing.text(10), required=False
        ),
        Column(
            "accuracy_reactive", gettext_noop("Accuracy, reactive"), parsing.text(10),
            required=False,
        ),
        Column("rated_voltage", gettext_noop("Rated voltage"), parsing.text(30), required=False),
        Column("rated_current", gettext_noop("Rated current"), parsing.text(30), required=False),
        Column(
            "ct_ratio", gettext_noop("Current transformer"), parsers.transformer_ratio,
            required=False,
        ),
        Column(
            "pt_ratio", gettext_noop("Voltage transformer"), parsers.transformer_ratio,
            required=False,
        ),
        Column(
            "multiplier", gettext_noop("Multiplier"),
            parsing.number(decimals=2, limit=10_000_000, positive=True),
        ),
        Column(
            "register_int_digits", gettext_noop("Digits before the point"),
            parsing.whole_number(limit=9),
        ),
        Column(
            "register_decimals", gettext_noop("Digits after the point"),
            parsing.whole_number(limit=4),
        ),
        Column("install_date", gettext_noop("Installed on"), parsing.day()),
        Column(
            "initial_read_total", gettext_noop("First reading"),
            parsing.number(decimals=4, limit=999_999_999),
        ),
        Column("removed_date", gettext_noop("Removed on"), parsing.day(), required=False),
        Column("status", gettext_noop("Status"), parsing.one_of(words.METER_STATUS)),
    )  # fmt: skip

    def key_of(self, row: Row) -> Hashable | None:
        """Return meter, point and first day: a meter may hang here now and there later."""
        if not row.has("asset_no", "mp_no", "install_date"):
            return None
        return (row.values["asset_no"], row.values["mp_no"], row.values["install_date"])

    def check_row(self, row: Row) -> None:
        """The multiplier is the product of the ratios; removal lies after installation."""
        if row.has("multiplier"):
            product = _ratio(row.values.get("ct_ratio")) * _ratio(row.values.get("pt_ratio"))
            unreadable = any(fault.code == "RATIO_NOTATION" for fault in row.faults)
            if product != row.values["multiplier"] and not unreadable:
                row.refuse("multiplier", "MULTIPLIER_UNFIT", product=f"{product.normalize():f}")
        if (
            row.has("install_date", "removed_date")
            and row.values["removed_date"] <= row.values["install_date"]
        ):
            row.refuse("removed_date", "REMOVED_BEFORE_INSTALLED")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Account and metering point must be known and belong together."""
        accounts = known_accounts(rows, context)
        points = metering.usage_point_refs(mp_nos=[row.values["mp_no"] for row in rows])
        for row in still_good(rows):
            point = points.get(row.values["mp_no"])
            if point is None:
                row.refuse("mp_no", "POINT_UNKNOWN")
            elif point.account_id != accounts[row.values["account_no"]].account_id:
                row.refuse("mp_no", "POINT_OTHER_ACCOUNT")
            else:
                row.values["usage_point_id"] = point.usage_point_id

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Record meters and installations."""
        outcomes = metering_services.put_meters(
            rows=[_meter(row.values) for row in rows], at=context.at, actor_id=context.actor_id
        )
        take_outcomes(rows, outcomes, "asset_no")


def _ratio(written: str | None) -> Decimal:
    """Return 20 for 100/5; a meter without transformer multiplies by one."""
    if not written:
        return Decimal(1)
    primary, secondary = written.split("/")
    return Decimal(primary) / Decimal(secondary)


def _meter(values: dict[str, Any]) -> NewMeter:
    return NewMeter(
        asset_no=values["asset_no"],
        usage_point_id=values["usage_point_id"],
        meter_type=values["meter_type"],
        multiplier=values["multiplier"],
        register_int_digits=values["register_int_digits"],
        register_decimals=values["register_decimals"],
        installed_on=values["install_date"],
        removed_on=values["removed_date"],
        initial_read_total=values["initial_read_total"],
        accuracy_active=values["accuracy_active"] or "",
        accuracy_reactive=values["accuracy_reactive"] or "",
        rated_voltage=values["rated_voltage"] or "",
        rated_current=values["rated_current"] or "",
        ct_ratio=values["ct_ratio"] or "",
        pt_ratio=values["pt_ratio"] or "",
    )
