"""What versions there are, what runs by them, and what was moved: for those who look after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from . import reading, registry, versions
from .definition import Definition
from .faults import DefinitionRefused
from .models import MigratedInstance, Migration, ProcessDefinition, ProcessInstance

Status = ProcessDefinition.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRow:
    """One process with all its versions."""

    code: str
    title_zh: str
    title_en: str
    in_force: ProcessDefinition | None
    versions: int
    drafts: int
    running: int
    running_old: int
    """Running by a version that is no longer in force."""


def processes(*, text: str = "") -> list[ProcessRow]:
    """Return all processes by code; ``text`` narrows by code and title."""
    rows: dict[str, list[ProcessDefinition]] = {}
    for row in ProcessDefinition.objects.defer("text").order_by("code", "version"):
        rows.setdefault(row.code, []).append(row)
    counts = running_counts()
    found = [_process(code, all_of, counts) for code, all_of in rows.items()]
    wanted = text.strip().casefold()
    return [
        one for one in found
        if wanted in f"{one.code} {one.title_zh} {one.title_en}".casefold()
    ]  # fmt: skip


def _process(code: str, rows: list[ProcessDefinition], counts: dict[int, int]) -> ProcessRow:
    in_force = next((row for row in rows if row.status == Status.PUBLISHED), None)
    shown = in_force or rows[-1]
    running = sum(counts.get(row.pk, 0) for row in rows)
    return ProcessRow(
        code=code, title_zh=shown.title_zh, title_en=shown.title_en, in_force=in_force,
        versions=len(rows), drafts=sum(row.status == Status.DRAFT for row in rows),
        running=running, running_old=running - (counts.get(in_force.pk, 0) if in_force else 0),
    )  # fmt: skip


def running_counts() -> dict[int, int]:
    """Return how many processes run by each version."""
    rows = ProcessInstance.objects.filter(status=ProcessInstance.Status.RUNNING)
    return dict(rows.values_list("definition").annotate(Count("id")).order_by())


def versions_of(code: str) -> list[ProcessDefinition]:
    """Return the versions of a process, the newest first."""
    rows = ProcessDefinition.objects.filter(code=code).select_related("created_by", "published_by")
    return list(rows.order_by("-version"))


def version(pk: int) -> ProcessDefinition | None:
    """Return one version."""
    rows = ProcessDefinition.objects.select_related("created_by", "published_by")
    return rows.filter(pk=pk).first()


def in_force(code: str) -> ProcessDefinition | None:
    """Return the version in force with its text."""
    return ProcessDefinition.objects.filter(code=code, status=Status.PUBLISHED).first()


def definition_of(row: ProcessDefinition) -> Definition | None:
    """Return what a version says; None when the program no longer knows what it names."""
    try:
        if row.status != Status.DRAFT:
            return versions.parsed(row)
        return reading.read(row.text, file=str(row), gates=registry.gates_of(row.code))
    except DefinitionRefused:
        return None


def codes() -> list[str]:
    """Return the codes of all processes, with those that only the program knows yet."""
    known = set(ProcessDefinition.objects.values_list("code", flat=True).distinct())
    return sorted(known | {kind.code for kind in registry.kinds()})


def migrations_of(code: str) -> list[Migration]:
    """Return the moves between versions of a process, the newest first."""
    rows = Migration.objects.filter(source__code=code).select_related("source", "target", "by")
    return list(rows.order_by("-pk"))


def migration(pk: int) -> Migration | None:
    """Return one move."""
    return Migration.objects.select_related("source", "target", "by").filter(pk=pk).first()


def moved(*, migration_id: int, status: str = "", text: str = "") -> QuerySet[MigratedInstance]:
    """Return what a move did with each process, in the order in which they began."""
    rows = MigratedInstance.objects.filter(migration_id=migration_id).select_related(
        "instance__organisation", "reversed_by"
    )
    if status:
        rows = rows.filter(status=status)
    if text:
        rows = rows.filter(instance__subject_label__icontains=text)
    return rows.order_by("pk")


def counts_of(migration_id: int) -> dict[str, int]:
    """Return how many processes a move moved, kept and took back."""
    rows = MigratedInstance.objects.filter(migration_id=migration_id)
    return dict(rows.values_list("status").annotate(Count("id")).order_by())


def migrated(pk: int) -> MigratedInstance | None:
    """Return what a move did with one process."""
    rows = MigratedInstance.objects.select_related("instance", "migration__source")
    return rows.filter(pk=pk).first()
