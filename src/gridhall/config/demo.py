"""Prepare the demo town, skipping what an earlier start has done."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from gridhall.config import database, migrations, stamps
from gridhall.config.terminal import console, progress, setup_django
from gridhall.tariffs import folder

PACKAGE = Path(__file__).resolve().parent.parent
# third-party packages that bring migrations of their own
MIGRATING = ("django", "django-allauth", "procrastinate", "gridhall")
TOWN_SERVICES = "gridhall.journeys.demo_town.services"


@dataclass(frozen=True)
class DemoLogin:
    """One account to try the demo with."""

    role: str
    username: str
    password: str
    site: str


def prepare() -> list[DemoLogin]:
    """Migrate, load the town and bill its January; return the accounts to log in with.

    Every step may be repeated: a killed start is taken up where it stopped.
    """
    mark = _fingerprint()
    # A foreign server may have been emptied meanwhile, so there nothing is taken as done.
    if database.is_external() or not stamps.is_done("demo", mark):
        _migrate()
        _load_town()
        stamps.done("demo", mark)
    return _logins()


def _migrate() -> None:
    setup_django()
    with console.status("migrating the database"):
        migrations.migrate()
        migrations.publish_tariff_books(at=datetime.now(UTC))


def _load_town() -> None:
    services = _town_services()
    if services is None:
        console.print("[yellow]this version has no demo town to load[/]")
        return
    with progress() as bar:
        tasks: dict[str, object] = {}

        def on_progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        services.load_town(at=datetime.now(UTC), on_progress=on_progress)


def _logins() -> list[DemoLogin]:
    services = _town_services()
    if services is None:
        return []
    return [
        DemoLogin(role=one.role, username=one.username, password=one.password, site=one.site)
        for one in services.demo_logins()
    ]


def _town_services() -> ModuleType | None:
    try:
        found = importlib.util.find_spec(TOWN_SERVICES)
    except ModuleNotFoundError:
        return None
    return importlib.import_module(TOWN_SERVICES) if found else None


def _fingerprint() -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in MIGRATING]
    return stamps.fingerprint(*versions, files=[*_migrations(), *_books(), *_town()])


def _migrations() -> Iterator[Path]:
    return PACKAGE.glob("**/migrations/*.py")


def _books() -> Iterator[Path]:
    return folder.packaged_folder().rglob("*.yaml")


def _town() -> Iterator[Path]:
    """The town's files in a working copy; an installed package has them inside."""
    for place in (PACKAGE.parent.parent / "demo" / "town", PACKAGE / "demo" / "town"):
        if place.is_dir():
            return (path for path in place.rglob("*") if path.is_file())
    return iter(())
