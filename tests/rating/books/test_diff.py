"""What changes between two versions of a book, in words; and what a build refuses."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridhall.rating.books import InvalidBook, load_library, load_text
from gridhall.rating.books.diff import ChangeKind, diff_books, summary
from gridhall.rating.books.schema import Book
from tests.rating.support import BOOKS

RESIDENTIAL = BOOKS / "CN/zhejiang/residential.yaml"
JULY = date(2026, 7, 1)


def raw(path: Path = RESIDENTIAL) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def book(content: dict[str, Any]) -> Book:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return load_text(content["book"], text).content


def parameter(content: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p for p in content["parameters"] if p["key"] == key)
    return found


def test_a_new_price_from_a_day_is_compared_with_the_one_before_it() -> None:
    changed = raw()
    values = parameter(changed, "ZJ.residential.tier_1")["values"]
    values.append({**values[0], "effective_from": JULY, "value": "0.548"})
    values[0] = {**values[0], "effective_to": JULY}
    (change,) = diff_books(book(raw()), book(changed))
    assert (change.kind, change.key, change.from_day) == (
        ChangeKind.NEW_ENTRY,
        "ZJ.residential.tier_1",
        JULY,
    )
    assert change.words.zh == (
        "第一档电价（ZJ.residential.tier_1）：自 2026-07-01 起 0.538 元/千瓦时 → 0.548 元/千瓦时。"
    )
    assert change.words.en == (
        "tier-1 price (ZJ.residential.tier_1): from 2026-07-01, 0.538 yuan/kWh → 0.548 yuan/kWh."
    )


def test_a_correction_an_end_and_a_removal_are_told_apart() -> None:
    changed = raw()
    parameter(changed, "ZJ.residential.tier_2")["values"][0]["value"] = "0.589"
    parameter(changed, "ZJ.residential.tier_3")["values"][0]["effective_to"] = JULY
    changed["parameters"].remove(parameter(changed, "ZJ.residential.shared.10kV"))
    kinds = {change.key: change.kind for change in diff_books(book(raw()), book(changed))}
    assert kinds == {
        "ZJ.residential.tier_2": ChangeKind.CORRECTED,
        "ZJ.residential.tier_3": ChangeKind.ENDED,
        "ZJ.residential.shared.10kV": ChangeKind.REMOVED,
    }


def test_only_the_rows_of_a_calendar_that_differ_are_told() -> None:
    path = BOOKS / "CN/hubei/hours.yaml"
    changed = raw(path)
    rows = changed["calendars"][0]["values"][0]["rows"]
    rows[4] = {**rows[4], "period": "peak"}
    (change,) = diff_books(book(raw(path)), book(changed))
    assert change.before.en == "…; 20:00–22:00 sharp peak (7, 8)"
    assert change.after.zh == "…; 20:00–22:00 高峰 (7, 8)"
    assert summary((change,)).en == "1 changes of 1 keys"


def test_a_whole_book_comes_and_goes() -> None:
    content = book(raw())
    assert {c.kind for c in diff_books(None, content)} == {ChangeKind.NEW_KEY}
    assert {c.kind for c in diff_books(content, None)} == {ChangeKind.REMOVED}
    assert diff_books(content, content) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"value": "53.8"}, "too large: is it in another unit"),
        ({"value": "0.5380000001"}, "more than 8 decimals"),
        ({"as_published": "0.583"}, "say in corrected why"),
        ({"as_published": "0.538", "corrected": "x"}, "no erratum"),
    ],
)
def test_the_build_refuses(change: dict[str, str], problem: str, tmp_path: Path) -> None:
    content = raw()
    parameter(content, "ZJ.residential.tier_1")["values"][0].update(change)
    assert problem in _refusal(content, tmp_path)


def test_the_build_refuses_a_key_written_twice(tmp_path: Path) -> None:
    text = RESIDENTIAL.read_text(encoding="utf-8")
    doubled = text.replace("jurisdiction: CN-ZJ", "jurisdiction: CN-ZJ\njurisdiction: CN-HB")
    with pytest.raises(InvalidBook, match="'jurisdiction' is written twice"):
        load_text("CN/zhejiang/residential", doubled)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"period": "flat", "start": "00:00", "end": "23:00"}, "no row covers 23:00"),
        ({"period": "flat", "start": "00:00", "end": "24:00", "months": [13]}, "months"),
        ({"period": "flat", "start": "00:00", "end": "24:00", "whenever": 1}, "whenever"),
    ],
)
def test_the_build_refuses_hours(row: dict[str, Any], problem: str, tmp_path: Path) -> None:
    content = raw(BOOKS / "CN/hubei/hours.yaml")
    content["calendars"][0]["values"][0]["rows"] = [row]
    assert problem in _refusal(content, tmp_path)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"floats": ["purchase", "td"]}, "a component is named twice"),
        ({"fixed": ["line_loss", "td"]}, "the structure wants"),
        ({"rounding": "to the moon"}, "rounding rule"),
        (
            {"multiples": [{"period": "peak", "factor": "1.6"}] * 2},
            "two multiples of peak in month 1",
        ),
        (
            {
                "multiples": [
                    {"period": "peak", "factor": "2", "of": "sharp"},
                    {"period": "sharp", "factor": "2", "of": "peak"},
                ]
            },
            "refer to each other",
        ),
    ],
)
def test_the_build_refuses_structures(change: dict[str, Any], problem: str, tmp_path: Path) -> None:
    content = copy.deepcopy(raw(BOOKS / "CN/jiangxi/tou.yaml"))
    content["structures"][0]["values"][0].update(change)
    assert problem in _refusal(content, tmp_path)


def _refusal(content: dict[str, Any], folder: Path) -> str:
    """Return why a folder with the shipped books and this one instead of its namesake fails."""
    for path in BOOKS.rglob("*.yaml"):
        copied = folder / path.relative_to(BOOKS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    target = folder / f"{content['book']}.yaml"
    target.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InvalidBook) as refused:
        load_library(folder)
    return str(refused.value)
