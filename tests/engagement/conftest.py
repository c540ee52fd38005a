"""What the tests of surveys share."""

from __future__ import annotations

import pytest

from . import builders


@pytest.fixture
def made(db: None) -> builders.Company:
    """Have a small company with customers and staff."""
    return builders.company()
