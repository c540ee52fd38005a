"""Read the demo town's CSV files into rating requests (test-only: imports are metering's job)."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from gridhall.rating.request import (
    Agreement,
    BillingMethod,
    CapacityChange,
    CapacityChangeKind,
    Household,
    MeteringPoint,
    MeterUse,
    PointRole,
    RatingRequest,
    Reading,
    Register,
    RegisterUse,
    TransformerLoss,
)

TOWN = Path(__file__).parents[2] / "demo" / "town"
START, END = date(2026, 1, 1), date(2026, 2, 1)
KINDS = {"暂停": CapacityChangeKind.SUSPENSION, "增容": CapacityChangeKind.INCREASE}
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (TOWN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def town_requests() -> list[RatingRequest]:
    """Return one request per customer of the town for January 2026."""
    meters = {row["asset_no"]: row for row in rows("meters.csv")}
    uses = _meter_uses(meters)
    points = _points(uses)
    changes = defaultdict(list)
    for row in rows("capacity_changes.csv"):
        changes[row["account_no"]].append(_change(row))
    return [
        RatingRequest(
            account_no=row["account_no"],
            period_start=START,
            period_end=END,
            agreement=_agreement(row, changes[row["account_no"]]),
            household=_household(row),
            points=tuple(points[row["account_no"]]),
        )
        for row in rows("customers.csv")
    ]


def _meter_uses(meters: dict[str, Row]) -> dict[str, list[MeterUse]]:
    """Return the meters in use by metering point, old one first."""
    found: dict[str, dict[str, dict[str, list[Reading]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for number, row in enumerate(rows("readings_monthly.csv"), start=2):
        read_at = datetime.fromisoformat(row["read_time"])
        if not START <= read_at.date() <= END:
            continue
        found[row["mp_no"]][row["asset_no"]][row["register"]].append(
            Reading(
                reading_id=f"R{number}",
                read_at=read_at,
                value=Decimal(row["value"]),
                reason=row["reason"],
            )
        )
    return {
        mp_no: [_meter_use(meters[asset], registers) for asset, registers in assets.items()]
        for mp_no, assets in found.items()
    }


def _meter_use(meter: Row, registers: dict[str, list[Reading]]) -> MeterUse:
    uses = []
    for name, reads in registers.items():
        opening = next((r for r in reads if _opens(r)), None)
        closing = next((r for r in reads if _closes(r)), None)
        uses.append(RegisterUse(register=Register(name), opening=opening, closing=closing))
    return MeterUse(
        asset_no=meter["asset_no"],
        multiplier=Decimal(meter["multiplier"]),
        register_int_digits=int(meter["register_int_digits"]),
        registers=tuple(uses),
    )


def _opens(read: Reading) -> bool:
    return read.reason in ("install", "replace_in") or read.read_at.date() == START


def _closes(read: Reading) -> bool:
    return read.reason == "replace_out" or read.read_at.date() == END


def _points(uses: dict[str, list[MeterUse]]) -> dict[str, list[MeteringPoint]]:
    all_rows = rows("metering_points.csv")
    owner = {row["mp_no"]: row["account_no"] for row in all_rows}
    by_account: dict[str, list[MeteringPoint]] = defaultdict(list)
    for row in all_rows:
        point = MeteringPoint(
            mp_no=row["mp_no"],
            role=PointRole(row["mp_role"]),
            account_no=row["account_no"],
            parent_mp_no=row["parent_mp_no"],
            meters=tuple(uses.get(row["mp_no"], ())),
            loss=_loss(row),
            ratio_pct=_number(row["ratio_pct"]),
            price_class=row["price_class"],
        )
        by_account[row["account_no"]].append(point)
        if point.role is PointRole.SUB:
            by_account[owner[point.parent_mp_no]].append(point)
    return by_account


def _loss(row: Row) -> TransformerLoss | None:
    if not row["loss_p0_kw"]:
        return None
    return TransformerLoss(
        p0_kw=Decimal(row["loss_p0_kw"]),
        q0_kvar=Decimal(row["loss_q0_kvar"]),
        load_active_pct=Decimal(row["loss_cu_pct"]),
        load_reactive_pct=Decimal(row["loss_q_cu_pct"]),
    )


def _agreement(row: Row, changes: list[CapacityChange]) -> Agreement:
    return Agreement(
        price_class=row["price_class"],
        billing_method=BillingMethod(row["billing_method"]),
        tou=row["tou"] == "Y",
        pf_standard=_number(row["pf_standard"]),
        contracted_capacity_kva=_number(row["contracted_capacity_kva"]),
        capacity_changes=tuple(changes),
        contract_demand_kw=_number(row["contract_demand_kw"]),
        hv_motor_kw=_number(row["hv_motor_kw"]),
    )


def _household(row: Row) -> Household:
    large = row["large_household_from"]
    return Household(
        move_in_date=date.fromisoformat(row["move_in_date"]) if row["move_in_date"] else None,
        large_household_from=date.fromisoformat(f"{large}-01") if large else None,
        low_income=row["low_income"] == "Y",
    )


def _change(row: Row) -> CapacityChange:
    restored = row["restored_date"]
    return CapacityChange(
        kind=KINDS[row["kind"]],
        kva_change=Decimal(row["kva_change"]),
        from_date=date.fromisoformat(row["from_date"]),
        restored_date=date.fromisoformat(restored) if restored else None,
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
