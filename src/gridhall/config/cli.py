"""The `gridhall` command: one small file per command in `commands/`, loaded when called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from gridhall.config.errors import InstallationError
from gridhall.kernel.errors import GridHallError

# name → module in gridhall.config.commands; the order is the order of the help
COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "import": "import_file",
    "bill": "bill",
    "quote": "quote",
    "compare": "compare",
    "rate-intervals": "rate_intervals",
    "verify": "verify",
    "books": "books",
    "audit": "audit",
    "keys": "keys",
    "login": "login",
    "anonymise": "anonymise",
    "backup": "backup",
    "restore": "restore",
    "erase-again": "erase_again",
    "doctor": "doctor",
    "stop": "stop",
    "clean-demo": "clean_demo",
    "test-server": "test_server",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are first needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command's module and return its `command`."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"gridhall.config.commands.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed (the reason is on standard error), 2 wrong usage.",
)
@click.version_option(package_name="gridhall")
def cli() -> None:
    """GridHall, the customer platform of a power company (电力营业厅).

    \b
    First steps:
      gridhall demo                      a whole town to look at, in one go
      gridhall doctor                    what is wrong with this installation, and the remedy
      gridhall quote --help              price an annual or monthly use, offline
      gridhall verify bill-bundle.json   recompute a bill from its bundle, offline

    \b
    Where things are:
      GRIDHALL_HOME   the data folder (default: your user's; /var/lib/gridhall for root)
      DATABASE_URL    a PostgreSQL server of your own instead of the embedded one
      GRIDHALL_ENV    demo (default) or production: then no secret is made up
    """


def main() -> None:
    """Run the command line; an expected failure is a sentence and a remedy, no traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridhall.config.settings")
    try:
        cli.main(prog_name="gridhall", standalone_mode=True)
    except InstallationError as reason:
        click.secho(f"error: {reason.problem}", fg="red", err=True)
        if reason.remedy:
            click.echo(f"remedy: {reason.remedy}", err=True)
        sys.exit(1)
    except GridHallError as reason:
        click.secho(f"error: {reason} [{reason.code}]", fg="red", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
