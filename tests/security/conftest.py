"""A slice of the town, an employee of each role in both regions, two customers, things to touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches

from tests.security import cast as the_cast
from tests.workbench import town as the_town
from tests.workbench.conftest import empty_tables


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> Iterator[None]:
    """Counted attempts and kept figures must not reach the next test."""
    cache.clear()
    caches["process"].clear()
    yield
    cache.clear()
    caches["process"].clear()


@pytest.fixture(scope="package")
def _the_cast(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[the_cast.Cast]:
    """Load the town once for all tests of this folder; each test's changes are rolled back."""
    from django.conf import settings

    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("documents")
    try:  # also when a thing cannot be made: no other test must find half a town
        with django_db_blocker.unblock():
            the_town.load(tmp_path_factory.mktemp("town"))
            found = the_cast.hire(tmp_path_factory.mktemp("file"))
        yield found
    finally:
        settings.MEDIA_ROOT = kept
        with django_db_blocker.unblock():
            empty_tables()


@pytest.fixture
def cast(_the_cast: the_cast.Cast, db: None) -> the_cast.Cast:
    """Have the town, its people and the numbers of their things."""
    return _the_cast
