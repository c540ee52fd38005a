"""Which customer files break a rule, and how that develops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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
    day, last = _counts(scope, on)
    earlier_day, earlier = _counts(scope, on - timedelta(days=TREND_DAYS))
    return [
        QualityLine(
            rule=rule, files=last.get(rule.code, 0) if day else None,
            before=earlier.get(rule.code, 0) if earlier_day else None, counted_on=day,
        )
        for rule in quality.rules(on=on)
    ]  # fmt: skip


def _counts(scope: Scope, on: date) -> tuple[date | None, dict[str, int]]:
    """Return the last day counted up to ``on``, and by rule how many files; none is no row."""
    rows = QualityCount.objects.filter(day__lte=on)
    day = rows.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return None, {}
    counted = QualityCount.objects.filter(day=day)
    if not scope.everything:
        counted = counted.filter(organisation_id__in=scope.organisation_ids)
    return day, dict(counted.values_list("rule").annotate(Sum("files")))


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
