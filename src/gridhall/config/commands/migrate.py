"""`gridhall migrate`: bring the database to this version's tables."""

from __future__ import annotations

import click

from gridhall.config.migrations import pending_migrations
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    setup_django,
)


@click.command("migrate", short_help="Bring the database to this version's tables.")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if migrations are pending.")
@json_option
def command(check: bool, as_json: bool) -> None:
    """Bring the database to this version's tables, starting the embedded server if needed.

    Safe to repeat: what is done is skipped, and a killed run is taken up where it stopped.

    \b
    Examples:
      gridhall migrate
      gridhall migrate --check --json
    """
    ensure_database()
    setup_django()
    pending = pending_migrations()
    if pending and not check:
        from django.core.management import call_command

        with console.status(f"{len(pending)} migrations"):
            call_command("migrate", interactive=False, verbosity=0)
    if as_json:
        emit({"pending": pending if check else [], "applied": [] if check else pending})
    elif check:
        console.print("\n".join(["pending:", *pending]) if pending else "nothing pending")
    else:
        console.print(f"{len(pending)} migrations applied" if pending else "nothing to migrate")
    if check and pending:
        raise SystemExit(1)
