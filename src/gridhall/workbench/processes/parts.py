"""What the process screens print: processes, versions, faults of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gridhall.foundation import language
from gridhall.foundation.processes import drawing
from gridhall.foundation.processes.definition import Definition
from gridhall.foundation.processes.faults import DefinitionRefused
from gridhall.foundation.processes.library import ProcessRow
from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text
from gridhall.ui.figures import Status
from gridhall.workbench import rights

if TYPE_CHECKING:
    from gridhall.foundation.processes.models import ProcessDefinition

TONES: dict[str, tuple[str, str]] = {
    "DRAFT": ("warning", "pencil"),
    "PUBLISHED": ("success", "circle-check"),
    "RETIRED": ("neutral", "archive"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One process in the list."""

    code: str
    title: str
    version: str
    since: datetime | None
    drafts: int
    running: int
    running_old: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version in the list of a process."""

    id: int
    version: str
    status: Status
    origin: str
    note: str
    created_by: str
    created_at: datetime
    published_by: str
    valid_from: datetime | None
    retired_at: datetime | None
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One fault of a text: its sentence, and the line to jump to (0: none)."""

    text: str
    line: int = 0
    source: str = ""


def title_of(row: ProcessDefinition | ProcessRow) -> str:
    """Return the process's name in the reader's language."""
    return language.either(row.title_zh, row.title_en)


def row(found: ProcessRow) -> Row:
    """Return a process for the list."""
    return Row(
        code=found.code, title=title_of(found),
        version=f"v{found.in_force.version}" if found.in_force else "",
        since=found.in_force.valid_from if found.in_force else None,
        drafts=found.drafts, running=found.running, running_old=found.running_old,
    )  # fmt: skip


def status_of(version: ProcessDefinition) -> Status:
    """Return the badge of a version."""
    tone, icon = TONES[version.status]
    return Status(version.get_status_display(), tone, icon)  # type: ignore[arg-type]


def version_row(version: ProcessDefinition, running: int) -> VersionRow:
    """Return a version for the list."""
    return VersionRow(
        id=version.pk, version=f"v{version.version}", status=status_of(version),
        origin=version.get_origin_display(), note=version.note,
        created_by=str(version.created_by or ""), created_at=version.created_at,
        published_by=str(version.published_by or ""), valid_from=version.valid_from,
        retired_at=version.retired_at, running=running,
    )  # fmt: skip


def picture(
    definition: Definition | None, *, name: str = "flow", marks: Mapping[str, str] | None = None
) -> SafeString | str:
    """Return the picture of a definition in the reader's language; "" if there is none."""
    if definition is None:
        return ""
    return drawing.svg(definition, language=language.active(), marks=marks, name=name)


def mistakes(error: GridHallError, text: str = "") -> list[Mistake]:
    """Return what is wrong, fault by fault, with the line of the text it is about."""
    if not isinstance(error, DefinitionRefused):
        faults = getattr(error, "faults", [])
        return [Mistake(text=str(one)) for one in faults] or [Mistake(text=as_text(error))]
    lines = text.splitlines()
    return [
        Mistake(
            text=str(fault), line=fault.line,
            source=lines[fault.line - 1][:200] if 0 < fault.line <= len(lines) else "",
        )
        for fault in error.faults
    ]  # fmt: skip


def may_manage(request: HttpRequest) -> bool:
    """Tell whether the reader may write drafts and move cases."""
    return rights.may(request, "processes.manage")


def file_note(notes: int) -> str:
    """Return how much of a file was left out, "" if nothing."""
    if not notes:
        return ""
    return _("{count} details of other programs were left out.").format(count=notes)
