"""What happened: to a subject's processes, and to one work item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import versions
from ..definition import Definition, Title
from ..models import StepLog, WorkItemEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that happened. ``values`` are titles of fields with what was filled in.

    ``holder`` had the work before, ``receiver`` has it after. The note is free text that people
    wrote: shown to who may see the subject, kept nowhere else.
    """

    at: datetime
    kind: str
    kind_label: str
    step: str = ""
    step_title: Title | None = None
    outcome: str = ""
    by: str = ""
    holder: str = ""
    receiver: str = ""
    note: str = ""
    values: tuple[tuple[str, str], ...] = ()


def history_of(*, subject_type: str, subject_id: object) -> list[HistoryLine]:
    """Return everything that happened to the processes of a subject, the newest first.

    Who may see the subject is the context's to check.
    """
    found = (
        StepLog.objects.filter(
            instance__subject_type=subject_type, instance__subject_id=str(subject_id)
        )
        .select_related("instance__definition", "by")
        .defer("instance__definition__text")
    )
    return [_line(one) for one in found.order_by("-id")]


def hands_of(*, item_id: int) -> list[HistoryLine]:
    """Return through whose hands a work item went, the newest first."""
    found = WorkItemEvent.objects.filter(item_id=item_id)
    return [
        HistoryLine(
            at=one.at, kind=one.kind, kind_label=str(one.get_kind_display()), by=_name(one.by),
            holder=_name(one.holder), receiver=_name(one.receiver), note=str(one.note or ""),
        )
        for one in found.select_related("by", "holder", "receiver").order_by("-id")
    ]  # fmt: skip


def _line(one: StepLog) -> HistoryLine:
    definition = versions.parsed(one.instance.definition)
    step = definition.steps.get(one.step)
    return HistoryLine(
        at=one.at, kind=one.kind, kind_label=str(one.get_kind_display()), step=one.step,
        step_title=step.title if step else None,
        outcome=step.outcome_title(one.outcome) if step else one.outcome, by=_name(one.by),
        note=str(one.note or ""),
        values=tuple(_value(definition, name, value) for name, value in one.values.items()),
    )  # fmt: skip


def _value(definition: Definition, name: str, value: Any) -> tuple[str, str]:
    field = definition.fields.get(name)
    if field is None:
        return name, str(value)
    shown = next((str(one.title) for one in field.choices if one.code == value), None)
    return str(field.title), "" if value is None else shown or str(value)


def _name(user: Any) -> str:
    return str(user) if user is not None else ""
