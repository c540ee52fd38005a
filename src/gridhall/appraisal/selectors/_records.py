"""Rewards and penalties that were noted."""

from __future__ import annotations

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ..models import Recognition


def recognitions_page(
    *, scope: Scope, kind: str = "", text: str = "", after: str = "", before: str = "",
    limit: int = 50,
) -> Page[Recognition]:  # fmt: skip
    """Return a page of the notes inside the scope, the newest first."""
    rows = Recognition.objects.select_related("person", "organisation", "noted_by")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        named = rows.filter(person__display_name__icontains=text)
        rows = named | rows.filter(person__username=text) | rows.filter(case_number=text)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def own_recognitions(*, person_id: int) -> list[Recognition]:
    """Return what was noted about a person, the newest first."""
    rows = Recognition.objects.select_related("noted_by").filter(person_id=person_id)
    return list(rows.order_by("-on", "-pk"))
