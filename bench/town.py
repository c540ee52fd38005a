"""The demo town as measuring material: imported, billed, or multiplied."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection

from bench.million.bulk import clone

AT = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
JANUARY = date(2026, 1, 1)
STEP = 1_000_000  # distance between the keys of two copies


def billed_town() -> None:
    """Load the demo town as `gridhall demo` does: imported, billed, issued, posted."""
    from gridhall.journeys.demo_town.services import load_town

    load_town(at=AT)


def imported_town() -> None:
    """Publish the tariff books and import the town's files, without bills."""
    from gridhall.journeys.demo_town.services import town_folder
    from gridhall.journeys.file_import.services import import_folder
    from gridhall.tariffs.services import publish_library

    publish_library(at=AT, actor_id=None)
    import_folder(town_folder(), clock=lambda: AT)


def multiply(copies: int) -> int:
    """Make the imported town ``copies`` towns by SQL; return how many accounts there are now."""
    join = f"CROSS JOIN generate_series(1, {copies - 1}) k"
    moved = "t.{} + k * 1000000"

    def shifted(*columns: str) -> dict[str, str]:
        return {name: moved.format(name) for name in ("id", *columns)}

    plan: list[tuple[str, dict[str, str]]] = [
        ("customers_account", shifted() | {
            "account_no": "'99' || lpad((t.id + k * 1000000)::text, 11, '0')",
            "search_tokens": "'{}'"}),
        ("customers_supplypoint", shifted("account_id") | {
            "supply_point_no": "left(t.supply_point_no, 14) || '-' || k"}),
        ("contracts_customeragreement", shifted("account_id")),
        ("contracts_capacitychange", shifted("account_id")),
        ("contracts_pricerelief", shifted("account_id")),
        ("metering_usagepoint", shifted("account_id", "supply_point_id", "parent_id") | {
            "mp_no": "t.mp_no || '-' || k"}),
        ("metering_meter", shifted() | {
            "asset_no": "'99' || lpad((t.id + k * 1000000)::text, 20, '0')"}),
        ("metering_meterinstallation", shifted("meter_id", "usage_point_id")),
        ("metering_meterreading", shifted("meter_id", "usage_point_id")),
    ]  # fmt: skip
    for table, changed in plan:
        clone(table, f"t.id < {STEP}", join, changed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM customers_account")
        return int(cursor.fetchone()[0])
