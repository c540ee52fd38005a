"""Bringing the files of registered processes into the table."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gridhall.foundation.locks import hold_lock

from .. import reading, registry
from ..definition import Definition
from ..models import ProcessDefinition

Status, Origin = ProcessDefinition.Status, ProcessDefinition.Origin


def digest_of(text: str) -> str:
    """Return the fingerprint of a text (SHA-256)."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def load_shipped(*, at: datetime) -> list[str]:
    """Publish the files of registered processes whose text is new; return their codes.

    A changed file becomes the next version. Where the company has published a version of its own
    the new one waits as a draft: people decide. Running it again changes nothing. Raises
    DefinitionRefused for a file with faults.
    """
    hold_lock("processes.load_shipped")
    loaded = []
    for kind in registry.kinds():
        if kind.path is None:
            continue
        text = kind.path.read_text(encoding="utf-8")
        rows = ProcessDefinition.objects.filter(code=kind.code)
        if rows.filter(digest=digest_of(text)).exists():
            continue
        definition = reading.read(text, file=kind.path.name, gates=kind.gates)
        if definition.code != kind.code or definition.subject != kind.subject_type:
            raise ValueError(f"{kind.path.name} is not the process {kind.code}")
        row = add_version(definition=definition, text=text, origin=Origin.SHIPPED, at=at)
        own = rows.filter(status=Status.PUBLISHED).exclude(origin=Origin.SHIPPED).exists()
        if not own:
            put_in_force(row, at=at, by_id=None)
        loaded.append(kind.code)
    return loaded


def add_version(
    *, definition: Definition, text: str, origin: str, at: datetime, by_id: int | None = None,
    note: str = "",
) -> ProcessDefinition:  # fmt: skip
    """Return a new draft: the next version of its process."""
    hold_lock(f"process versions {definition.code}")
    rows = ProcessDefinition.objects.filter(code=definition.code)
    newest = rows.aggregate(newest=Max("version"))["newest"] or 0
    return ProcessDefinition.objects.create(
        code=definition.code, version=newest + 1, title_zh=definition.title.zh,
        title_en=definition.title.en, text=text, digest=digest_of(text), origin=origin, note=note,
        created_by_id=by_id, created_at=at,
    )  # fmt: skip


def put_in_force(row: ProcessDefinition, *, at: datetime, by_id: int | None) -> None:
    """Publish a draft; the version in force before is replaced. To be called in a transaction."""
    rows = ProcessDefinition.objects.filter(code=row.code, status=Status.PUBLISHED)
    rows.update(status=Status.RETIRED, retired_at=at)
    row.status, row.valid_from, row.published_by_id = Status.PUBLISHED, at, by_id
    row.save(update_fields=["status", "valid_from", "published_by"])
