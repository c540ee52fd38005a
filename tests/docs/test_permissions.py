"""The page of permissions is current, and says of each address who may open it."""

from tests.docs.pages import load_tool

permissions = load_tool("permissions")


def test_the_page_is_current() -> None:
    written = permissions.PAGE.read_text(encoding="utf-8")
    assert permissions.render() == written, "run python docs/_tools/permissions.py"


def test_the_page_names_the_roles_in_both_languages() -> None:
    rows = permissions.render().splitlines()
    (row,) = [one for one in rows if one.startswith("| `workbench:reveal`")]
    assert row.endswith(
        "| `customers.reveal` | 营业员 Hall clerk、95598座席 95598 agent"
        "、客户档案管理员 Customer file steward、个人信息保护专员 Personal data officer |"
    )
    assert not any("nobody" in one for one in rows)
