"""The import contracts hold, and would notice if they did not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT, floors

LINT = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the contract and of the package's Python files, to do damage to."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / ".importlinter", folder)
    for source in (ROOT / "src" / "gridhall").rglob("*.py"):
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


def test_house_stands() -> None:
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


def test_every_package_has_its_floor() -> None:
    packages = {
        path.name
        for path in (ROOT / "src" / "gridhall").iterdir()
        if (path / "__init__.py").exists()
    }

    assert packages == set(floors())


# file to write, its text, and what the checker must say about it
VIOLATIONS = [
    pytest.param(
        "metering/seeded.py",
        "from gridhall.billing import selectors\n",
        "gridhall.metering is not allowed to import gridhall.billing",
        id="a floor imports a higher one",
    ),
    pytest.param(
        "tariffs/seeded.py",
        "def late():\n    import gridhall.customers\n",
        "gridhall.tariffs is not allowed to import gridhall.customers",
        id="neighbours, hidden in a function",
    ),
    pytest.param(
        "rating/seeded.py",
        "import django\n",
        "gridhall.rating is not allowed to import django",
        id="an engine imports Django",
    ),
    pytest.param(
        "receivables/seeded.py",
        "from gridhall.billing.models import *\n",
        "gridhall.receivables is not allowed to import gridhall.billing.models",
        id="another context's tables",
    ),
    pytest.param(
        "workbench/seeded.py",
        "import gridhall.foundation.audit.models\n",
        "is not allowed to import gridhall.foundation.audit.models",
        id="a screen touches the foundation's tables",
    ),
    pytest.param("gossip/__init__.py", "", "gossip", id="a package without a floor"),
]


@pytest.mark.parametrize(("name", "text", "complaint"), VIOLATIONS)
def test_seeded_violation_is_caught(copy: Path, name: str, text: str, complaint: str) -> None:
    seeded = copy / "src" / "gridhall" / name
    seeded.parent.mkdir(exist_ok=True)
    seeded.write_text(text)
    try:
        result = lint(copy)
    finally:
        seeded.unlink()

    assert result.returncode != 0
    assert complaint in " ".join(result.stdout.split())
