"""The migrated test database, kept between test runs: making its tables takes many seconds.

The first run with these migrations migrates and keeps a dump; later runs, and the other workers of
the same run, restore it and find nothing left to migrate. What a dump depends on (migrations, data
that is seeded, versions of libraries) is in its name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from gridhall.config import home
from gridhall.config.errors import InstallationError
from gridhall.config.postgres import tools

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper

KEPT = 3  # branches that people go back and forth between
CHUNK = 1 << 20
SOURCES = ("**/migrations/*.py", "**/seeding*.py", "**/*.yaml")
LOCKS = ("requirements.lock",)


def prepare(connection: DatabaseWrapper, folder: Path | None = None) -> None:
    """Make the test database of this connection, migrated."""
    folder = folder or _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = _create(connection)
    connection.close()
    try:
        with home.locked(folder / "lock"):  # the other workers wait, then restore
            _fill(connection, folder / f"{fingerprint()}.dump")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _create(connection: DatabaseWrapper) -> str:
    """Make the empty test database unless it is there; return its name."""
    name: str = connection.creation._create_test_db(0, True, True)  # type: ignore[attr-defined]
    return name


def fingerprint() -> str:
    """Return a name for everything that a migrated database depends on."""
    package = Path(settings.PACKAGE)
    found = {path for pattern in SOURCES for path in package.glob(pattern)}
    found |= {package.parent.parent / name for name in LOCKS}
    digest = hashlib.sha256(settings.DATABASES["default"]["ENGINE"].encode())
    for path in sorted(one for one in found if one.is_file()):
        digest.update(str(path.relative_to(package.parent.parent)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def _fill(connection: DatabaseWrapper, kept: Path) -> None:
    if kept.exists():
        try:
            tools.restore(connection.settings_dict, _chunks(kept))
        except InstallationError:
            kept.unlink()  # broken: the restore left nothing, so start anew
        else:
            kept.touch()
            return
    call_command("migrate", verbosity=0, interactive=False, database=connection.alias)
    connection.close()
    part = kept.with_suffix(f".{os.getpid()}")
    with part.open("wb") as out:
        out.writelines(tools.dump(connection.settings_dict, snapshot=""))
    part.replace(kept)
    dumps = sorted(kept.parent.glob("*.dump"), key=lambda one: one.stat().st_mtime)
    for old in dumps[:-KEPT]:
        old.unlink()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as dump:
        while chunk := dump.read(CHUNK):
            yield chunk


def _folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "gridhall-tests"
