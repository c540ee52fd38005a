"""Which customer files break a rule, and how that develops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from gridhall.customers import quality
from gridhall.customers.models import QualityCount
from gridhall.customers.quality import Rule
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ._hits import AccountHit, as_hits, with_details
from ._list import in_scope

TREND_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLine:
    """One rule with how many files break it.

    ``files`` and ``before`` are as counted last and about a month earlier; nothing before the
    first count.
    """

    rule: Rule
    files: int | None
    before: int | None
    counted_on: date | None

    @property
    def change(self) -> int | None:
        """How many more files than a month before."""
        if self.files is None or self.before is None:
            return None
        return self.files - self.before


def quality_overview(*, scope: Scope, on: date) -> list[QualityLine]:
    """Return every rule in force with its last count inside ``scope`` and that of a month ago."""
    last = _counts(scope, on)
    earlier = _counts(scope, on - timedelta(days=TREND_DAYS))
    return [
        QualityLine(
            rule=rule, files=last.get(rule.code, (None, None))[0],
            before=earlier.get(rule.code, (None, None))[0],
            counted_on=last.get(rule.code, (None, None))[1],
        )
        for rule in quality.rules(on=on)
    ]  # fmt: skip


def _counts(scope: Scope, on: date) -> dict[str, tuple[Any, Any]]:
    """Return by rule the sum of the last day counted up to ``on``, and that day."""
    rows = QualityCount.objects.filter(day__lte=on)
    day = rows.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return {}
    counted = QualityCount.objects.filter(day=day)
    if not scope.everything:
        counted = counted.filter(organisation_id__in=scope.organisation_ids)
    sums = counted.values("rule").annotate(files=Sum("files"))
    return {row["rule"]: (row["files"], day) for row in sums}


def broken_files_page(
    *, scope: Scope, code: str, on: date, organisation_id: int | None = None, after: str = "",
    before: str = "", limit: int = 50,
) -> Page[AccountHit]:  # fmt: skip
    """Return a page of the files that break a rule now; raises KeyError for an unknown rule."""
    rule = rule_of(code, on=on)
    rows = in_scope(scope)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    found = quality.broken(rule, rows, on=on)
    return keyset_page(
        with_details(found), field="account_no", after=after, before=before, limit=limit,
        view=as_hits,
    )  # fmt: skip


def rule_of(code: str, *, on: date) -> Rule:
    """Return a rule in force; raises KeyError."""
    return {rule.code: rule for rule in quality.rules(on=on)}[code]
