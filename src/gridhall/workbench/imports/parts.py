"""What the import screens show: labels, badges, figures, steps and the error file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.imports import selectors, sheets
from gridhall.foundation.imports.reading import RawRow
from gridhall.foundation.imports.selectors import FaultRow
from gridhall.ui import formats
from gridhall.ui.exports import ExportColumn
from gridhall.ui.figures import Stat, Status, Step

if TYPE_CHECKING:
    from gridhall.foundation.imports.models import ImportBatch

TONES: dict[str, tuple[str, str]] = {
    "PREVIEWED": ("info", "eye"),
    "QUEUED": ("progress", "hourglass"),
    "RUNNING": ("progress", "loader-2"),
    "FINISHED": ("success", "circle-check"),
    "FAILED": ("danger", "alert-octagon"),
    "DISCARDED": ("neutral", "trash"),
}
SEVERITIES = {
    "REFUSED": Status(_("Refused"), "danger"),
    "WARNING": Status(_("Hint"), "warning"),
}
LONGEST_SHOWN = 26
STEPS = (_("Upload and check"), _("Confirm"), _("Import"), _("Result"))
STEP_OF = {"PREVIEWED": 1, "QUEUED": 2, "RUNNING": 2, "FINISHED": 4, "FAILED": 2, "DISCARDED": 1}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file: how it is called there and what it is taken for."""

    place: int
    name: str
    label: str
    required: bool


def status_of(batch: ImportBatch) -> Status:
    """Return the badge of a batch."""
    tone, icon = TONES[batch.status]
    return Status(batch.get_status_display(), tone, icon)  # type: ignore[arg-type]


def sheet_label(batch: ImportBatch) -> str:
    """Return what the file holds, in the reader's language."""
    return gettext(sheets.sheet_named(batch.sheet).label)


def field_label(batch: ImportBatch, name: str) -> str:
    """Return a column's label, or the words for the whole row."""
    labels = {column.name: column.label for column in sheets.sheet_named(batch.sheet).columns}
    return gettext(labels[name]) if name in labels else gettext("Whole row")


def columns_of(batch: ImportBatch) -> list[ColumnRow]:
    """Return which column of the file was taken for which field."""
    known = {column.name: column for column in sheets.sheet_named(batch.sheet).columns}
    return [
        ColumnRow(place, name, gettext(known[name.lower()].label), known[name.lower()].required)
        for place, name in enumerate(batch.header, start=1)
    ]


def preview_rows(batch: ImportBatch, count: int) -> list[RawRow]:
    """Return the first rows of the file, their personal numbers masked."""
    masks = {c.name: c.mask for c in sheets.sheet_named(batch.sheet).columns if c.mask is not None}
    at = [masks.get(name.lower()) for name in batch.header]
    return [
        RawRow(
            row.number,
            [mask(cell) if mask else cell for cell, mask in zip(row.cells, at, strict=False)],
        )
        for row in selectors.first_rows(batch=batch, count=count)
    ]


def steps_of(batch: ImportBatch) -> list[Step]:
    """Return how far the batch is on its way."""
    current = STEP_OF[batch.status]
    stopped = batch.status in ("FAILED", "DISCARDED")
    return [
        Step(
            label=label,
            state="done"
            if place < current
            else ("failed" if stopped else "current")
            if place == current
            else "waiting",
        )
        for place, label in enumerate(STEPS)
    ]


def stats_of(batch: ImportBatch) -> list[Stat]:
    """Return the figures: what would happen while it is previewed, else what happened."""
    rows = Stat(
        label=_("Rows in the file"), value=formats.number(batch.rows_total), icon="table-row"
    )
    refused = Stat(
        label=_("Refused"), value=formats.number(batch.rows_refused), icon="alert-octagon",
        tone="danger" if batch.rows_refused else "neutral", hint=_("do not get in"),
    )  # fmt: skip
    noticed = Stat(
        label=_("With a notice"), value=formats.number(batch.rows_warned), icon="alert-triangle",
        tone="warning" if batch.rows_warned else "neutral", hint=_("get in"),
    )  # fmt: skip
    if batch.status in ("PREVIEWED", "DISCARDED", "QUEUED"):
        good = batch.rows_total - batch.rows_refused
        ready = Stat(
            label=_("Can get in"), value=formats.number(good), icon="circle-check", tone="success"
        )
        return [rows, ready, refused, noticed]
    done = [
        (_("Created"), batch.rows_created, "plus", "success"),
        (_("Changed"), batch.rows_updated, "pencil", "info"),
        (_("In already, unchanged"), batch.rows_unchanged, "equal", "neutral"),
    ]
    return [
        rows,
        *(
            Stat(label=label, value=formats.number(count), icon=icon, tone=tone)  # type: ignore[arg-type]
            for label, count, icon, tone in done
        ),
        refused,
        noticed,
    ]


def nowrap(key: str) -> Callable[[Any], str]:
    """Return a cell that stays on one line."""
    return lambda line: format_html('<span class="text-nowrap">{}</span>', getattr(line, key))


def short(key: str) -> Callable[[Any], str]:
    """Return a cell with the beginning of a text; line breaks are shown as ⏎."""

    def cell(line: Any) -> str:
        text = getattr(line, key)
        if not text.strip():
            text = "␣" * min(len(text), 3)
        return format_html(
            '<span class="gh-code text-break">{}</span>',
            Truncator(" ⏎ ".join(text.splitlines())).chars(LONGEST_SHOWN) if text else "—",
        )

    return cell


def reason_and_remedy(line: Any) -> str:
    """Return the reason, and what to do in a second line."""
    return format_html('{}<br><span class="gh-muted gh-small">{}</span>', line.reason, line.remedy)


def error_columns(batch: ImportBatch) -> list[ExportColumn]:
    """Return the columns of the error file: the fault first, then the row as it stands."""

    def original(place: int) -> Any:
        return lambda pair: _cell(pair[0].cells, place)

    fault: Sequence[ExportColumn] = (
        ExportColumn(_("Row"), lambda pair: pair[1].row_number),
        ExportColumn(_("Kind"), lambda pair: SEVERITIES[pair[1].severity].label),
        ExportColumn(_("Column"), lambda pair: pair[1].field),
        ExportColumn(_("Field"), lambda pair: field_label(batch, pair[1].field)),
        ExportColumn(_("Value"), lambda pair: pair[1].value),
        ExportColumn(_("Reason"), lambda pair: pair[1].reason),
        ExportColumn(_("What to do"), lambda pair: pair[1].remedy),
        ExportColumn(_("Stored instead"), lambda pair: pair[1].taken),
    )
    names = [ExportColumn(name, original(place)) for place, name in enumerate(batch.header)]
    return [*fault, *names]


def _cell(cells: list[str], place: int) -> str:
    """A row of the wrong width has no cell there; damaged bytes are shown as such."""
    if place >= len(cells):
        return ""
    return cells[place].encode("utf-8", "replace").decode("utf-8")


def error_rows(batch: ImportBatch) -> Iterator[tuple[RawRow, FaultRow]]:
    """Yield the rows of the error file: the row as it stands, and one fault."""
    return selectors.rows_with_faults(batch=batch)
