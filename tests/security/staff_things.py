"""The employee, the unit and the review behind the doors of the staff screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.staff.services import reviews
from tests.workbench import town


def made(unit: str) -> dict[str, Any]:
    """Return a clerk of the unit, her role, the unit, and a review of its rights."""
    clerk, officer = town.user(f"HALL_CLERK-{unit}"), town.user(f"SECURITY_OFFICER-{unit}")
    place = identity.organisation_by_code(code=unit)
    assert place is not None
    review = reviews.open_review(
        organisation_id=place.pk, unused_days=90, due_on=date(2026, 3, 1), actor_id=officer.pk,
        scope=town.scope(), at=town.NOW,
    )  # fmt: skip
    return {
        "person": clerk.username, "unit": unit, "review": review.pk, "nobodys": 999_999_999,
        "role": identity.assignments_of(user_id=clerk.pk)[0].pk,
    }  # fmt: skip
