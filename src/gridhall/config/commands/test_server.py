"""`gridhall test-server`: a throw-away database server while another command runs."""

from __future__ import annotations

import os
import subprocess

import click

from gridhall.config.postgres import throwaway
from gridhall.config.terminal import console, emit, json_option


@click.command(
    "test-server",
    short_help="A throw-away database server around a command.",
    context_settings={"ignore_unknown_options": True},
)
@click.option("--clean", is_flag=True, help="Only remove what killed test runs left behind.")
@json_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(clean: bool, as_json: bool, arguments: tuple[str, ...]) -> None:
    """Run a command with DATABASE_URL set to a throw-away server; it is gone afterwards.

    The exit code is the command's. The tests need no wrapper: pytest starts such a server itself.

    \b
    Examples:
      gridhall test-server -- psql '$DATABASE_URL'
      gridhall test-server -- python my_experiment.py
      gridhall test-server --clean
    """
    if clean or not arguments:
        if not clean:
            raise click.UsageError("Name the command to run, or --clean.")
        removed = [str(folder) for folder in throwaway.clean_leftovers()]
        if as_json:
            emit({"removed": removed})
        else:
            console.print(f"{len(removed)} leftovers removed")
        return
    own = throwaway.create()
    try:
        own.start()
        done = subprocess.run(
            list(arguments), env={**os.environ, "DATABASE_URL": own.url()}, check=False
        )
    finally:
        own.remove()
    raise SystemExit(done.returncode if done.returncode >= 0 else 1)
