"""Runs and the schemes they were made by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, QuerySet

from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from .. import formula
from ..models import AppraisalResult, AppraisalRun, AppraisalScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with what came out on the whole (of each person the newest result)."""

    run: AppraisalRun
    with_total: int
    mean: Decimal | None


def scheme_on(*, on: date) -> AppraisalScheme | None:
    """Return the scheme that holds on a day."""
    return AppraisalScheme.objects.filter(valid_from__lte=on).order_by("-valid_from").first()


def all_schemes() -> list[AppraisalScheme]:
    """Return every scheme, the newest first."""
    return list(AppraisalScheme.objects.order_by("-valid_from"))


def as_formula(scheme: AppraisalScheme) -> formula.Scheme:
    """Return a scheme as the arithmetic reads it."""
    return formula.Scheme(
        weights={
            formula.STANDARDS: scheme.weight_standards, formula.RATINGS: scheme.weight_ratings,
            formula.SAMPLES: scheme.weight_samples, formula.COMPLAINTS: scheme.weight_complaints,
        },
        enough={
            formula.STANDARDS: scheme.min_standards, formula.RATINGS: scheme.min_ratings,
            formula.SAMPLES: scheme.min_samples, formula.COMPLAINTS: scheme.min_cases,
        },
        min_weight=scheme.min_weight, deduction=scheme.deduction, bands=tuple(scheme.bands),
    )  # fmt: skip


def overlapping(*, organisation_id: int, first: date, last: date) -> list[AppraisalRun]:
    """Return the runs that appraise people of this unit, above or below it, for a day of these."""
    below = identity.subtree_ids(organisation_id=organisation_id)
    rows = AppraisalRun.objects.exclude(status=AppraisalRun.Status.CANCELLED).filter(
        first__lte=last, last__gte=first
    )
    return [
        run for run in rows.order_by("pk")
        if run.organisation_id in below
        or organisation_id in identity.subtree_ids(organisation_id=run.organisation_id)
    ]  # fmt: skip


def _rows(scope: Scope) -> QuerySet[AppraisalRun]:
    rows = AppraisalRun.objects.select_related(
        "organisation", "scheme", "created_by", "published_by"
    )
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return rows


def runs_page(
    *, scope: Scope, status: str = "", organisation_id: int | None = None, after: str = "",
    before: str = "", limit: int = 50,
) -> Page[AppraisalRun]:  # fmt: skip
    """Return a page of runs, the newest first."""
    rows = _rows(scope)
    if status:
        rows = rows.filter(status=status)
    if organisation_id:
        rows = rows.filter(organisation_id=organisation_id)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def run_of(*, scope: Scope, pk: int) -> RunView | None:
    """Return one run inside the scope."""
    run = _rows(scope).filter(pk=pk).first()
    return _view(run) if run else None


def run_by_id(*, pk: int) -> RunView:
    """Return one run for who must decide on it; its scope was checked before."""
    return _view(AppraisalRun.objects.select_related("organisation").get(pk=pk))


def _view(run: AppraisalRun) -> RunView:
    newest = AppraisalResult.objects.filter(run=run, replaced_by__isnull=True)
    whole = newest.aggregate(count=Count("total"), mean=Avg("total"))
    mean = whole["mean"]
    return RunView(
        run=run, with_total=whole["count"],
        mean=mean.quantize(Decimal("0.01"), ROUND_HALF_UP) if mean is not None else None,
    )  # fmt: skip
