"""What belongs to the demo is closed in production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASK = """
import django
django.setup()
from django.conf import settings
from gridhall.config.addresses import every_address
from gridhall.foundation.messages import channels
gallery = {a.rule.kind for a in every_address() if a.name.startswith("ui:")}
print(settings.GRIDHALL_DEMO, sorted(gallery))
"""


def test_the_gallery_is_for_staff_and_nothing_is_simulated() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK], check=True, capture_output=True, text=True,
        env=os.environ | {"GRIDHALL_ENV": "production"},
    ).stdout  # fmt: skip
    assert told.strip() == "False ['employee']"


def test_the_demo_town_is_not_built_in_production(tmp_path: Path) -> None:
    made = subprocess.run(
        [str(Path(sys.executable).with_name("gridhall")), "demo"],
        check=False, capture_output=True, text=True, timeout=120,
        env=os.environ
        | {"GRIDHALL_ENV": "production", "GRIDHALL_HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert made.returncode != 0
    assert "The demo does not run in production." in made.stderr + made.stdout
    assert not list(tmp_path.iterdir())
