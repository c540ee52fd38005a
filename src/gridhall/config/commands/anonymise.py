"""`gridhall anonymise`: a copy without any real person, for tests and analytics."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from gridhall.config import home
from gridhall.config.errors import InstallationError
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
    telling,
)


@click.command("anonymise", short_help="Copy the database without any real person.")
@click.option("--to", "url", default="", help="An empty database: postgresql://…")
@click.option(
    "--dump", "file", type=click.Path(dir_okay=False, path_type=Path),
    help="A new file for pg_restore, instead of a database.",
)  # fmt: skip
@json_option
def command(url: str, file: Path | None, as_json: bool) -> None:
    """Copy the database and make everybody in it an invented person.

    Names, identity numbers (with valid check digits), phones and addresses are invented; the same
    person is the same in every table. Amounts, readings and account numbers stay. Log-ins have no
    password; audit trail, sessions, jobs, papers and messages are not in the copy. Its keys stand
    in FILE.keyring.json, or in a new file beside the data folder's keys for --to.

    A copy is pseudonymous, not anonymous in the sense of the law: an unusual customer may be known
    by her use alone. See docs/how-to/privacy-officer.md.

    \b
    Examples:
      gridhall anonymise --to postgresql://test@db/empty
      gridhall anonymise --dump test-data.dump
    """
    if bool(url) == bool(file):
        raise click.UsageError("Give either --to or --dump.")
    if file and file.exists():
        raise InstallationError(f"{file} is there already.", "Choose another name.")
    ensure_database()
    setup_django()
    from django.db import connection

    from gridhall.config import anonymising, database
    from gridhall.config.anonymising.copying import new_ring
    from gridhall.config.postgres import tools

    ring = new_ring()
    source = connection.settings_dict
    with progress(quiet=as_json) as bar:
        if url:
            target = database.parse_url(url)
            if (target["HOST"], target["PORT"], target["NAME"]) == (
                source["HOST"], str(source["PORT"]), source["NAME"],
            ):  # fmt: skip
                raise InstallationError("That is the source itself.", "Name an empty database.")
            done = anonymising.anonymise(target=target, ring=ring, tell=telling(bar))
            keys = home.data_folder() / "secrets" / f"copy-{target['NAME']}.keyring.json"
        elif file:
            name = f"anonymise_{uuid4().hex[:12]}"
            target = {**source, "NAME": name}
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            try:
                done = anonymising.anonymise(target=target, ring=ring, tell=telling(bar))
                with file.open("xb") as output:
                    for chunk in tools.dump(target, snapshot=""):
                        output.write(chunk)
            finally:
                with connection.cursor() as cursor:
                    cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            keys = file.with_name(f"{file.name}.keyring.json")
    keys.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.write_private(keys, _ring_text(ring))
    result = {**asdict(done), "keys": str(keys)}
    if as_json:
        emit(result)
    else:
        console.print(
            f"{done.values} values and {done.people} log-ins are invented, {done.texts} texts "
            f"hidden, {done.tables_emptied} tables emptied; keys of the copy: {keys}"
        )


def _ring_text(ring: Any) -> str:
    def text(key: bytes) -> str:
        return base64.b64encode(key).decode()

    content = {
        "active": ring.active_id, "keys": {name: text(key) for name, key in ring.keys.items()},
        "index_key": text(ring.index_key),
    }  # fmt: skip
    return json.dumps(content, indent=2) + "\n"
