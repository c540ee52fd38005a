"""The guide to import files names every column that the demo town's files have."""

import csv
import re

import pytest

from tests.docs.pages import DOCS, ROOT

TOWN = ROOT / "demo" / "town"
FILES = [
    "organisations",
    "customers",
    "metering_points",
    "meters",
    "readings_monthly",
    "capacity_changes",
]


@pytest.mark.parametrize("name", FILES)
def test_every_column_of_the_file_is_explained(name: str) -> None:
    guide = (DOCS / "how-to" / "import-files.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", guide.partition(f"· {name}\n")[2], flags=re.MULTILINE)[0]
    with (TOWN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))

    assert [column for column in columns if f"`{column}`" not in section] == []
