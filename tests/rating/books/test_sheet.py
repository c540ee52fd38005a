"""The published monthly sheet: columns, units, the sum check, and refusals that name the cell."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gridhall.rating.books import Library, load_text
from gridhall.rating.books.sheet import SheetContext, SheetRefused, read_sheet
from tests.rating.support import library

SHEET = Path(__file__).parent / "tables" / "hubei-2026-01-sheet.csv"
JANUARY = date(2026, 1, 1)
CONTEXT = SheetContext(
    prefix="HB.agency",
    folder="CN/hubei",
    jurisdiction="CN-HB",
    utility=("国网湖北电力", "State Grid Hubei"),
)
FIRST_ROW, LAST_ROW = 5, 11
MISREAD = {
    "D5": ("0.735686", "0.735886"),
    "L5": ("0.735686", "0.735886"),
    "D6": ("0.715686", "0.715886"),
    "L6": ("0.715686", "0.715886"),
    "D7": ("0.695686", "0.695886"),
    "L7": ("0.695686", "0.695886"),
    "K8": ("0.848961", "0.846961"),
}


def sheet() -> list[list[str]]:
    with SHEET.open(encoding="utf-8", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def repaired() -> list[list[str]]:
    rows = sheet()
    for place, (_printed, right) in MISREAD.items():
        put(rows, place, right)
    return rows


def put(rows: list[list[str]], place: str, value: str) -> None:
    rows[int(place[1:]) - 1][ord(place[0]) - ord("A")] = value


def problems(rows: list[list[str]], context: SheetContext = CONTEXT) -> dict[str, str]:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(rows, context)
    return {problem.place: problem.text.en for problem in refused.value.problems}


@pytest.mark.requirement("R42")
def test_misread_digits_are_found_and_the_right_ones_proposed() -> None:
    proposal = read_sheet(sheet(), CONTEXT)
    found = {f.place: (str(f.printed), str(f.proposed)) for f in proposal.findings}
    assert found == MISREAD
    assert all(f.one_digit for f in proposal.findings)
    assert (proposal.unit, proposal.month) == ("yuan", JANUARY)


def test_the_proposal_says_the_same_as_the_book_that_was_written_by_hand() -> None:
    proposal = read_sheet(sheet(), CONTEXT)
    book = load_text(proposal.name, proposal.text)
    assert book.name == "CN/hubei/agency-purchase-2026-01"
    by_hand = library().books[book.name].content
    keys = {p.key: p.values[0].value for p in by_hand.parameters if ".float." not in p.key}
    assert {p.key: p.values[0].value for p in book.content.parameters} == keys
    errata = {p.key: p.values[0].as_published for p in by_hand.parameters}
    assert {p.key: p.values[0].as_published for p in book.content.parameters}.items() <= (
        errata.items()
    )
    assert not any(v.verified for p in book.content.parameters for v in p.values)


def test_the_proposal_with_a_structure_is_checked_again_when_it_is_loaded() -> None:
    known = library().structure("HB.tou", on=JANUARY)
    context = SheetContext(
        prefix="HB.agency",
        folder="CN/hubei",
        jurisdiction="CN-HB",
        utility=CONTEXT.utility,
        structure_key="HB.tou",
        structure=known,
    )
    text = read_sheet(sheet(), context).text.replace("agency-purchase-2026-01", "x", 1)
    others = [b for n, b in library().books.items() if n == "CN/hubei/agency-purchase-2026-01"]
    structures = others[0].text[others[0].text.index("structures:") :].split("published:")[0]
    source = "\nsources: {notice: {title: t, published_on: null, note: n}}"
    only = f"book: s\ntitle: {{zh: s, en: s}}\njurisdiction: s{source}\n{structures}"
    text = text.replace("CN/hubei/x", "x")
    Library([load_text("s", only), load_text("x", text)])
    broken = text.replace('"0.930961"', '"0.930967"')
    assert broken != text
    with pytest.raises(Exception, match=r"single\.lt1kV\.peak is 0\.930967"):
        Library([load_text("s", only), load_text("x", broken)])


def test_fen_is_told_from_yuan_by_the_size_of_the_prices() -> None:
    rows = repaired()
    for row in rows[FIRST_ROW - 1 : LAST_ROW]:
        for column in range(3, 13):
            if row[column]:
                row[column] = f"{Decimal(row[column]) * 100:f}"
    rows[1][13] = "单位：分/千瓦时"
    in_fen = read_sheet(rows, CONTEXT)
    assert in_fen.unit == "fen"
    assert in_fen.values == read_sheet(repaired(), CONTEXT).values
    rows[1][13] = ""  # not stated: the size alone tells
    assert read_sheet(rows, CONTEXT).unit == "fen"
    rows[1][13] = "单位：元/千瓦时"
    assert "the sheet says yuan" in problems(rows)["–"]


def test_a_misread_transmission_price_is_found_by_its_whole_row() -> None:
    rows = repaired()
    put(rows, "G9", "0.1065".replace("6", "8"))
    (found,) = read_sheet(rows, CONTEXT).findings
    assert (found.place, str(found.proposed), found.one_digit) == ("G9", "0.106500", True)


def test_a_misread_shared_component_is_not_guessed() -> None:
    rows = repaired()
    put(rows, "H5", "0.082278")
    assert "a component that all rows share is wrong" in problems(rows)["–"]


@pytest.mark.parametrize(
    ("place", "value", "at", "words"),
    [
        ("J6", "1.11x999", "J6", "is not a number"),
        ("C7", "", "C7", "the voltage is not told"),
        ("C6", "不满1千伏", "C6", "the same class as in row 5"),
        ("G6", "", "G6", "no price"),
        ("C3", "等级", "–", "no heading"),
        ("E4", "价格", "3", "no column for ['purchase']"),
    ],
)
def test_refusals_name_row_and_column(place: str, value: str, at: str, words: str) -> None:
    rows = repaired()
    put(rows, place, value)
    assert words in problems(rows)[at]


def test_a_sheet_without_a_month_needs_one_from_outside() -> None:
    rows = repaired()
    rows[1][0] = ""
    assert "no month" in problems(rows)["–"]
    context = SheetContext(
        prefix="HB.agency",
        folder="CN/hubei",
        jurisdiction="CN-HB",
        utility=CONTEXT.utility,
        month=date(2026, 3, 1),
    )
    assert read_sheet(rows, context).name.endswith("2026-03")
