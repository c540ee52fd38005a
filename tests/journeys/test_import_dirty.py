"""The forty rows of the dirty customer file: each one's fate, and why.

Row numbers are those of the file, the header being row 1. A row is refused when its meaning is
unclear or wrong; a row that is only written unusually gets in, with a notice that names what was
stored instead; text that is merely odd gets in unchanged, with a notice.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gridhall.customers import selectors as customers
from gridhall.foundation.imports import selectors as imports
from gridhall.foundation.imports.models import ImportBatch
from gridhall.journeys.file_import import services as file_import

TOWN = Path(__file__).resolve().parents[2] / "demo" / "town"
NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)

#: What the file's README names as a fault: row → (column, code).
REFUSED = {
    3: [("account_no", "ALREADY_ON_FILE")],
    5: [("account_no", "DUPLICATE_IN_FILE")],
    6: [("account_no", "ACCOUNT_NO_CHECK_DIGIT")],
    7: [("account_no", "ACCOUNT_NO_LENGTH")],
    8: [("account_no", "SCIENTIFIC_NOTATION")],
    9: [("address", "REQUIRED")],
    10: [("name", "BLANK_ONLY")],
    14: [("address", "TEXT_TOO_LONG")],
    15: [("phone", "PHONE_INVALID")],
    16: [("phone", "PHONE_INVALID")],  # the letter O instead of zero
    17: [("category", "CATEGORY_UNKNOWN")],
    18: [("contracted_capacity_kva", "NUMBER_INVALID")],
    19: [("contracted_capacity_kva", "NUMBER_NOT_POSITIVE")],
    20: [("contracted_capacity_kva", "NUMBER_NOT_POSITIVE")],
    21: [("contracted_capacity_kva", "NUMBER_GROUPED")],
    22: [("move_in_date", "DATE_IN_FUTURE")],
    23: [("move_in_date", "DATE_IMPOSSIBLE")],
    25: [("move_in_date", "DATE_AMBIGUOUS")],
    26: [("id_doc_no", "RESIDENT_ID_CHECK_CHARACTER")],
    27: [("id_doc_no", "CREDIT_CODE_CHECK_CHARACTER")],
    28: [("org_code", "ORGANISATION_UNKNOWN")],
    29: [
        ("price_class", "PRICE_CLASS_NOT_FOR_CATEGORY"),
        ("price_class", "PRICE_CLASS_NOT_IN_PROVINCE"),
    ],
    30: [("contract_demand_kw", "DEMAND_MISSING")],
    31: [("contract_demand_kw", "DEMAND_IMPLAUSIBLE")],
    35: [("", "COLUMNS_TOO_FEW")],
    36: [("", "COLUMNS_TOO_MANY")],
    38: [("id_doc_no", "DOCUMENT_OTHER_NAME_IN_FILE")],
    39: [("voltage", "VOLTAGE_UNFIT")],
}
#: Written unusually or merely odd: in, and told.
NOTICED = {
    11: [("name", "LOOKS_LIKE_FORMULA")],
    12: [("address", "LOOKS_LIKE_FORMULA")],
    13: [("phone", "PHONE_NOTATION")],
    24: [("move_in_date", "DATE_NOTATION")],
    32: [("name", "LOOKS_LIKE_CODE")],
    33: [("account_no", "BLANKS_REMOVED"), ("account_no", "FULL_WIDTH")],
    37: [("address", "LINE_BREAK")],
    40: [("name", "LOOKS_LIKE_CODE")],
    41: [("name", "RARE_CHARACTER")],
}
#: Without any fault.
CLEAN = [2, 4, 34]


def clock() -> datetime:
    return NOW


@pytest.fixture
def town_customers(db: None) -> None:
    file_import.import_file(TOWN / "organisations.csv", clock=clock)
    file_import.import_file(TOWN / "customers.csv", clock=clock)


def by_row(batch: ImportBatch, severity: str) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for fault in imports.faults(batch=batch, severity=severity):
        found.setdefault(fault.row_number, []).append((fault.field, fault.code))
    return {row: sorted(faults) for row, faults in found.items()}


@pytest.mark.usefixtures("town_customers")
@pytest.mark.parametrize("name", ["customers_dirty.csv", "customers_dirty_gbk.csv"])
def test_every_row_has_the_fate_the_readme_asks_for(name: str) -> None:
    batch = file_import.import_file(TOWN / name, clock=clock)

    assert by_row(batch, "REFUSED") == REFUSED
    assert by_row(batch, "WARNING") == NOTICED
    assert batch.encoding == ("GB18030" if "gbk" in name else "UTF-8")
    assert (batch.rows_total, batch.rows_refused) == (40, len(REFUSED))
    assert batch.rows_created == len(NOTICED) + len(CLEAN) == 12


@pytest.mark.usefixtures("town_customers")
def test_both_encodings_bring_the_same_and_a_second_import_nothing() -> None:
    first = file_import.import_file(TOWN / "customers_dirty.csv", clock=clock)

    again = file_import.import_file(TOWN / "customers_dirty.csv", clock=clock)
    other = file_import.import_file(TOWN / "customers_dirty_gbk.csv", clock=clock)

    assert first.rows_created == 12
    for batch in (again, other):
        assert (batch.rows_created, batch.rows_updated, batch.rows_unchanged) == (0, 0, 12)
        assert by_row(batch, "REFUSED") == REFUSED
    assert [f.value for f in imports.faults(batch=again)] == [
        f.value for f in imports.faults(batch=other)
    ]


@pytest.mark.usefixtures("town_customers")
def test_the_preview_tells_what_the_import_will_do() -> None:
    batch = file_import.preview(TOWN / "customers_dirty.csv", at=NOW)

    assert batch.status == ImportBatch.Status.PREVIEWED
    assert (batch.rows_total, batch.rows_refused, batch.rows_warned) == (40, 28, 9)
    assert by_row(batch, "REFUSED") == REFUSED
    assert not customers.account_refs(account_nos=["3311064763"])


@pytest.mark.usefixtures("town_customers")
def test_odd_text_is_stored_as_it_stands_and_clear_notations_are_told() -> None:
    batch = file_import.import_file(TOWN / "customers_dirty_gbk.csv", clock=clock)

    taken = {f.row_number: (f.value, f.taken) for f in imports.faults(batch=batch) if f.taken}
    assert taken[13] == ("+86-154-0007-0011", "15400070011")
    assert taken[24] == ("2025/7/1", "2025-07-01")
    assert taken[33] == ("\u3000４２２１０００１３４９８５ ", "4221000134985")
    names = names_of("4223000128624", "4223000130217", "4223000131277", "3312065503")
    assert names == [
        "=cmd|'/C calc'!A0",
        "<script>alert(1)</script>示范店",
        "示范'); DROP TABLE customers;--",
        "㛃某𠮷",
    ]
    assert account("4221000133396").opened_on == date(2025, 7, 1)


def account(number: str) -> customers.AccountRef:
    return customers.account_refs(account_nos=[number])[number]


def names_of(*numbers: str) -> list[str]:
    ids = [account(number).account_id for number in numbers]
    names = customers.display_names(account_ids=ids, masked=False)
    return [names[pk] for pk in ids]


@pytest.mark.usefixtures("town_customers")
def test_every_fault_is_told_in_words_in_both_languages() -> None:
    from django.utils import translation

    batch = file_import.preview(TOWN / "customers_dirty.csv", at=NOW)

    for language in ("zh-hans", "en"):
        with translation.override(language):
            rows = [imports.fault_row(fault) for fault in imports.faults(batch=batch)]
        for row in rows:
            assert row.reason
            assert row.remedy
            assert "{" not in row.reason + row.remedy
