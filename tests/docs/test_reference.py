"""Every command, every setting and every reason for a held bill is documented."""

import re

import pytest

from gridhall.config.cli import COMMANDS
from gridhall.rating.errors import HOLD_CODES
from tests.docs.pages import DOCS, ROOT

ENVIRONMENT = re.compile(r'environ(?:\.get)?[(\[]\s*"((?:GRIDHALL|DATABASE)_[A-Z_]+)"')


@pytest.mark.parametrize("name", list(COMMANDS))
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_stands_in_the_readme(readme: str, name: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")

    assert f"| `gridhall {name}` |" in text


def test_every_setting_of_the_environment_is_explained_to_the_operator() -> None:
    guide = (DOCS / "how-to" / "operator.md").read_text(encoding="utf-8")
    sources = (ROOT / "src" / "gridhall").rglob("*.py")

    settings = {
        name for path in sources for name in ENVIRONMENT.findall(path.read_text(encoding="utf-8"))
    }

    assert "DATABASE_URL" in settings
    assert sorted(name for name in settings if f"| `{name}` |" not in guide) == []


@pytest.mark.parametrize("code", HOLD_CODES)
def test_every_reason_for_a_hold_is_explained_to_the_billing_clerk(code: str) -> None:
    guide = (DOCS / "how-to" / "billing-clerk.md").read_text(encoding="utf-8")

    assert f"| `{code}` |" in guide
