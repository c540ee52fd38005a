"""The security table answers every requirement of the standard, and its proofs exist."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.docs.pages import load_tool

asvs = load_tool("asvs")

#: how many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has
CHAPTERS = {
    "V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7,
    "V10": 29, "V11": 14, "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7,
}  # fmt: skip


def test_every_requirement_is_answered_once() -> None:
    ids = [number for chapter in asvs.load() for row in chapter["rows"] for number in row["ids"]]

    assert len(ids) == len(set(ids))
    assert Counter(number.partition(".")[0] for number in ids) == CHAPTERS


def test_the_page_is_current_and_every_proof_exists() -> None:
    assert asvs.render() == asvs.PAGE.read_text(encoding="utf-8"), "run python docs/_tools/asvs.py"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"is": "MET"}, "V1: met without a proof"),
        ({"is": "GAP"}, "V1: not met without a note"),
        ({"is": "YES", "note": "x"}, "V1: unknown answer YES"),
        ({"is": "MET", "proof": ["tests/nowhere.py"]}, "V1: tests/nowhere.py does not exist"),
        (
            {"is": "MET", "proof": ["tests/docs/test_asvs.py::test_gone"]},
            "V1: tests/docs/test_asvs.py has no test_gone",
        ),
    ],
)
def test_an_answer_without_ground_is_refused(row: dict[str, object], fault: str) -> None:
    chapters = [
        {"id": "V", "zh": "", "en": "", "rows": [{"ids": ["V1"], "zh": "", "en": ""} | row]}
    ]

    with pytest.raises(asvs.UnableToWritePageError) as caught:
        asvs.render(chapters)

    assert str(caught.value) == fault
