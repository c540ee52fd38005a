"""`gridhall audit`: prove that nobody changed the audit trail."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, emit, ensure_database, json_option, setup_django


@click.group("audit", short_help="Prove that nobody changed the audit trail.")
def command() -> None:
    """Check the chains of the audit trail, and note their heads down elsewhere.

    \b
    Examples:
      gridhall audit verify
      gridhall audit heads > heads-2026-11-21.json    keep this on another machine
      gridhall audit verify --heads heads-2026-11-21.json
    """


@command.command("verify")
@click.option(
    "--heads", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Heads noted down earlier: finds rows cut off at the end, too.",
)  # fmt: skip
@json_option
def verify(kept: Path | None, as_json: bool) -> None:
    """Walk every chain; exit 1 and name each row that was altered, removed or put elsewhere."""
    noted = _read_heads(kept) if kept else []
    _prepare()
    from gridhall.foundation.audit import selectors as audit

    faults = [*audit.broken_links(), *audit.lost_heads(audit.Head(**head) for head in noted)]
    count = sum(head.sequence for head in audit.heads())
    if as_json:
        emit({"sound": not faults, "rows": count, "faults": faults})
    else:
        for fault in faults:
            console.print(f"[bold red]✗[/] {fault}")
        console.print(f"{count} rows, {len(faults)} faults" if faults else f"{count} rows, sound")
    if faults:
        raise SystemExit(1)


@command.command("heads")
def heads() -> None:
    """Print the newest row of every chain as JSON, to be kept on another machine."""
    _prepare()
    from gridhall.foundation.audit import selectors as audit

    emit([asdict(head) for head in audit.heads()])


def _prepare() -> None:
    ensure_database()
    setup_django()


def _read_heads(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [{name: head[name] for name in ("chain", "sequence", "digest")} for head in content]
    except (ValueError, TypeError, KeyError) as reason:
        raise InstallationError(
            f"{path} is no list of heads.", "Make one with: gridhall audit heads > FILE"
        ) from reason
