"""Prepared texts (快捷短语) for who looks after them, with all their versions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.servicedesk.models import Macro, MacroVersion
from gridhall.servicedesk.refusals import MacroNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroFilters:
    """What to narrow the list by; nothing: all that are in use."""

    text: str = ""
    kind: str = ""
    organisation_id: int | None = None
    with_retired: bool = False


def macro_list(*, scope: Scope, filters: MacroFilters) -> list[Macro]:
    """Return the texts of all units and of those inside, everybody's first, then by title."""
    found = _seen(scope)
    if not filters.with_retired:
        found = found.filter(active=True)
    if filters.kind:
        found = found.filter(Q(kinds=[]) | Q(kinds__contains=[filters.kind]))
    if filters.organisation_id is not None:
        found = found.filter(organisation_id=filters.organisation_id)
    if words := filters.text.strip().replace("\x00", ""):
        found = found.filter(
            Q(title_zh__icontains=words) | Q(title_en__icontains=words)
            | Q(body_zh__icontains=words) | Q(body_en__icontains=words)
        )  # fmt: skip
    return list(found.order_by("-active", "organisation_id", "title_zh", "pk"))


def macro_of(*, pk: int, scope: Scope) -> tuple[Macro, list[MacroVersion]]:
    """Return a text and its versions, the newest first. Raises MacroNotFound."""
    macro = _seen(scope).filter(pk=pk).first()
    if macro is None:
        raise MacroNotFound
    rows = MacroVersion.objects.filter(macro=macro).select_related("by", "organisation")
    return macro, list(rows.order_by("-version"))


def may_change_macro(macro: Macro, *, scope: Scope) -> bool:
    """Tell whether who looks after ``scope`` may change this text: its unit, or the company."""
    if macro.organisation_id is None:
        return scope.everything
    return scope.holds(macro.organisation_id)


def _seen(scope: Scope) -> QuerySet[Macro]:
    found = Macro.objects.select_related("organisation", "changed_by")
    if scope.everything:
        return found
    return found.filter(
        Q(organisation__isnull=True) | Q(organisation_id__in=scope.organisation_ids)
    )
