"""The processes that new work begins with."""

from __future__ import annotations

from .. import versions
from ..definition import Definition
from ..models import ProcessDefinition


def processes_in_force() -> list[Definition]:
    """Return the published version of every process, in the order of their codes."""
    rows = ProcessDefinition.objects.filter(status=ProcessDefinition.Status.PUBLISHED)
    return [versions.parsed(row) for row in rows.defer("text").order_by("code")]
