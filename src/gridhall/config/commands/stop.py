"""`gridhall stop`: stop everything this installation runs."""

from __future__ import annotations

import click

from gridhall.config import database, processes
from gridhall.config.terminal import console, emit, json_option

LAUNCHER = "launcher"
CHILDREN = ("web", "worker")


@click.command("stop", short_help="Stop web, worker and the embedded database.")
@json_option
def command(as_json: bool) -> None:
    """Stop web, worker and the embedded database of this data folder. Data stays.

    \b
    Examples:
      gridhall stop
      GRIDHALL_HOME=/srv/gridhall gridhall stop --json
    """
    stopped = stop_all()
    if as_json:
        emit({"stopped": stopped})
    else:
        console.print(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")


def stop_all() -> list[str]:
    """Stop the launcher, its children and the embedded server; return the names of what ran."""
    from gridhall.config.postgres import embedded

    stopped = processes.stop_leftovers([LAUNCHER, *CHILDREN])
    if not database.is_external() and embedded.stop():
        stopped.append("postgres")
    return stopped
