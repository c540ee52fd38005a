"""The periodic jobs as the program declares them (``@app.periodic``), before people changed any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from procrastinate.contrib.django import app

_taken: dict[tuple[str, str], Declared] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A periodic job: its task and the times that the program gives it."""

    task_name: str
    periodic_id: str
    cron: str
    options: dict[str, Any] = field(default_factory=dict)


def all_declared() -> list[Declared]:
    """Return the periodic jobs in the order of their names."""
    for key, one in app.periodic_registry.periodic_tasks.items():
        _taken[key] = Declared(
            task_name=one.task.name, periodic_id=one.periodic_id, cron=one.cron,
            options=dict(one.configure_kwargs),
        )  # fmt: skip
    return sorted(_taken.values(), key=lambda one: (one.task_name, one.periodic_id))


def take_over() -> None:
    """Keep procrastinate from running them by the program's times: the worker obeys the rows."""
    all_declared()
    app.periodic_registry.periodic_tasks.clear()
