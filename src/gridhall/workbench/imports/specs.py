"""The tables of the import screens."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.imports import sheets
from gridhall.ui.tables import Column, Filter, TableSpec

from . import parts


def _sheet_choices() -> list[tuple[str, object]]:
    return [(sheet.name, gettext(sheet.label)) for sheet in sheets.all_sheets()]


BATCHES = TableSpec(
    name="imports",
    label=_("Imports"),
    columns=(
        Column(key="document.name", label=_("File"), link=True),
        Column(key="sheet", label=_("Holds"), value=parts.sheet_label),
        Column(key="status", label=_("State"), kind="status", value=parts.status_of),
        Column(key="rows_total", label=_("Rows"), kind="number"),
        Column(key="rows_refused", label=_("Refused"), kind="number"),
        Column(key="created_by.display_name", label=_("By"), phone=False),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="created_at", label=_("When"), kind="moment"),
    ),
    filters=(
        Filter(name="sheet", label=_("Holds"), kind="choice", choices=_sheet_choices),  # type: ignore[arg-type]
        Filter(
            name="status", label=_("State"), kind="choice",
            choices=(
                ("PREVIEWED", _("Previewed")), ("RUNNING", _("Running")),
                ("FINISHED", _("Finished")), ("FAILED", _("Failed")),
                ("DISCARDED", _("Discarded")),
            ),
        ),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("Nothing was imported yet"),
    empty_text=_("Upload a file: it is checked first, and nothing gets in before you confirm."),
)  # fmt: skip


def faults_spec(fields: list[tuple[str, str]], codes: list[tuple[str, str]]) -> TableSpec:
    """Return the table of a batch's faults, with the fields and reasons it has to choose from."""
    return TableSpec(
        name="faults",
        label=_("What was found"),
        columns=(
            Column(key="row_number", label=_("Row"), kind="number"),
            Column(key="label", label=_("Field"), render=parts.nowrap("label")),
            Column(key="value", label=_("Value in the file"), render=parts.short("value")),
            Column(key="reason", label=_("Reason and remedy"), render=parts.reason_and_remedy),
            Column(
                key="taken", label=_("Stored instead"), render=parts.short("taken"), phone=False
            ),
            Column(key="status", label=_("Kind"), kind="status"),
        ),
        filters=(
            Filter(name="field", label=_("Field"), kind="choice", choices=fields),
            Filter(name="code", label=_("Reason"), kind="choice", choices=codes),
            Filter(
                name="severity", label=_("Kind"), kind="choice",
                choices=[(code, status.label) for code, status in parts.SEVERITIES.items()],
            ),
        ),
        size=20,
        empty_title=_("Nothing to object to"),
        empty_text=_("No row has a fault here."),
    )  # fmt: skip
