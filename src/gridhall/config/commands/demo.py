"""`gridhall demo`: a whole town to look at."""

from __future__ import annotations

import os
import time

import click
from rich.console import Console
from rich.table import Table

from gridhall.config import database, home, launcher, processes, secrets
from gridhall.config.demo import DemoLogin, prepare
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import console, ensure_database


@click.command("demo", short_help="Start the demo town: database, web and worker.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Or the next free one.",
)
@click.option(
    "--no-wait", is_flag=True, hidden=True, help="Prepare and show the first page, then stop."
)
def command(port: int, no_wait: bool) -> None:
    """Start the demo town: the embedded database, web and worker, with data to look at.

    The first start creates the database, loads the town and bills January 2026. Later starts
    skip what is done. Ctrl-C stops everything; data stays until `gridhall clean-demo`.

    \b
    Examples:
      gridhall demo
      gridhall demo --port 9000
      DATABASE_URL=postgresql://me@localhost/demo gridhall demo
    """
    if secrets.environment() == "production":
        raise InstallationError("The demo does not run in production.", "Unset GRIDHALL_ENV.")
    began = time.monotonic()
    with launcher.only_one(), launcher.stop_signals():
        try:
            _run(port, began, wait=not no_wait)
        except launcher.Stopped:
            console.print("\nstopping …")
        finally:
            _stop_database()
    console.print("stopped; the data stays (gridhall clean-demo removes it)")


def _run(wanted_port: int, began: float, *, wait: bool) -> None:
    with console.status("starting the database"):
        ensure_database()
    logins = prepare()
    port = launcher.free_port(wanted_port)
    address = f"http://{launcher.HOST}:{port}/"
    processes.record(launcher.LAUNCHER, os.getpid(), address=address)
    all_children = launcher.children(port)
    try:
        for child in all_children:
            child.start()
        with console.status("starting the web server"):
            launcher.wait_for_page(address, all_children[0])
        _show(address, logins, time.monotonic() - began)
        if wait:
            launcher.watch(all_children, lambda text: console.print(f"[yellow]{text}[/]"))
    finally:
        launcher.stop_children(all_children)


def _show(address: str, logins: list[DemoLogin], seconds: float) -> None:
    out = Console(highlight=False)  # standard output: this is what the command is for
    out.print(f"\n[bold green]GridHall 电力营业厅[/]  →  [bold]{address}[/]   ({seconds:.1f} s)")
    if logins:
        out.print(_table(logins))
    out.print(f"data: {home.data_folder()}   stop: Ctrl-C")


def _table(logins: list[DemoLogin]) -> Table:
    table = Table(title="Demo logins · 演示账号", title_justify="left")
    for title, values in (
        ("Login · 账号", [one.username for one in logins]),
        ("Password · 密码", [one.password for one in logins]),
        ("Where · 入口", [one.site for one in logins]),
    ):
        # to be typed in, so never cut short, however narrow the terminal
        table.add_column(title, min_width=max(map(len, values)))
    table.add_column("Role · 角色", overflow="fold")
    for login in logins:
        table.add_row(login.username, login.password, login.site, login.role)
    return table


def _stop_database() -> None:
    if not database.is_external():
        from gridhall.config.postgres import embedded

        embedded.stop()
