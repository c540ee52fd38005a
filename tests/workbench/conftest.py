"""What the tests of the workbench share: a slice of the town, clients that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client

from tests.workbench import town as the_town

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Figures that the home page keeps for a minute must not reach the next test."""
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture(scope="module")
def _loaded_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    """Load the town once for a module; each test's own changes are rolled back."""
    try:
        with django_db_blocker.unblock():
            the_town.load(tmp_path_factory.mktemp("town"))
        yield
    finally:
        with django_db_blocker.unblock():
            empty_tables()


@pytest.fixture
def town(_loaded_town: None, db: None) -> Any:
    """Have the slice of the town in the database."""
    return the_town


@pytest.fixture
def live_town(transactional_db: None, live_server: Any, tmp_path: Path) -> Any:
    """Have the slice in the database of the live server, for one browser test."""
    the_town.load(tmp_path)
    return the_town


@pytest.fixture
def sign_in() -> SignIn:
    """Return a client of somebody: ``sign_in("clerk-zj", language="en")``."""

    def as_user(username: str, *, language: str = "zh-hans") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(the_town.user(username))
        return client

    return as_user


def empty_tables() -> None:
    """Empty every table but the migrations' own, as a transactional test does at its end."""
    names = [
        name for name in connection.introspection.table_names() if name != "django_migrations"
    ]  # the tables of the jobs too, which are no Django models
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
    # what a migrated database holds from the start comes back with it
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
