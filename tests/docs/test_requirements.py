"""The page of requirements says what the markers in the tests say."""

from pathlib import Path

import pytest

from tests.docs.pages import load_tool

requirements = load_tool("requirements")

MARKED = """
import pytest
pytestmark = [pytest.mark.requirement("R1")]
@pytest.mark.requirement("R2", "R3")
def test_plain(): ...
class TestGroup:
    @pytest.mark.parametrize("case", [pytest.param(1, marks=pytest.mark.requirement("R4"))])
    def test_inside(self, case): ...
"""


def test_the_list_runs_from_1_to_121() -> None:
    numbers = [
        requirement["id"]
        for capability in requirements.load_capabilities()
        for requirement in capability["requirements"]
    ]

    assert numbers == [f"R{number}" for number in range(1, 122)]


def test_the_page_is_current_and_no_marker_names_an_unknown_requirement() -> None:
    assert requirements.main(["--check"]) == 0


def test_marks_are_found_wherever_pytest_finds_them(tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_some.py").write_text(MARKED, encoding="utf-8")

    markers = requirements.collect_markers(tests)

    assert markers == {
        "R1": ["tests/test_some.py"],
        "R2": ["tests/test_some.py::test_plain"],
        "R3": ["tests/test_some.py::test_plain"],
        "R4": ["tests/test_some.py::TestGroup::test_inside"],
    }


def test_an_unknown_requirement_is_refused() -> None:
    capabilities = requirements.load_capabilities()

    with pytest.raises(requirements.UnknownRequirementError, match="R122 in tests/test_x"):
        requirements.render(capabilities, {"R122": ["tests/test_x.py::test_y"]})


def test_a_requirement_without_a_test_is_called_missing() -> None:
    capabilities = requirements.load_capabilities()

    page = requirements.render(capabilities, {"R47": ["tests/portal/test_bill.py::test_lines"]})

    assert "**1 / 121**" in page
    assert "[test_lines](../../tests/portal/test_bill.py)" in page
    assert page.count("| **missing** |") == 120
