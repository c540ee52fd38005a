"""Tariff books: nothing without a source, nothing twice, and the printed tables to the cell."""

from __future__ import annotations

import copy
import csv
import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridhall.rating.books import (
    InvalidBook,
    Library,
    NoValidPrice,
    UnknownPriceClass,
    content_hash,
    load_book,
    load_library,
    load_text,
)
from gridhall.rating.books.calendar_schema import CalendarWhen
from gridhall.rating.books.changelog import missing, rows
from gridhall.rating.books.charge_schema import GENERIC_METHODS
from gridhall.rating.books.listing import BEGIN, END, markdown
from gridhall.rating.books.methods import METHODS
from gridhall.rating.charges import CHARGE_METHODS
from gridhall.rating.quantities.losses import QUANTITY_RULES
from tests.rating.support import BOOKS, library

ON = date(2026, 1, 15)
TABLES = Path(__file__).parents[2] / "demo" / "town" / "tariffs"
BOOK: dict[str, Any] = {
    "book": "t/one",
    "title": {"zh": "测试", "en": "test"},
    "jurisdiction": "test",
    "sources": {"law": {"title": "A law", "published_on": date(2020, 1, 1)}},
    "parameters": [
        {
            "key": "X.price",
            "name": {"zh": "电价", "en": "price"},
            "unit": "yuan/kWh",
            "values": [
                {
                    "effective_from": date(2021, 1, 1),
                    "value": "0.5",
                    "source": "law",
                    "grade": "A",
                    "verified": True,
                }
            ],
        }
    ],
}


def loaded(book: dict[str, Any]) -> Library:
    return Library([load_text(book["book"], yaml.safe_dump(book, allow_unicode=True))])


def changed(**value: object) -> dict[str, Any]:
    book = copy.deepcopy(BOOK)
    book["parameters"][0]["values"][0].update(value)
    return book


def test_value_is_read_with_its_citation() -> None:
    read = loaded(BOOK).value("X.price", on=ON)
    assert (read.value, read.book, read.citation.title) == (Decimal("0.5"), "t/one", "A law")


@pytest.mark.parametrize("missing", ["source", "effective_from", "grade", "verified", "value"])
def test_refuses_a_value_without(missing: str) -> None:
    book = copy.deepcopy(BOOK)
    del book["parameters"][0]["values"][0][missing]
    with pytest.raises(InvalidBook, match=missing):
        loaded(book)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"source": "hearsay"}, "hearsay"),
        ({"value": 0.5}, "float"),
        ({"value": "half"}, "does not suit the unit"),
        ({"effective_to": date(2020, 1, 1)}, "effective_to"),
        ({"effective_from": date(2019, 1, 1)}, "retroactive"),
        ({"valid": "yes"}, "valid"),
    ],
)
def test_refuses(change: dict[str, object], problem: str) -> None:
    with pytest.raises(InvalidBook, match=problem):
        loaded(changed(**change))


def test_refuses_overlapping_validity_also_across_books() -> None:
    second = changed(effective_from=date(2022, 1, 1))
    second["book"] = "t/two"
    texts = [load_text(b["book"], yaml.safe_dump(b)) for b in (BOOK, second)]
    with pytest.raises(InvalidBook, match=r"X\.price has two values"):
        Library(texts)


def test_a_later_entry_takes_over_on_its_day() -> None:
    book = changed(effective_to=date(2022, 1, 1))
    later = {**book["parameters"][0]["values"][0], "effective_from": date(2022, 1, 1), "value": "1"}
    del later["effective_to"]
    book["parameters"][0]["values"].append(later)
    books = loaded(book)
    assert books.number("X.price", on=date(2021, 12, 31)) == Decimal("0.5")
    assert books.number("X.price", on=date(2022, 1, 1)) == 1
    with pytest.raises(NoValidPrice):
        books.value("X.price", on=date(2020, 12, 31))


def test_unknown_publication_day_needs_a_note() -> None:
    book = copy.deepcopy(BOOK)
    book["sources"]["law"]["published_on"] = None
    with pytest.raises(InvalidBook, match="say why"):
        loaded(book)


def test_refuses_a_class_that_points_nowhere_and_an_unknown_method() -> None:
    raw = yaml.safe_load((BOOKS / "CN/hubei/other.yaml").read_text(encoding="utf-8"))
    with pytest.raises(InvalidBook, match="no book holds"):
        loaded(raw)
    raw["price_classes"][0]["values"][0]["charges"][0]["method"] = "magic"
    with pytest.raises(InvalidBook, match="magic"):
        loaded(raw)


def test_broken_yaml_and_wrong_name() -> None:
    with pytest.raises(InvalidBook, match="not YAML"):
        load_text("t/one", "a: [")
    with pytest.raises(InvalidBook, match="calls itself"):
        load_text("t/other", yaml.safe_dump(BOOK))


def test_empty_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(InvalidBook, match="no book"):
        load_library(tmp_path)


@pytest.mark.requirement("R42")
def test_every_shipped_value_names_a_source_and_grade() -> None:
    for book in library().books.values():
        assert book.content.dated()
        for key, item in book.content.dated():
            assert item.source in book.content.sources, key
            assert item.verified or item.note, f"{key}: unverified without a note"


def test_shipped_hash_is_that_of_the_text() -> None:
    path = BOOKS / "CN/zhejiang/residential.yaml"
    book = load_book(path)
    assert book.name == "CN/zhejiang/residential"
    assert book.sha256 == content_hash(path.read_text(encoding="utf-8"))
    assert library().books[book.name].sha256 == book.sha256


def test_changelog_names_every_version_of_every_book_and_every_erratum() -> None:
    text = (BOOKS / "CHANGELOG.md").read_text(encoding="utf-8")
    assert list(missing(library(), text)) == []
    assert all(row.what and row.affected for row in rows(text))


def test_changelog_is_held_to_its_form() -> None:
    text = (BOOKS / "CHANGELOG.md").read_text(encoding="utf-8")
    without = text.replace("| `CN/hubei/hours` | 2025-01-01 |", "| `CN/hubei/hours` | 2024-01-01 |")
    assert "CN/hubei/hours, in force from 2025-01-01" in list(missing(library(), without))
    with pytest.raises(ValueError, match="breaks the form"):
        rows(text.replace("| `CN/hubei/hours` | 2025-01-01 |", "| `CN/hubei/hours` | soon |"))


def test_readme_lists_the_price_classes_as_they_are() -> None:
    text = (BOOKS / "README.md").read_text(encoding="utf-8")
    listed = text[text.index(BEGIN) : text.index(END) + len(END)]
    assert listed == markdown(library())


def test_engine_and_schema_know_the_same_methods() -> None:
    assert set(CHARGE_METHODS) == set(METHODS) | set(GENERIC_METHODS)
    rules = {
        value.value
        for book in library().books.values()
        for p in book.content.parameters
        if p.key.endswith("quantity_rounding")
        for value in p.values
    }
    assert rules <= set(QUANTITY_RULES)


@pytest.mark.requirement("R41")
def test_power_factor_table_equals_the_printed_one_cell_by_cell() -> None:
    with (TABLES / "power-factor-adjustment.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(cells) == 303
    for cell in cells:
        read = library().table_cell(
            "CN.power_factor.adjustment",
            standard=Decimal(cell["standard"]),
            pf=Decimal(cell["pf"]),
            on=ON,
        )
        assert read.value == Decimal(cell["percent"]), cell


def test_no_cell_outside_the_table() -> None:
    with pytest.raises(NoValidPrice):
        library().table_cell(
            "CN.power_factor.adjustment", standard=Decimal("0.95"), pf=Decimal(1), on=ON
        )


def test_hubei_cells_equal_the_published_table_and_follow_from_their_components() -> None:
    voltages = {"<1kV": "lt1kV", "1-10(20)kV": "10kV", ">=220kV": "220kV"}
    value = library().number
    base = value("HB.agency.purchase", on=ON) + value("HB.agency.line_loss", on=ON)
    rest = value("HB.agency.system_operation", on=ON) + value("HB.agency.funds", on=ON)
    with (TABLES / "hubei-2026-01-agency-price.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = f"HB.agency.{row['structure']}.{voltages.get(row['voltage'], row['voltage'])}"
            for period in ("sharp", "peak", "flat", "valley"):
                cell = value(f"{key}.{period}", on=ON)
                assert cell == Decimal(row[period])
                multiple = value(f"HB.agency.float.{period}", on=ON)
                computed = base * multiple + value(f"{key}.td", on=ON) + rest
                # cells are printed with six decimals; the note allows the last digit
                assert abs(cell - computed) <= Decimal("0.000001"), (key, period, computed)
            assert value(f"{key}.non_tou", on=ON) == Decimal(row["non_tou"])


@pytest.mark.parametrize("key", ["HB.hours", "ZJ.hours", "ZJ.residential.hours"])
def test_hours_cover_every_ordinary_day_exactly_once(key: str) -> None:
    calendar = library().calendar(key, on=ON)
    for month in range(1, 13):
        rows = [r for r in calendar.rows if month in r.months and r.when == CalendarWhen()]
        spans = sorted((_minutes(r.start), _minutes(r.end)) for r in rows)
        assert spans[0][0] == 0
        assert spans[-1][1] == 24 * 60
        assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))


def test_classes_without_a_price_are_known() -> None:
    assert library().price_class("ZJ-GC", on=ON).charges == ()
    assert library().price_class("HB-AGR", on=ON).charges == ()
    with pytest.raises(UnknownPriceClass):
        library().price_class("HB-NONE", on=ON)
    assert "HB-2P-10KV" in library().price_classes()


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def test_readme_lists_every_book() -> None:
    text = (BOOKS / "README.md").read_text(encoding="utf-8")
    folders = {name: name.rpartition("/")[2] for name in library().books}
    assert [name for name, last in folders.items() if f"{last}.yaml" not in text] == []
