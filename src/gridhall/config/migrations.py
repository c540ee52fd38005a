"""Bring the database to this version: its tables and its tariff books."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridhall.tariffs.services import Publication


def pending_migrations() -> list[str]:
    """Return the names of the migrations not yet applied, in order. Django must be set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Apply what is pending. Django must be set up."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def publish_tariff_books(*, at: datetime) -> Publication:
    """Make this program's tariff books the current ones; bills already made keep theirs.

    Raises rating.books.InvalidBook, changing nothing.
    """
    from gridhall.tariffs import services

    return services.publish_library(at=at, actor_id=None)
