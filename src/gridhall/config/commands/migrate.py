"""`gridhall migrate`: bring the database to this version's tables and tariff books."""

from __future__ import annotations

import click

from gridhall.config import migrations
from gridhall.config.terminal import console, emit, ensure_database, json_option, setup_django


@click.command("migrate", short_help="Bring the database to this version's tables and books.")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if migrations are pending.")
@json_option
def command(check: bool, as_json: bool) -> None:
    """Bring the database to this version's tables and publish this version's tariff books.

    Starts the embedded server if needed. Safe to repeat: what is done is skipped, and a killed run
    is taken up where it stopped. Bills already made keep the books they were made with.

    \b
    Examples:
      gridhall migrate
      gridhall migrate --check --json
    """
    ensure_database()
    setup_django()
    pending = migrations.pending_migrations()
    if check:
        _tell_pending(pending, as_json)
        return
    from django.utils import timezone

    with console.status(f"{len(pending)} migrations"):
        migrations.migrate()
    books = migrations.publish_tariff_books(at=timezone.now())
    fresh = [*books.new, *books.changed]
    if as_json:
        emit({"applied": pending, "books_published": fresh, "books_withdrawn": books.withdrawn})
        return
    console.print(f"{len(pending)} migrations applied" if pending else "nothing to migrate")
    if books.changed_anything:
        console.print(f"tariff books: {len(fresh)} published, {len(books.withdrawn)} withdrawn")


def _tell_pending(pending: list[str], as_json: bool) -> None:
    if as_json:
        emit({"pending": pending})
    else:
        console.print("\n".join(["pending:", *pending]) if pending else "nothing pending")
    if pending:
        raise SystemExit(1)
