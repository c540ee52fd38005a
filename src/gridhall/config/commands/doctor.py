"""`gridhall doctor`: what is wrong with this installation, and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import click
from rich.console import Console

from gridhall.config.diagnosis import data, program, service
from gridhall.config.diagnosis.finding import Finding, State, broken
from gridhall.config.terminal import emit, json_option

SUBJECTS: dict[str, Callable[[], Iterator[Finding]]] = {
    "program": program.findings,
    "data": data.findings,
    "service": service.findings,
}
SIGNS = {State.OK: "[green]✓[/]", State.WARNING: "[yellow]![/]", State.BROKEN: "[bold red]✗[/]"}


@click.command("doctor", short_help="Say what is wrong with this installation, and the remedy.")
@json_option
def command(as_json: bool) -> None:
    """Look at everything GridHall needs and say what is wrong and how to mend it.

    Changes and starts nothing. Exit code 1 if something is broken; warnings alone are 0.

    \b
    Examples:
      gridhall doctor
      gridhall doctor --json | jq '.findings[] | select(.state != "ok")'
    """
    found = examine()
    sound = all(one.state is not State.BROKEN for one in found)
    if as_json:
        emit({"sound": sound, "findings": [asdict(one) for one in found]})
    else:
        _print(found)
    if not sound:
        raise SystemExit(1)


def examine() -> list[Finding]:
    """Return every finding. A check that fails itself is a finding too."""
    found: list[Finding] = []
    for subject, look in SUBJECTS.items():
        try:
            found.extend(look())
        except Exception as reason:  # the doctor must survive every illness
            text = f"could not be examined: {type(reason).__name__}: {reason}"
            found.append(broken(subject, text, "Report this with the output of doctor --json."))
    return found


def _print(found: list[Finding]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    for one in found:
        out.print(SIGNS[one.state], end=" ")
        out.print(f"{one.subject}: {one.text}", markup=False)
        if one.remedy:
            out.print(f"    → {one.remedy}", markup=False)
