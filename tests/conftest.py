"""What every test may use. The database server itself comes from gridhall.config.testing."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    throwaway_server: str,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Start the throw-away server before pytest-django makes the test database."""
