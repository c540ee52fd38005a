"""Versions of definitions, read once in each process of the program."""

from __future__ import annotations

from functools import lru_cache

from gridhall.foundation.stamps.memory import remembered

from . import reading, registry
from .definition import Definition
from .errors import UnknownProcess
from .models import ProcessDefinition

READ_AT_MOST = 256


@remembered("processes.definitions")
def published(code: str) -> ProcessDefinition:
    """Return the version in force, without its text, from memory while none changes.

    Raises UnknownProcess.
    """
    rows = ProcessDefinition.objects.filter(code=code, status=ProcessDefinition.Status.PUBLISHED)
    row = rows.defer("text").first()
    if row is None:
        raise UnknownProcess(process=code)
    return row


def parsed(row: ProcessDefinition) -> Definition:
    """Return what a version says; its text is read once, for it never changes.

    Raises DefinitionRefused when the program no longer knows a role or gate that it names.
    """
    return _parsed(row.pk, row.digest)


def parsed_by(pk: int, digest: str) -> Definition:
    """Return what the version with this id and digest says; see ``parsed``."""
    return _parsed(pk, digest)


@lru_cache(maxsize=READ_AT_MOST)
def _parsed(pk: int, digest: str) -> Definition:
    row = ProcessDefinition.objects.get(pk=pk, digest=digest)
    return reading.read(row.text, file=str(row), gates=registry.gates_of(row.code))
