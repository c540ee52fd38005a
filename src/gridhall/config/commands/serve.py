"""`gridhall serve`: the web server."""

from __future__ import annotations

import os
import shutil

import click

from gridhall.config.database import POOL
from gridhall.config.processes import end_with_parent
from gridhall.config.terminal import ensure_database

CONNECTIONS = 10  # for each process; more requests wait for a free one


@click.command("serve", short_help="Run the web server.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes."
)
def command(host: str, port: int, workers: int) -> None:
    """Run the web server in the foreground; Ctrl-C or SIGTERM ends it.

    It listens on this machine only. Before others may reach it, put a TLS proxy in front and set
    GRIDHALL_ENV=production and GRIDHALL_ALLOWED_HOSTS.

    \b
    Examples:
      gridhall serve
      gridhall serve --port 9000 --workers 2
    """
    import uvicorn

    os.environ.setdefault(POOL, str(CONNECTIONS))
    if workers > 1:
        _share_figures(port)
    end_with_parent()
    ensure_database()
    uvicorn.run(
        "gridhall.config.asgi:application",
        host=host,
        port=port,
        workers=workers,
        log_config=None,  # the settings' own: no address and no personal data in the log
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="off",
    )


def _share_figures(port: int) -> None:
    """Let the processes count into one folder, so that a scrape sees them all."""
    from gridhall.config import home

    folder = home.make_private(home.ensure_data_folder() / "run") / f"figures-{port}"
    shutil.rmtree(folder, ignore_errors=True)
    home.make_private(folder)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
