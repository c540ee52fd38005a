"""Bill runs: the list, the progress, and what the approver looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gridhall.foundation.identity.selectors import Scope

from ..errors import RunNotFound
from ..models import Bill, BillHold, BillRun
from ._bills import BillRow, bill_row, light
from ._page import PAGE_SIZE, Page, page

TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run with its progress by chunks and its control total in yuan."""

    id: int
    run_no: str
    kind: str
    kind_label: str
    supplement_to_id: int | None
    organisation_id: int
    organisation_name: str
    period_start: date
    period_end: date
    status: str
    status_label: str
    created_by_id: int | None
    created_by: str
    created_at: datetime
    approved_by_id: int | None
    approved_by: str
    approved_at: datetime | None
    issued_at: datetime | None
    library_hash: str
    chunks: int
    chunks_rated: int
    chunks_issued: int
    bill_count: int
    hold_count: int
    control_total: Decimal

    @property
    def percent(self) -> int:
        """How far the present stage is: rating while it rates, issuing afterwards."""
        done = self.chunks_rated if self.status == BillRun.Status.RATING else self.chunks_issued
        if self.status in (BillRun.Status.RATED, BillRun.Status.ISSUED):
            return 100
        return 100 * done // self.chunks if self.chunks else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceClassCount:
    """The bills of one price class in a run."""

    price_class: str
    bills: int
    energy_kwh: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCount:
    """The holds of one reason in a run; ``still_open`` are those not billed since."""

    code: str
    holds: int
    still_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What the approver of a run looks at before the bills go out."""

    bills: int
    holds: int
    energy_kwh: Decimal
    total: Decimal
    by_price_class: tuple[PriceClassCount, ...]
    by_hold_reason: tuple[HoldCount, ...]
    by_warning: tuple[tuple[str, int], ...]
    largest: tuple[BillRow, ...]
    jumps: tuple[BillRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """One run with its summary and its supplementary runs."""

    row: RunRow
    summary: RunSummary
    supplements: tuple[RunRow, ...]


def runs(
    *, scope: Scope, period_start: date | None = None, status: str = "", after: str = "",
    before: str = "", limit: int = PAGE_SIZE,
) -> Page[RunRow]:  # fmt: skip
    """Return a page of the runs of organisations inside ``scope``, newest first."""
    rows = _with_progress(scope)
    if period_start is not None:
        rows = rows.filter(period_start=period_start)
    if status:
        rows = rows.filter(status=status)
    return page(rows, view=_row, after=after, before=before, limit=limit)


def run_progress(*, run_id: int, scope: Scope) -> RunRow:
    """Return the run with its progress, cheap enough to ask every second; raises RunNotFound."""
    run = _with_progress(scope).filter(pk=run_id).first()
    if run is None:
        raise RunNotFound
    return _row(run)


def run_detail(*, run_id: int, scope: Scope) -> RunDetail:
    """Return the run with what the approver looks at; raises RunNotFound."""
    row = run_progress(run_id=run_id, scope=scope)
    supplements = _with_progress(scope).filter(supplement_to_id=run_id).order_by("pk")
    return RunDetail(
        row=row, summary=_summary(row), supplements=tuple(_row(run) for run in supplements)
    )


def current_run_id(*, organisation_id: int, period_start: date) -> int | None:
    """Return the regular run of exactly this organisation and month that was not cancelled."""
    found = BillRun.objects.filter(
        organisation_id=organisation_id, period_start=period_start, kind=BillRun.Kind.REGULAR
    ).exclude(status=BillRun.Status.CANCELLED)
    return found.values_list("pk", flat=True).first()


def _with_progress(scope: Scope) -> QuerySet[BillRun]:
    rows = BillRun.objects.select_related("organisation", "created_by", "approved_by")
    if not scope.everything:
        rows = rows.filter(organisation_id__in=scope.organisation_ids)
    return rows.annotate(
        n_chunks=Count("chunks"),
        n_rated=Count("chunks", filter=Q(chunks__rated_at__isnull=False)),
        n_issued=Count("chunks", filter=Q(chunks__issued_at__isnull=False)),
        n_bills=Sum("chunks__bill_count"),
        n_holds=Sum("chunks__hold_count"),
        yuan=Sum("chunks__control_total"),
    )


def _row(run: Any) -> RunRow:
    """Return the list form of a run that was read by ``_with_progress`` (it carries the sums)."""
    return RunRow(
        id=run.pk, run_no=run.run_no, kind=run.kind, kind_label=str(BillRun.Kind(run.kind).label),
        supplement_to_id=run.supplement_to_id, organisation_id=run.organisation_id,
        organisation_name=run.organisation.name, period_start=run.period_start,
        period_end=run.period_end, status=run.status,
        status_label=str(BillRun.Status(run.status).label), created_by_id=run.created_by_id,
        created_by=str(run.created_by) if run.created_by else "", created_at=run.created_at,
        approved_by_id=run.approved_by_id,
        approved_by=str(run.approved_by) if run.approved_by else "",
        approved_at=run.approved_at, issued_at=run.issued_at, library_hash=run.library_hash,
        chunks=run.n_chunks, chunks_rated=run.n_rated, chunks_issued=run.n_issued,
        bill_count=run.n_bills or 0, hold_count=run.n_holds or 0,
        control_total=run.yuan or Decimal("0.00"),
    )  # fmt: skip


def _summary(row: RunRow) -> RunSummary:
    bills = Bill.objects.filter(run_id=row.id)
    classes = tuple(
        PriceClassCount(
            price_class=found["price_class"], bills=found["n"], energy_kwh=found["kwh"],
            total=found["yuan"],
        )
        for found in bills.values("price_class")
        .annotate(n=Count("pk"), kwh=Sum("energy_kwh"), yuan=Sum("total"))
        .order_by("-yuan")
    )  # fmt: skip
    holds = tuple(
        HoldCount(code=found["code"], holds=found["n"], still_open=found["open"])
        for found in BillHold.objects.filter(run_id=row.id)
        .values("code")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(released_at=None)))
        .order_by("-n")
    )
    return RunSummary(
        bills=sum(c.bills for c in classes), holds=sum(h.holds for h in holds),
        energy_kwh=sum((c.energy_kwh for c in classes), Decimal(0)),
        total=sum((c.total for c in classes), Decimal("0.00")),
        by_price_class=classes, by_hold_reason=holds, by_warning=_by_warning(row.id),
        largest=tuple(bill_row(b) for b in light(bills).order_by("-total", "pk")[:TOP]),
        jumps=tuple(
            bill_row(b)
            for b in light(bills.filter(warnings__contains=[{"code": "ENERGY_JUMP"}]))
            .order_by("-energy_kwh", "pk")[:TOP]
        ),
    )  # fmt: skip


def _by_warning(run_id: int) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    marked = Bill.objects.filter(run_id=run_id).exclude(warnings=[])
    for warnings in marked.values_list("warnings", flat=True).iterator(chunk_size=2000):
        for warning in warnings:
            counts[warning["code"]] = counts.get(warning["code"], 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
