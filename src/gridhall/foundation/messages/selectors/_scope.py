"""What lies inside a reader's scope."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from gridhall.foundation.identity.selectors import Scope

Row = TypeVar("Row", bound=Model)


def inside(rows: QuerySet[Row], scope: Scope) -> QuerySet[Row]:
    """Return the rows of the scope's organisations; rows of none only to the whole company."""
    if scope.everything:
        return rows
    return rows.filter(organisation_id__in=scope.organisation_ids)
