"""What we ship is pinned, hashed, translated and explained."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.floors import ROOT

LOCKS = [
    ROOT / "requirements.lock",
    ROOT / "requirements-dev.lock",
    ROOT / "build_hooks" / "requirements-build.lock",
    ROOT / "build_hooks" / "requirements-node.lock",
]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "build_hooks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


messages = load("messages")
PACKAGES = messages.package_folders()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: str(p.relative_to(messages.SOURCES)))
def test_every_text_has_its_chinese(package: Path) -> None:
    faults = messages.faults(package, PACKAGES)

    if faults:
        listed = "\n".join(faults[:10])
        pytest.fail(f"{len(faults)} texts; `make translations` lists all:\n{listed}", pytrace=False)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% translate 'Pay' %}", "Pay"),
        ("<c-card title=\"{% translate 'Arrears' %}\">", "Arrears"),
        ("{% blocktranslate %}Due on {{ day }}{% endblocktranslate %}", "Due on %(day)s"),
        ('<p>{{ _("Balance") }}</p>', "Balance"),
    ],
)
def test_texts_of_templates_are_found(tmp_path: Path, template: str, text: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(template, encoding="utf-8")

    assert [found for _, (_, found) in messages.texts_of(path)] == [text]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_pin_every_package_with_hashes_and_name_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())

    assert [b.splitlines()[0] for b in blocks if "==" not in b or "--hash=sha256:" not in b] == []
    assert "://" not in text


def test_front_end_lock_has_integrity_and_names_no_registry() -> None:
    content = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in content["packages"].items() if name}

    assert [name for name, one in packages.items() if "integrity" not in one] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    declared = tomllib.loads("\n".join(lines))["project"]["dependencies"]

    silent = [
        name
        for name in declared
        if not any(f'"{name}"' in line and "#" in line.split(f'"{name}"')[1] for line in lines)
    ]

    assert silent == []


def test_no_third_party_file_is_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert {"src/gridhall/ui/static/ui/vendor/", "*.mo", "node_modules/"} <= set(ignored)
