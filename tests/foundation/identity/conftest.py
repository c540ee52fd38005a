"""What the tests of organisations, people and rights share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gridhall.foundation.identity import services
from tests.customers.builders import organisation_tree

SINCE = date(2025, 1, 1)


@pytest.fixture
def tree(db: None) -> dict[str, Any]:
    """Return a small organisation tree by code."""
    return organisation_tree()


@pytest.fixture
def employ(tree: dict[str, Any]) -> Callable[..., Any]:
    """Return a function that makes an employee with a role at an organisation."""

    def make(role: str, code: str, *, name: str = "", **period: Any) -> Any:
        user, _new = services.create_user(
            username=name or f"{role}-{code}".lower(), password="x" * 12, kind="EMPLOYEE",
            display_name=name,
        )  # fmt: skip
        if role:
            services.assign_role(
                user=user, role=role, organisation=tree[code],
                valid_from=period.get("valid_from", SINCE), valid_to=period.get("valid_to"),
            )  # fmt: skip
        return user

    return make
