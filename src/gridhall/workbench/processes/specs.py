"""The tables of the process screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.ui.tables import Column, Filter, TableSpec

PROCESSES = TableSpec(
    name="processes",
    label=_("Processes"),
    columns=(
        Column(key="title", label=_("Process"), link=True),
        Column(key="code", label=_("Code"), kind="code", phone=False),
        Column(key="version", label=_("Version in force"), kind="code"),
        Column(key="since", label=_("In force since"), kind="moment", phone=False),
        Column(key="drafts", label=_("Drafts"), kind="number", phone=False),
        Column(key="running", label=_("Running"), kind="number"),
        Column(key="running_old", label=_("By older versions"), kind="number"),
    ),
    filters=(Filter(name="q", label=_("Name or code")),),
    exports=("csv", "xlsx"),
    empty_title=_("No process found"),
    empty_text=_("Processes come with the program, or from a file that you upload."),
)

VERSIONS = TableSpec(
    name="versions",
    label=_("Versions"),
    columns=(
        Column(key="version", label=_("Version"), kind="code", link=True),
        Column(key="status", label=_("State"), kind="status"),
        Column(key="origin", label=pgettext_lazy("process", "Where from")),
        Column(key="note", label=_("Note"), phone=False),
        Column(key="created_by", label=_("Written by"), phone=False),
        Column(key="created_at", label=_("Written on"), kind="moment", phone=False),
        Column(key="published_by", label=_("Published by"), phone=False),
        Column(key="valid_from", label=_("In force from"), kind="moment", phone=False),
        Column(key="retired_at", label=_("Until"), kind="moment", phone=False),
        Column(key="running", label=_("Running"), kind="number"),
    ),
)

MOVED = TableSpec(
    name="moved",
    label=_("Cases"),
    columns=(
        Column(key="subject", label=_("Case"), kind="code"),
        Column(key="unit", label=_("Unit"), phone=False),
        Column(key="step", label=_("Stood at")),
        Column(key="status", label=_("State"), kind="status"),
        Column(key="why", label=_("Why")),
        Column(key="at", label=_("When"), kind="moment", phone=False),
        Column(key="act", label=_("Take back"), export=False, render=lambda row: row.act),
    ),
    filters=(
        Filter(name="q", label=_("Number")),
        Filter(
            name="status", label=_("State"), kind="choice",
            choices=(
                ("MOVED", pgettext_lazy("migration", "Moved")),
                ("KEPT", _("Stays with its version")),
                ("REVERSED", _("Taken back")),
            ),
        ),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No case found"),
    empty_text=_("No process ran by that version, or the filter leaves none."),
)  # fmt: skip
