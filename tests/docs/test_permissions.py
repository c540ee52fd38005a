"""The page of permissions is current, and says of each address who may open it."""

from tests.docs.pages import load_tool

permissions = load_tool("permissions")


def test_the_page_is_current() -> None:
    written = permissions.PAGE.read_text(encoding="utf-8")
    assert permissions.render() == written, "run python docs/_tools/permissions.py"


def test_the_page_names_the_roles_in_both_languages() -> None:
    rows = permissions.render().splitlines()
    (row,) = [one for one in rows if one.startswith("| `workbench:reveal`")]
    assert row.endswith("| `customers.reveal` | 营业员 Hall clerk |")
    assert not any("nobody" in one for one in rows)
