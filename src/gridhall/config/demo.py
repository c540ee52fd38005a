"""Prepare the demo town, skipping what an earlier start has done."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import TaskID

from gridhall.config import database, home, migrations, stamps
from gridhall.config.terminal import console, progress, setup_django
from gridhall.tariffs import folder

PACKAGE = Path(__file__).resolve().parent.parent
# third-party packages that bring migrations of their own
MIGRATING = ("django", "django-allauth", "procrastinate", "gridhall")


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
    known = _remembered_logins()
    # A foreign server may have been emptied meanwhile, so there nothing is taken as done.
    if known is not None and not database.is_external() and stamps.is_done("demo", mark):
        return known
    _migrate()
    _load_town()
    logins = _logins()
    _remember(logins)
    stamps.done("demo", mark)
    return logins


def _remember(logins: list[DemoLogin]) -> None:
    """Keep the table that every start prints, so that a later start need not ask the database."""
    folder = home.make_private(home.data_folder() / "stamps")
    home.write_private(folder / "logins.json", json.dumps([asdict(one) for one in logins]) + "\n")


def _remembered_logins() -> list[DemoLogin] | None:
    try:
        text = (home.data_folder() / "stamps" / "logins.json").read_text(encoding="utf-8")
        return [DemoLogin(**one) for one in json.loads(text)]
    except (OSError, ValueError, TypeError):
        return None


def _migrate() -> None:
    setup_django()
    with console.status("migrating the database"):
        migrations.migrate()
        migrations.publish_tariff_books(at=datetime.now(UTC))


def _load_town() -> None:
    from gridhall.journeys.demo_town import cases, desks, satisfaction, services

    with progress() as bar:
        tasks: dict[str, TaskID] = {}

        def on_progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        services.load_town(at=datetime.now(UTC), on_progress=on_progress)
    desks.lay_out(at=datetime.now(UTC))
    cases.tell(at=datetime.now(UTC))
    satisfaction.survey_town(at=datetime.now(UTC))


def _logins() -> list[DemoLogin]:
    from gridhall.journeys.demo_town import services

    return [
        DemoLogin(role=one.role, username=one.username, password=one.password, site=one.site)
        for one in services.demo_logins()
    ]


def _fingerprint() -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in MIGRATING]
    return stamps.fingerprint(*versions, files=[*_migrations(), *_books(), *_town()])


def _migrations() -> Iterator[Path]:
    return PACKAGE.glob("**/migrations/*.py")


def _books() -> Iterator[Path]:
    return folder.packaged_folder().rglob("*.yaml")


def _town() -> Iterator[Path]:
    """The town's files and the code that loads them; an installed package has them inside."""
    yield from (PACKAGE / "journeys" / "demo_town").glob("*.py")
    for place in (PACKAGE.parent.parent / "demo" / "town", PACKAGE / "demo" / "town"):
        if place.is_dir():
            yield from (path for path in place.rglob("*") if path.is_file())
            return
