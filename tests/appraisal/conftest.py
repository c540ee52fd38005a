"""What the tests of appraisal share."""

from __future__ import annotations

import pytest

from . import builders


@pytest.fixture
def made(db: None) -> builders.Company:
    """Have a small company with staff."""
    return builders.company()
