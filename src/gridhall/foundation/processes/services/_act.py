"""One act on a process: what it changed, logged and told together at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from gridhall.foundation.rows import give_ids, write_together

from .. import registry, versions
from ..definition import Definition
from ..errors import ProcessNotFound
from ..models import ProcessInstance, StepLog, WorkItem
from ..registry import Change, Happening

LogKind = StepLog.Kind


@dataclass(slots=True, kw_only=True)
class Act:
    """Who does something when, and what came of it, in a process and its parts.

    While it ``gathers``, new rows get their ids but are written together at the end.
    """

    at: datetime
    by_id: int | None
    log: list[StepLog] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    gathers: bool = False
    new: list[Model] = field(default_factory=list)
    passed: int = 0
    seen: dict[int, ProcessInstance] = field(default_factory=dict)

    def knows(self, instance: ProcessInstance) -> ProcessInstance:
        """Keep a process in mind, so that its parts and clocks find this very one again."""
        return self.seen.setdefault(instance.pk, instance)

    def instance(self, pk: int) -> ProcessInstance:
        """Return the process that is in mind, or read it."""
        return self.seen[pk] if pk in self.seen else self.knows(with_definition(pk))

    def note(
        self, instance: ProcessInstance, kind: str, *, step: str = "", outcome: str = "",
        values: Mapping[str, Any] | None = None, note: str = "", token_id: int | None = None,
        item_id: int | None = None,
    ) -> None:  # fmt: skip
        """Keep one line for the history."""
        self.log.append(
            StepLog(
                instance_id=instance.pk, kind=kind, step=step, outcome=outcome,
                values=dict(values or {}), note=note, token_id=token_id, item_id=item_id,
                by_id=self.by_id, at=self.at,
            )
        )  # fmt: skip

    def tell(
        self, instance: ProcessInstance, kind: Happening, *, step: str, outcome: str = "",
        timer: str = "", item_id: int | None = None, role: str = "",
    ) -> None:  # fmt: skip
        """Keep one change for the context that runs the process."""
        self.changes.append(
            Change(
                kind=kind, instance_id=instance.pk, process=instance.definition.code,
                subject_type=instance.subject_type, subject_id=instance.subject_id, step=step,
                values=dict(instance.values), at=self.at, outcome=outcome, by_id=self.by_id,
                timer=timer, item_id=item_id, organisation_id=instance.organisation_id, role=role,
            )
        )  # fmt: skip

    def add(self, row: Model) -> None:
        """Write a new row, or keep it to be written with the others; it has its id at once."""
        if not self.gathers:
            row.save(force_insert=True)
            return
        if row.pk is None:
            give_ids(row)
        self.new.append(row)

    def write_now(self) -> None:
        """Write what was gathered; from now on rows are written at once."""
        rows, self.new, self.gathers = self.new, [], False
        write_together(rows)

    def finish(self) -> None:
        """Write the history and tell the context what happened, in order."""
        write_together([*self.new, *self.log])
        self.new, self.log = [], []
        self.tell_all()

    def tell_all(self) -> None:
        """Tell the context what happened, in order."""
        changes, self.changes = self.changes, []
        for change in changes:
            kind = registry.kind_of(change.process)
            if kind is not None and kind.on_change is not None:
                kind.on_change(change)


def locked(instance_id: int) -> ProcessInstance:
    """Return a process after locking the whole it is part of. Raises ProcessNotFound.

    Everything that changes a process or one of its parts holds the lock of the root.
    """
    known = ProcessInstance.objects.filter(pk=instance_id).values_list("root_id", flat=True)
    found = list(known[:1])
    if not found:
        raise ProcessNotFound
    lock_root(found[0] or instance_id)
    return with_definition(instance_id)


def lock_root(root_id: int) -> None:
    """Wait until nobody else works on the process ``root_id`` or its parts."""
    list(ProcessInstance.objects.select_for_update().filter(pk=root_id).values_list("pk"))


def with_definition(instance_id: int) -> ProcessInstance:
    """Return a process with its version, without the version's text."""
    rows = ProcessInstance.objects.select_related("definition").defer("definition__text")
    return rows.get(pk=instance_id)


def definition_of(instance: ProcessInstance) -> Definition:
    """Return what the version of a running process says."""
    return versions.parsed(instance.definition)
