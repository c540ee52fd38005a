"""Running processes moved to the version in force: previewed, in batches, taken back if need be.

A process moves when each of its tokens finds its step in the new version: the same step, or the
one the mapping names in its place, of the same kind, inside of the same parallel branches. Its
open work items stay in the hands they are in; clocks are set by the new version, counted from the
arrival at the step. What cannot move stays with its version and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridhall.foundation.audit import services as audit
from gridhall.foundation.locks import hold_lock

from . import mapping as places
from . import moving_versions, versions
from .definition import Definition
from .mapping import Place
from .models import MigratedInstance, Migration, ProcessDefinition, ProcessInstance, Token
from .publishing_errors import (
    MigrationRuns,
    NotInForce,
    NotTheSameProcess,
    ReasonNeeded,
    UnableToTakeBack,
    UnknownStep,
    VersionNotFound,
)

RUN_TASK = "processes.migrate"
MOVING = gettext_noop("Moving cases")
BATCH = 100
SAMPLES = 5
ALIVE = (Token.Status.ACTIVE, Token.Status.SPLIT, Token.Status.ARRIVED)


@dataclass(slots=True, kw_only=True)
class Standing:
    """How many running processes stand at a step, where they would stand, or why not."""

    step: str
    title: str
    count: int
    target: str
    why: str
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What moving all running processes of a version would do."""

    source: ProcessDefinition
    target: ProcessDefinition
    running: int
    standing: tuple[Standing, ...]

    @property
    def movable(self) -> bool:
        """Whether at least one place can be moved."""
        return any(not one.why for one in self.standing)


def preview(*, source_id: int, target_id: int, mapping: Mapping[str, str] | None = None) -> Preview:
    """Return where running processes stand, and where each place would be in the target.

    Raises VersionNotFound, NotTheSameProcess, NotInForce, UnknownStep.
    """
    source, target = _pair(source_id, target_id, mapping or {})
    old, new = versions.parsed(source), versions.parsed(target)
    running = ProcessInstance.objects.filter(definition=source, status="RUNNING")
    tokens = Token.objects.filter(instance__in=running, status__in=ALIVE)
    groups = tokens.values("step", "status").annotate(count=Count("instance", distinct=True))
    standing = [
        _standing(old, new, Place(one["step"], one["status"]), one["count"], mapping or {})
        for one in groups.order_by("step", "status")
    ]
    for one in standing:
        if one.why:
            stuck = running.filter(tokens__step=one.step, tokens__status__in=ALIVE).distinct()
            labels = stuck.order_by("id").values_list("subject_label", flat=True)
            one.labels = list(labels[:SAMPLES])
    order = {name: number for number, name in enumerate(old.steps)}
    return Preview(
        source=source, target=target, running=running.count(),
        standing=tuple(sorted(standing, key=lambda one: order.get(one.step, 0))),
    )  # fmt: skip


def _standing(
    old: Definition, new: Definition, place: Place, count: int, mapping: Mapping[str, str]
) -> Standing:
    target = places.target_of(place.step, mapping)
    why = places.why_not(old, new, place, mapping)
    return Standing(
        step=place.step, title=str(old.steps[place.step].title), count=count,
        target=target if target in new.steps else "", why=why,
    )  # fmt: skip


def _pair(
    source_id: int, target_id: int, mapping: Mapping[str, str]
) -> tuple[ProcessDefinition, ProcessDefinition]:
    rows = ProcessDefinition.objects.in_bulk([source_id, target_id])
    if len(rows) != 2:
        raise VersionNotFound
    source, target = rows[source_id], rows[target_id]
    if source.code != target.code:
        raise NotTheSameProcess(source=str(source), target=str(target))
    if target.status != ProcessDefinition.Status.PUBLISHED:
        raise NotInForce(version=str(target))
    old, new = versions.parsed(source), versions.parsed(target)
    for here, there in mapping.items():
        if here not in old.steps:
            raise UnknownStep(version=str(source), step=here)
        if there not in new.steps:
            raise UnknownStep(version=str(target), step=there)
    return source, target


@transaction.atomic
def begin(
    *, source_id: int, target_id: int, mapping: Mapping[str, str], reason: str, by_id: int,
    at: datetime,
) -> Migration:  # fmt: skip
    """Decide to move all running processes of a version; the worker does it in batches.

    Raises what ``preview`` raises, ReasonNeeded, MigrationRuns.
    """
    source, target = _pair(source_id, target_id, mapping)
    if not reason.strip():
        raise ReasonNeeded
    hold_lock(f"process migration {source.pk}")
    if Migration.objects.filter(source=source, status="RUNNING").exists():
        raise MigrationRuns(version=str(source))
    found = Migration.objects.create(
        source=source, target=target, by_id=by_id, at=at, reason=reason.strip()[:300],
        mapping={here: there for here, there in mapping.items() if here != there},
    )  # fmt: skip
    audit.record(
        action="processes.migration_begun", at=at, actor_id=by_id, object_type="process_migration",
        object_id=found.pk, object_label=str(source), reason=found.reason,
        changes={"version": [str(source), str(target)], "mapping": found.mapping},
    )  # fmt: skip
    wake(found.pk)
    return found


def wake(migration_id: int) -> None:
    """Ask the worker to go on with a migration; one waiting request is enough."""
    job = app.configure_task(RUN_TASK, queueing_lock=f"{RUN_TASK}:{migration_id}")
    try:
        with transaction.atomic():
            job.defer(migration_id=migration_id)
    except AlreadyEnqueued:
        return


def unfinished() -> list[int]:
    """Return the migrations that still run."""
    rows = Migration.objects.filter(status="RUNNING").order_by("pk")
    return list(rows.values_list("pk", flat=True))


def extent(*, migration_id: int) -> int:
    """Return how many running processes a migration still has to look at."""
    found = Migration.objects.get(pk=migration_id)
    rows = ProcessInstance.objects.filter(definition_id=found.source_id, status="RUNNING")
    return rows.filter(pk__gt=found.last_id).count()


def run_batch(*, migration_id: int, at: datetime) -> int:
    """Move the next processes of a migration; return how many were looked at, 0 at its end.

    One transaction. A killed batch is done again from its beginning, a finished one never.
    """
    with transaction.atomic():
        found = Migration.objects.select_for_update().get(pk=migration_id)
        if found.status == Migration.Status.DONE:
            return 0
        rows = ProcessInstance.objects.filter(
            definition_id=found.source_id, status="RUNNING", pk__gt=found.last_id
        )
        batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        for pk in batch:
            moving_versions.move(migration=found, instance_id=pk, at=at)
        if batch:
            found.last_id = batch[-1]
        else:
            found.status, found.done_at = Migration.Status.DONE, at
        found.save(update_fields=["last_id", "status", "done_at"])
        return len(batch)


@transaction.atomic
def take_back(*, row_id: int, by_id: int, at: datetime, reason: str) -> None:
    """Put one moved process back to its former version and place.

    Raises VersionNotFound, ReasonNeeded, UnableToTakeBack (work went on since).
    """
    if not reason.strip():
        raise ReasonNeeded
    row = MigratedInstance.objects.select_related("instance", "migration").filter(pk=row_id).first()
    if row is None:
        raise VersionNotFound
    if not moving_versions.put_back(row, by_id=by_id, at=at):
        raise UnableToTakeBack(subject=row.instance.subject_label)
    audit.record(
        action="processes.migration_taken_back", at=at, actor_id=by_id,
        object_type="process_migration", object_id=row.migration_id,
        object_label=row.instance.subject_label, organisation_id=row.instance.organisation_id,
        reason=reason.strip(), changes={"step": row.step},
    )  # fmt: skip
