"""`gridhall import`: bring files of organisations, customers, meters and readings in."""

from __future__ import annotations

from pathlib import Path

import click

from gridhall.config.errors import InstallationError
from gridhall.config.terminal import json_option


@click.command("import", short_help="Import organisations, customers, meters, readings.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@json_option
def command(files: tuple[Path, ...], as_json: bool) -> None:
    """Import files. (The importing services are still to come.)"""
    raise InstallationError("This version imports nothing yet.", "Wait for the next one.")
