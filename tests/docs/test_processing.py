"""The register of processing is current, and leaves out no personal field."""

import pytest

from gridhall.foundation.personal_data import register
from tests.docs.pages import load_tool

processing = load_tool("processing")


@pytest.mark.requirement("R4")
def test_the_page_is_current() -> None:
    written = processing.PAGE.read_text(encoding="utf-8")
    assert processing.render() == written, "run python docs/_tools/processing.py"


def test_the_page_names_every_field_and_marks_what_is_not_verified() -> None:
    page = processing.render()
    for one in register.all_fields():
        assert f"`{one.name}`" in page
    assert "未核实 not verified" in page
