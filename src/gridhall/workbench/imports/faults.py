"""The table of a batch's faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpRequest

from gridhall.foundation.imports import selectors
from gridhall.ui import tables
from gridhall.ui.figures import Status
from gridhall.workbench import lists

from . import parts, specs

if TYPE_CHECKING:
    from gridhall.foundation.imports.models import ImportBatch, ImportFault


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One line of the table."""

    row_number: int
    label: str
    value: str
    reason: str
    remedy: str
    taken: str
    status: Status


def fault_table(request: HttpRequest, batch: ImportBatch) -> tables.TableView:
    """Return the faults that the address asks for, a page of them."""
    counts = selectors.fault_counts(batch=batch)
    fields = {one.field for one in counts if one.field}
    codes: dict[str, int] = {}
    for one in counts:
        codes[one.code] = codes.get(one.code, 0) + one.count
    spec = specs.faults_spec(
        sorted((name, parts.field_label(batch, name)) for name in fields),
        [(code, f"{selectors.reason_of(code)} ({count})") for code, count in codes.items()],
    )
    state = spec.read(request.GET)
    found = selectors.faults(batch=batch, **state.filters)
    page = tables.list_page(found, state)  # type: ignore[arg-type]
    lines = [_line(batch, fault) for fault in page.rows]
    shown = replace(page, rows=lines)
    return lists.table(request, spec=spec, state=state, page=shown)


def _line(batch: ImportBatch, fault: ImportFault) -> FaultLine:
    row = selectors.fault_row(fault)
    return FaultLine(
        row_number=row.row_number,
        label=parts.field_label(batch, row.field),
        value=row.value,
        reason=row.reason,
        remedy=row.remedy,
        taken=row.taken,
        status=parts.SEVERITIES[row.severity],
    )
