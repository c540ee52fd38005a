"""What the tests of people, rights and units share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gridhall.foundation.approvals import services as approvals
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.roles import Role
from tests.foundation.identity.conftest import employ, tree

__all__ = ["employ", "tree"]

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
ON = date(2026, 1, 5)


@pytest.fixture
def company(tree: dict[str, Any], employ: Any) -> dict[str, Any]:
    """Return the people who deal with staff, beside a clerk, and the whole company's scope."""
    return {
        "admin": employ(Role.ADMINISTRATOR, "00", name="admin"),
        "security": employ(Role.SECURITY_OFFICER, "00", name="security"),
        "second": employ(Role.SECURITY_OFFICER, "00", name="second"),
        "clerk": employ(Role.HALL_CLERK, "11", name="clerk"),
        "scope": identity.whole_company(),
        **tree,
    }


@pytest.fixture
def approve(company: dict[str, Any]) -> Any:
    """Return a function that decides a request as the security officer."""

    def decide(request: Any, *, approve: bool = True, by: str = "security", note: str = "可以"):
        return approvals.decide(
            pk=request.pk, approve=approve, decided_by_id=company[by].pk, at=AT, note=note
        )

    return decide
