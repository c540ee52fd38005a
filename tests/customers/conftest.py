"""What the tests of customer files share."""

from __future__ import annotations

import pytest

from gridhall.foundation.identity.models import Organisation

from .builders import organisation_tree


@pytest.fixture
def organisations(db: None) -> dict[str, Organisation]:
    """Return a small organisation tree by code."""
    return organisation_tree()
