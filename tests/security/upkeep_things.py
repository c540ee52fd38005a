"""A verification plan, a pair of customers and a merge for the matrix to knock at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps

from gridhall.customers import services
from gridhall.foundation.identity import selectors as identity
from tests.workbench import town


def made(unit: str, own: str) -> dict[str, Any]:
    """Return the ids, all of them of one unit."""
    place = identity.organisation_by_code(code=unit)
    assert place is not None
    steward = town.user(f"CUSTOMER_STEWARD-{unit}")
    day = town.NOW.date()
    plan = services.plan_verification(
        scope=town.scope(), organisation_id=place.pk, title="matrix", categories=[], files=1000,
        starts_on=day, due_on=day + timedelta(days=30), actor_id=steward.pk, at=town.NOW,
    )  # fmt: skip
    item = apps.get_model("customers.VerificationItem").objects.get(
        plan_id=plan, account__account_no=own
    )
    below = identity.subtree_ids(organisation_id=place.pk)
    parties = (
        apps.get_model("customers.Party")
        .objects.filter(accounts__organisation_id__in=below)
        .order_by("pk")
        .distinct()
        .values_list("pk", flat=True)
    )
    return {
        "plan": plan, "item": item.pk, "rule": "MISSING_SIZE",
        "first_party": parties[0], "second_party": parties[1],
    }  # fmt: skip
