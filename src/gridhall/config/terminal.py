"""What the commands share: output for people and scripts, Django, the database server."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# People read standard error while a script reads standard output.
console = Console(stderr=True, highlight=False)


def json_option(function: Decorated) -> Decorated:
    """Add `--json`: the result as one JSON object on standard output."""
    option = click.option(
        "--json", "as_json", is_flag=True, help="The result as JSON, for scripts."
    )
    return option(function)


def emit(result: Any) -> None:
    """Print a result as JSON; amounts and dates become strings, so nothing is rounded."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2, default=str))


def progress(*, quiet: bool = False) -> Progress:
    """Return a progress bar with a count and the time gone by."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=False,
        disable=quiet,
    )


def telling(bar: Progress) -> Callable[[str, int, int], None]:
    """Return what shows "so much of that step is done" on a bar, one line per step."""
    lines: dict[str, TaskID] = {}

    def tell(step: str, done: int, total: int) -> None:
        if step not in lines:
            lines[step] = bar.add_task(step, total=total)
        bar.update(lines[step], completed=done)

    return tell


def ensure_database() -> None:
    """Start or adopt the embedded server, unless DATABASE_URL names another."""
    from gridhall.config import database
    from gridhall.config.postgres import embedded

    if not database.is_external():
        embedded.start()


def setup_django() -> None:
    """Make the models usable. Call `ensure_database` before if they will be used."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    django.setup()
