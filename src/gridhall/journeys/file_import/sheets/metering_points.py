"""计量点: where usage is measured, or taken as a share of another point (定比)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from gridhall.customers import selectors as customers
from gridhall.foundation.imports import parsing
from gridhall.foundation.imports.sheets import Column, ImportContext, Row, Sheet
from gridhall.metering import selectors as metering
from gridhall.metering import services as metering_services
from gridhall.metering.services import NewUsagePoint

from .. import parsers, words
from ._common import check_price_class, known_accounts, still_good, take_outcomes

_loss = parsing.number(decimals=4, limit=10_000)
_percent = parsing.number(decimals=3, limit=100)
WITH_PARENT = {"SUB", "RATIO"}


class MeteringPoints(Sheet):
    """Metering points; a point stands below its parent in the file, or its parent is on file."""

    name = "metering_points"
    label = gettext_noop("Metering points")
    key_column = "mp_no"
    columns = (
        Column("mp_no", gettext_noop("Metering point"), parsing.code_text(30)),
        Column("account_no", gettext_noop("Account number"), parsers.account_no),
        Column("supply_point_no", gettext_noop("Supply point"), parsing.code_text(20)),
        Column("mp_role", gettext_noop("Role"), parsing.one_of(words.POINT_ROLES)),
        Column(
            "parent_mp_no", gettext_noop("Metering point above"), parsing.code_text(30),
            required=False,
        ),
        Column(
            "metering_mode", gettext_noop("Metering mode"), parsing.one_of(words.METERING_MODES)
        ),
        Column("voltage", gettext_noop("Voltage"), parsing.one_of(words.VOLTAGES)),
        Column("price_class", gettext_noop("Price class"), parsing.code_text(30)),
        Column("tou", gettext_noop("Time of use"), parsers.yes_no),
        Column(
            "pf_standard", gettext_noop("Power factor standard"), parsers.pf_standard,
            required=False,
        ),
        Column(
            "ratio_pct", gettext_noop("Ratio percentage"), parsing.number(decimals=2, limit=100),
            required=False,
        ),
        Column("loss_p0_kw", gettext_noop("No-load loss, active"), _loss, required=False),
        Column("loss_q0_kvar", gettext_noop("No-load loss, reactive"), _loss, required=False),
        Column("loss_cu_pct", gettext_noop("Load loss, active"), _percent, required=False),
        Column("loss_q_cu_pct", gettext_noop("Load loss, reactive"), _percent, required=False),
        Column("feeder", gettext_noop("Feeder"), parsing.text(60), required=False),
        Column(
            "transformer_area", gettext_noop("Transformer area"), parsing.text(30), required=False
        ),
    )  # fmt: skip

    def key_of(self, row: Row) -> Hashable | None:
        """Return the number of the metering point."""
        return row.values.get("mp_no")

    def check_row(self, row: Row) -> None:
        """Role, parent and percentage must fit each other."""
        check_price_class(row)
        role = row.values.get("mp_role")
        if role is None:
            return
        if (role in WITH_PARENT) != row.has("parent_mp_no"):
            row.refuse("parent_mp_no", "PARENT_UNFIT")
        if (role == "RATIO") != bool(row.values.get("ratio_pct")):
            row.refuse("ratio_pct", "RATIO_UNFIT")

    def check_rows(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Account, supply point and parent must be known."""
        accounts = known_accounts(rows, context)
        points = customers.supply_point_refs(
            supply_point_nos=[row.values["supply_point_no"] for row in rows]
        )
        parents = {row.values["parent_mp_no"] for row in rows if row.values["parent_mp_no"]}
        on_file = metering.usage_point_refs(mp_nos=parents)
        for row in still_good(rows):
            account = accounts[row.values["account_no"]]
            found = points.get(row.values["supply_point_no"], [])
            own = [point for point in found if point.account_id == account.account_id]
            if not found:
                row.refuse("supply_point_no", "SUPPLY_POINT_UNKNOWN")
            elif not own:
                row.refuse("supply_point_no", "SUPPLY_POINT_OTHER_ACCOUNT")
            else:
                row.values["account_id"] = account.account_id
                row.values["supply_point_id"] = own[0].supply_point_id
            parent = row.values["parent_mp_no"]
            if parent and parent not in on_file and parent not in context.seen:
                row.refuse("parent_mp_no", "POINT_UNKNOWN")

    def write(self, rows: Sequence[Row], context: ImportContext) -> None:
        """Record the points."""
        outcomes = metering_services.put_usage_points(
            rows=[_point(row.values) for row in rows], at=context.at, actor_id=context.actor_id
        )
        take_outcomes(rows, outcomes, "mp_no")


def _point(values: dict[str, Any]) -> NewUsagePoint:
    return NewUsagePoint(
        mp_no=values["mp_no"],
        account_id=values["account_id"],
        supply_point_id=values["supply_point_id"],
        role=values["mp_role"],
        metering_mode=values["metering_mode"],
        voltage=values["voltage"],
        price_class=values["price_class"],
        tou=values["tou"],
        parent_mp_no=values["parent_mp_no"] or "",
        pf_standard=values["pf_standard"],
        ratio_percent=values["ratio_pct"],
        loss_p0_kw=values["loss_p0_kw"],
        loss_q0_kvar=values["loss_q0_kvar"],
        loss_copper_percent=values["loss_cu_pct"],
        loss_reactive_percent=values["loss_q_cu_pct"],
        feeder=values["feeder"] or "",
        transformer_area=values["transformer_area"] or "",
    )
