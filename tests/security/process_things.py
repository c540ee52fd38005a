"""The draft of a process behind the doors of the process screens."""

from __future__ import annotations

from typing import Any

from gridhall.foundation.processes import publishing
from tests.workbench import town

TEXT = """
process: matrix_process
title: {zh: 试验流程, en: Trial process}
subject: case
source: test
steps:
  begin: {kind: start, next: first}
  first: {kind: task, title: {zh: 第一步, en: First}, role: HALL_CLERK, next: done}
  done: {kind: end, title: {zh: 结束, en: Done}}
"""


def made(unit: str) -> dict[str, Any]:
    """Return a process that is only a draft, and a file format."""
    manager = town.user(f"PROCESS_MANAGER-{unit}")
    row = publishing.save_draft(text=TEXT, code="", by_id=manager.pk, at=town.NOW)
    return {"process": row.code, "process_version": row.pk, "bpmn": "bpmn"}
