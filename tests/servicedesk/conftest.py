"""What the tests of the service desk share."""

from __future__ import annotations

import pytest

from .desk import Desk, make_desk


@pytest.fixture
def desk(db: None) -> Desk:
    """Return a small company with everybody a case needs."""
    return make_desk()
