"""An installation of its own for measuring: durable like a real one, gone afterwards."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridhall.config.postgres.cluster import scratch_folder


@contextmanager
def scratch_installation(keep: str | None = None) -> Iterator[Path]:
    """Point this process and its children at a fresh data folder with a running server.

    ``keep`` names a folder to use and leave behind, so that a million customers are made once.
    Must be entered before Django's settings are loaded.
    """
    folder = Path(keep).absolute() if keep else scratch_folder("gridhall-bench-")
    if os.geteuid() == 0 and not keep:
        folder.chmod(0o711)  # ours, made just now: the database's user must pass through
    os.environ["GRIDHALL_HOME"] = str(folder / "home")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    from gridhall.config.postgres import embedded

    embedded.start()
    import django

    django.setup()
    try:
        yield folder
    finally:
        embedded.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def fresh_tables() -> None:
    """Make the tables of an empty installation."""
    from gridhall.config.migrations import migrate

    migrate()


def say(text: str) -> None:
    """Tell the person who waits what goes on."""
    print(f"  … {text}", file=sys.stderr, flush=True)
