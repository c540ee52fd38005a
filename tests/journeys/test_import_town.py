"""The demo town comes in whole, from CSV or XLSX, and a second time changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.imports import selectors as imports
from gridhall.journeys.file_import import services as file_import

if TYPE_CHECKING:
    from gridhall.foundation.imports.models import ImportBatch

TOWN = Path(__file__).resolve().parents[2] / "demo" / "town"
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
ROWS = {
    "organisations": 32,
    "customers": 604,
    "metering_points": 605,
    "meters": 606,
    "capacity_changes": 3,
    "readings_monthly": 10773,
}


def clock() -> datetime:
    return NOW


#: One shop is metered behind an industrial park and shares its supply point: worth a notice.
SHARED_POINT = [(568, "supply_point_no", "SUPPLY_POINT_SHARED_IN_FILE", "WARNING")]


def faults_of(batch: ImportBatch) -> list[tuple[int, str, str, str]]:
    found = imports.faults(batch=batch)
    return [(fault.row_number, fault.field, fault.code, fault.severity) for fault in found]


@pytest.mark.django_db
def test_the_whole_town_gets_in_and_a_second_time_creates_nothing() -> None:
    first = {b.sheet: b for b in file_import.import_folder(TOWN, clock=clock)}
    second = {b.sheet: b for b in file_import.import_folder(TOWN, clock=clock)}

    for batch in [*first.values(), *second.values()]:
        assert faults_of(batch) == (SHARED_POINT if batch.sheet == "customers" else [])
    assert {sheet: batch.rows_created for sheet, batch in first.items()} == ROWS
    assert {sheet: batch.rows_unchanged for sheet, batch in second.items()} == ROWS
    assert len(identity.organisations(scope=identity.whole_company())) == 32


@pytest.mark.django_db
def test_the_workbook_brings_the_same_customers_as_the_csv_file() -> None:
    file_import.import_file(TOWN / "organisations.csv", clock=clock)

    from_csv = file_import.import_file(TOWN / "customers.csv", clock=clock)
    from_xlsx = file_import.import_file(TOWN / "customers.xlsx", clock=clock)

    assert (from_csv.encoding, from_xlsx.encoding) == ("UTF-8", "XLSX")
    assert from_csv.rows_created == 604
    assert from_xlsx.rows_unchanged == 604
    assert faults_of(from_xlsx) == faults_of(from_csv) == SHARED_POINT
