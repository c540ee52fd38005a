"""The worked examples of the pages on calendars and tariff books are produced by the engine."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from gridhall.kernel.periods import next_month
from gridhall.rating.books import given_book
from gridhall.rating.calendars import DayFacts, MissingDayFact, spans
from gridhall.rating.quote import quote
from gridhall.rating.result import Rated
from tests.rating.support import amounts, library

PAGES = Path(__file__).parents[3] / "docs" / "explanation"
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _examples(page: str) -> list[dict[str, Any]]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return [yaml.safe_load(block) for block in BLOCK.findall(text)]


@pytest.mark.parametrize("example", _examples("calendars.md"), ids=lambda e: str(e["hours"]))
def test_hours_of_a_day(example: dict[str, Any]) -> None:
    calendar = library().hours(example["hours"], on=example["day"])
    facts = TypeAdapter(DayFacts).validate_python(example.get("facts", {}))
    if "missing" in example:
        with pytest.raises(MissingDayFact) as missing:
            spans(calendar, example["day"], facts)
        assert missing.value.params["field"] == example["missing"]
        return
    found = [[span.start, span.end, span.period] for span in spans(calendar, example["day"], facts)]
    assert found == example["spans"]


@pytest.mark.parametrize("example", _examples("tariff-books.md"), ids=lambda e: str(e["case"]))
def test_prices_of_a_month(example: dict[str, Any]) -> None:
    start = date.fromisoformat(f"{example['month']}-01")
    book = given_book(example["given"], library=library(), start=start, end=next_month(start))
    answer = quote(
        example["price_class"],
        example["kwh"],
        library=library().with_book(book),
        on=start,
        periods=example.get("periods"),
    )
    assert isinstance(answer, Rated), answer
    assert amounts(answer) == example["lines"]
    assert str(answer.total) == example["total"]


def test_the_divisor_of_part_months_changes_on_1_june_2024() -> None:
    change = date(2024, 6, 1)
    before = library().value("CN.two_part.proration_divisor", on=change - timedelta(days=1))
    after = library().value("CN.two_part.proration_divisor", on=change)
    assert (before.value, after.value) == ("thirty_days", "calendar_days")
