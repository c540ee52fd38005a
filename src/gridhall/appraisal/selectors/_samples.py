"""Samples, the plans and cards behind them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gridhall.foundation import days, language
from gridhall.foundation.identity import selectors as identity
from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page
from gridhall.kernel.periods import next_month

from ..models import ClosedWork, QualitySample, SampleDraw, SamplePlan, ScoreCard


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFilters:
    """What a list of samples is narrowed to; empty means all."""

    status: str = ""
    text: str = ""
    month: date | None = None
    draw_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One criterion of a sample's card with its mark and what it adds."""

    code: str
    zh: str
    en: str
    weight: int
    rules: tuple[dict[str, str], ...]
    mark: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """One sample, whole."""

    sample: QualitySample
    criteria: tuple[CriterionView, ...]


def wording(one: dict[str, Any]) -> str:
    """Return a criterion in the reader's language."""
    return language.either(str(one["zh"]), str(one["en"]))


def card_in_use(*, code: str) -> ScoreCard | None:
    """Return the version of a card that is in use."""
    return ScoreCard.objects.filter(code=code, status=ScoreCard.Status.PUBLISHED).first()


def cards() -> list[ScoreCard]:
    """Return every version of every card, the newest first."""
    return list(ScoreCard.objects.order_by("code", "-version"))


def card_of(*, pk: int) -> ScoreCard | None:
    """Return one version of a card."""
    return ScoreCard.objects.filter(pk=pk).first()


def sample_plan_on(*, organisation_id: int, on: date) -> SamplePlan | None:
    """Return the plan of the nearest unit above, else the company's, that holds on a day."""
    unit = identity.organisation(scope=identity.whole_company(), pk=organisation_id)
    if unit is None:
        return None
    fitting = [
        (len(plan.organisation.path) if plan.organisation else 0, plan.valid_from, plan.pk, plan)
        for plan in SamplePlan.objects.filter(valid_from__lte=on).select_related("organisation")
        if plan.organisation is None or unit.path.startswith(plan.organisation.path)
    ]
    return max(fitting)[3] if fitting else None


def sample_plans(*, scope: Scope) -> list[SamplePlan]:
    """Return the plans of the reader's units and the company's, the newest first."""
    rows = SamplePlan.objects.select_related("organisation")
    if not scope.everything:
        rows = rows.filter(
            Q(organisation__isnull=True) | Q(organisation_id__in=scope.organisation_ids)
        )
    return list(rows.order_by("-valid_from", "-pk"))


def is_drawn(*, organisation_id: int, units: Collection[int], month: date) -> bool:
    """Tell whether samples of the month were drawn for this unit, one below or one above it."""
    drawn = SampleDraw.objects.filter(month=month).values_list("organisation_id", flat=True)
    return any(
        one in units or organisation_id in identity.subtree_ids(organisation_id=one)
        for one in drawn
    )


def work_of_month(*, units: Collection[int], month: date) -> QuerySet[ClosedWork]:
    """Return the finished work of a month in these units that was not drawn yet."""
    known = QualitySample.objects.values("case_ref")
    rows = ClosedWork.objects.filter(
        organisation_id__in=units, closed_at__gte=days.start_of(month),
        closed_at__lt=days.start_of(next_month(month)),
    )  # fmt: skip
    return rows.exclude(case_ref__in=known).order_by("case_ref")


def draws_page(
    *, scope: Scope, after: str = "", before: str = "", limit: int = 50
) -> Page[SampleDraw]:
    """Return a page of the draws, the newest first."""
    rows = SampleDraw.objects.select_related("organisation", "drawn_by", "plan")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def draw_of(*, scope: Scope, pk: int) -> SampleDraw | None:
    """Return one draw inside the scope."""
    row = SampleDraw.objects.select_related("organisation", "plan", "drawn_by").filter(pk=pk)
    found = row.first()
    return found if found and scope.holds(found.organisation_id) else None


def _samples() -> QuerySet[QualitySample]:
    return QualitySample.objects.select_related(
        "card", "person", "organisation", "inspector", "draw"
    )


def samples_page(
    *, scope: Scope, filters: SampleFilters = SampleFilters(), after: str = "", before: str = "",
    limit: int = 50,
) -> Page[QualitySample]:  # fmt: skip
    """Return a page of the samples inside the scope, the newest first."""
    rows = _samples()
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.month:
        rows = rows.filter(draw__month=filters.month)
    if filters.draw_id:
        rows = rows.filter(draw_id=filters.draw_id)
    if filters.text:
        rows = rows.filter(
            Q(case_number=filters.text) | Q(person__display_name__icontains=filters.text)
            | Q(person__username=filters.text)
        )  # fmt: skip
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def sample_of(*, scope: Scope, pk: int) -> SampleView | None:
    """Return one sample inside the scope, for who scores or supervises."""
    row = _samples().filter(pk=pk).first()
    return _view(row) if row and scope.holds(row.organisation_id) else None


def own_sample(*, pk: int, person_id: int) -> SampleView | None:
    """Return one scored sample of the reader's own work."""
    row = _samples().filter(pk=pk, person_id=person_id, status="SCORED").first()
    return _view(row) if row else None


def own_samples(*, person_id: int, limit: int = 50) -> list[QualitySample]:
    """Return the scored samples of the reader's own work, the newest first."""
    rows = _samples().filter(person_id=person_id, status="SCORED")
    return list(rows.order_by("-scored_at", "-pk")[:limit])


def _view(row: QualitySample) -> SampleView:
    marks = dict(row.scores.values_list("criterion", "mark"))
    return SampleView(
        sample=row,
        criteria=tuple(
            CriterionView(
                code=one["code"], zh=one["zh"], en=one["en"], weight=one["weight"],
                rules=tuple(one.get("rules", ())), mark=marks.get(one["code"]),
            )
            for one in row.card.criteria
        ),
    )  # fmt: skip
