"""What of the processes needs a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.approvals.registry import ApprovalKind, register

from . import comparing, publishing, reading, registry, versions
from .errors import UnknownProcess
from .faults import DefinitionRefused
from .models import ProcessDefinition

if TYPE_CHECKING:
    from gridhall.foundation.approvals.models import ApprovalRequest

MOST_LINES = 30


def _describe(request: ApprovalRequest) -> list[tuple[Any, Any]]:
    row = ProcessDefinition.objects.filter(pk=request.subject_id).first()
    if row is None:
        return []
    return [
        (_("Process"), f"{row.title_zh} / {row.title_en}"),
        (_("Version"), str(row)),
        *_changes(row),
    ]


def _changes(row: ProcessDefinition) -> list[tuple[Any, Any]]:
    """Return what would be different from the version in force, step by step."""
    try:
        old = versions.parsed(versions.published(row.code))
        new = reading.read(row.text, file=str(row), gates=registry.gates_of(row.code))
    except (UnknownProcess, DefinitionRefused):
        return []
    found = comparing.compare(old, new)
    words = {
        comparing.ADDED: now("added"), comparing.REMOVED: now("removed"),
        comparing.CHANGED: now("changed"),
    }  # fmt: skip
    lines: list[tuple[Any, Any]] = [(one.label, (one.old, one.new)) for one in found.process]
    for step in found.steps:
        name = now("{title} ({mark})").format(title=step.title, mark=words[step.mark])
        lines += [(f"{name}: {one.label}", (one.old, one.new)) for one in step.differences] or [
            (name, step.step)
        ]
    return lines[:MOST_LINES]


def register_all() -> None:
    """Register putting a version in force and retiring one."""
    register(
        ApprovalKind(
            code=publishing.PUBLISH, label=_("Publish a process"), action="processes.publish",
            apply=publishing.apply_publish, describe=_describe,
        )
    )  # fmt: skip
    register(
        ApprovalKind(
            code=publishing.RETIRE, label=_("Retire a process"), action="processes.publish",
            apply=publishing.apply_retire, describe=_describe,
        )
    )  # fmt: skip
