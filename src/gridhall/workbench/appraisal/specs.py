"""The tables of the appraisal screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.tables import Column, Filter, TableSpec

from . import words

SAMPLES = TableSpec(
    name="quality-samples",
    label=_("Quality samples"),
    columns=(
        Column(key="case_number", label=_("Case"), kind="code", link=True),
        Column(key="person", label=_("Person"), value=lambda row: str(row.person)),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="closed_at", label=_("Closed on"), kind="moment", phone=False),
        Column(key="inspector", label=_("Scored by"), phone=False,
               value=lambda row: str(row.inspector) if row.inspector_id else ""),
        Column(key="points", label=_("Points"), kind="number"),
        Column(key="status", label=_("State"), kind="status",
               value=lambda row: words.SAMPLES[row.status]),
    ),
    filters=(
        Filter(name="q", label=_("Case or person")),
        Filter(name="status", label=_("State"), kind="choice",
               choices=words.choices(words.SAMPLES)),
        Filter(name="month", label=_("Month"), kind="month"),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No sample yet"),
    empty_text=_("Samples are drawn once a month from finished work."),
)  # fmt: skip

RUNS = TableSpec(
    name="appraisal-runs",
    label=_("Appraisal runs"),
    columns=(
        Column(key="pk", label=_("No."), kind="code", link=True,
               value=lambda row: f"{row.pk:06d}"),
        Column(key="organisation.name", label=_("Unit")),
        Column(key="first", label=_("First day"), kind="day"),
        Column(key="last", label=_("Last day"), kind="day"),
        Column(key="people", label=_("People"), kind="number", phone=False),
        Column(key="created_by", label=_("Made by"), phone=False,
               value=lambda row: str(row.created_by)),
        Column(key="published_by", label=_("Published by"), phone=False,
               value=lambda row: str(row.published_by) if row.published_by_id else ""),
        Column(key="status", label=_("State"), kind="status",
               value=lambda row: words.RUNS[row.status]),
    ),
    filters=(
        Filter(name="status", label=_("State"), kind="choice", choices=words.choices(words.RUNS)),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No appraisal yet"),
    empty_text=_("A run works out everybody of a unit for a period that is over."),
)  # fmt: skip

RESULTS = TableSpec(
    name="appraisal-results",
    label=_("Results"),
    columns=(
        Column(key="person", label=_("Person"), link=True, value=lambda row: str(row.person)),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="total", label=_("Total"), value=words.total),
        Column(key="band", label=_("Band"), value=words.band),
        Column(key="weight_used", label=_("Weight used, %"), kind="number", phone=False),
        Column(key="revision", label=_("Corrections"), kind="number", phone=False),
    ),
    filters=(Filter(name="q", label=_("Person")),),
    exports=("csv", "xlsx"),
    empty_title=_("No results"),
    empty_text=_("The run has not worked anybody out yet."),
)

OBJECTIONS = TableSpec(
    name="objections",
    label=_("Objections"),
    columns=(
        Column(key="pk", label=_("No."), kind="code", link=True,
               value=lambda row: f"{row.pk:06d}"),
        Column(key="person", label=_("Person"), value=lambda row: str(row.person)),
        Column(key="part", label=_("Part"), value=lambda row: words.PARTS[row.part]),
        Column(key="organisation.name", label=_("Unit"), phone=False),
        Column(key="filed_at", label=_("Filed on"), kind="moment", phone=False),
        Column(key="decided_by", label=_("Decided by"), phone=False,
               value=lambda row: str(row.decided_by) if row.decided_by_id else ""),
        Column(key="status", label=_("State"), kind="status",
               value=lambda row: words.OBJECTIONS[row.status]),
    ),
    filters=(
        Filter(name="status", label=_("State"), kind="choice",
               choices=words.choices(words.OBJECTIONS)),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("No objection"),
    empty_text=_("Whoever does not agree with a part of her result objects under “My appraisal”."),
)  # fmt: skip

RECORDS = TableSpec(
    name="recognitions",
    label=_("Rewards and penalties"),
    columns=(
        Column(key="on", label=_("Day"), kind="day"),
        Column(key="person", label=_("Person"), value=lambda row: str(row.person)),
        Column(key="kind", label=_("Kind"), kind="status",
               value=lambda row: words.RECORDS[row.kind]),
        Column(key="reason", label=_("Reason")),
        Column(key="case_number", label=_("Case"), kind="code", phone=False),
        Column(key="customer_told_on", label=_("Customer told on"), kind="day", phone=False),
        Column(key="noted_by", label=_("Noted by"), phone=False,
               value=lambda row: str(row.noted_by)),
    ),
    filters=(
        Filter(name="q", label=_("Person or case")),
        Filter(name="kind", label=_("Kind"), kind="choice", choices=words.choices(words.RECORDS)),
    ),
    exports=("csv", "xlsx"),
    empty_title=_("Nothing was noted"),
    empty_text=_("A record only: pay is settled elsewhere."),
)  # fmt: skip
