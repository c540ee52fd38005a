"""What the tests of billing share."""

from __future__ import annotations

import pytest

from tests.billing import street


@pytest.fixture
def town(db: None) -> street.Company:
    """Return the company with published tariff books and nobody to bill yet."""
    return street.company()
