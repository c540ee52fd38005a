"""Results with everything they came from, and objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gridhall.foundation.identity.selectors import Scope
from gridhall.foundation.paging import Page, keyset_page

from ..models import AppraisalLine, AppraisalResult, AppraisalRun, Objection

PUBLISHED = AppraisalRun.Status.PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One part of a result and whether it may be objected to."""

    line: AppraisalLine
    label: str
    objection: Objection | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """One result, whole, with the versions before and after it."""

    result: AppraisalResult
    lines: tuple[LineView, ...]
    band: dict[str, Any]
    is_newest: bool
    may_object: bool
    objections: tuple[Objection, ...]
    versions: tuple[AppraisalResult, ...]


def _rows() -> QuerySet[AppraisalResult]:
    return AppraisalResult.objects.select_related(
        "run__scheme", "run__organisation", "person", "organisation"
    )


def results_page(
    *, scope: Scope, run_id: int | None = None, text: str = "", band: str = "", after: str = "",
    before: str = "", limit: int = 50,
) -> Page[AppraisalResult]:  # fmt: skip
    """Return a page of the newest results inside the scope, the newest first."""
    rows = _rows().filter(replaced_by__isnull=True)
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if run_id:
        rows = rows.filter(run_id=run_id)
    if text:
        named = Q(person__display_name__icontains=text) | Q(person__username__icontains=text)
        rows = rows.filter(named)
    if band:
        rows = rows.filter(band="" if band == "NONE" else band)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list, descending=True
    )


def own_results(*, person_id: int, on: date) -> list[ResultView]:
    """Return a person's own published results, the newest first."""
    rows = _rows().filter(person_id=person_id, run__status=PUBLISHED, replaced_by__isnull=True)
    return [_view(one, reader_id=person_id, on=on) for one in rows.order_by("-run__first", "-pk")]


def result_of(*, pk: int, reader_id: int, scope: Scope | None, on: date) -> ResultView | None:
    """Return one result: the reader's own published one, or one inside her scope."""
    row = _rows().filter(pk=pk).first()
    if row is None:
        return None
    own = row.person_id == reader_id and row.run.status == PUBLISHED
    if not own and not (scope is not None and scope.holds(row.organisation_id)):
        return None
    return _view(row, reader_id=reader_id, on=on)


def _view(row: AppraisalResult, *, reader_id: int, on: date) -> ResultView:
    versions = tuple(
        AppraisalResult.objects.filter(run=row.run, person_id=row.person_id).order_by("revision")
    )
    newest = versions[-1].pk == row.pk
    until = row.run.objections_until
    may_object = (
        newest and row.person_id == reader_id and row.run.status == PUBLISHED
        and until is not None and on <= until
    )  # fmt: skip
    objections = tuple(
        Objection.objects.select_related("decided_by")
        .filter(result__run=row.run, person_id=row.person_id).order_by("-pk")
    )  # fmt: skip
    waiting = {one.part: one for one in objections if one.status == Objection.Status.FILED}
    return ResultView(
        result=row, band=_band(row), is_newest=newest, may_object=may_object,
        objections=objections, versions=versions,
        lines=tuple(
            LineView(
                line=line, label=str(line.get_part_display()), objection=waiting.get(line.part)
            )
            for line in row.lines.order_by("pk")
        ),
    )  # fmt: skip


def _band(row: AppraisalResult) -> dict[str, Any]:
    return next((one for one in row.run.scheme.bands if one["code"] == row.band), {})


def objections_page(
    *, scope: Scope, status: str = "", after: str = "", before: str = "", limit: int = 50
) -> Page[Objection]:
    """Return a page of objections inside the scope, the oldest first while they wait."""
    rows = _objections()
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    if status:
        rows = rows.filter(status=status)
    return keyset_page(
        rows, field="id", after=after, before=before, limit=limit, view=list,
        descending=status != Objection.Status.FILED,
    )  # fmt: skip


def objection_of(*, scope: Scope, pk: int) -> Objection | None:
    """Return one objection inside the scope."""
    row = _objections().filter(pk=pk).first()
    return row if row and scope.holds(row.organisation_id) else None


def own_objections(*, person_id: int) -> list[Objection]:
    """Return a person's own objections, the newest first."""
    return list(_objections().filter(person_id=person_id).order_by("-pk"))


def _objections() -> QuerySet[Objection]:
    return Objection.objects.select_related(
        "result__run", "person", "organisation", "decided_by", "new_result"
    )
