"""`gridhall erase-again`: erase whom a list of erasures names, after a restore."""

from __future__ import annotations

from pathlib import Path

import click

from gridhall.config.terminal import console, emit, ensure_database, json_option, setup_django


@click.command("erase-again", short_help="Erase anew whom the list of erasures names.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Erase anew whom FILE names, when an older backup brought them back.

    FILE is secrets/erasures.jsonl of the data folder at the time of the last erasure. A second call
    finds nothing to do.

    \b
    Examples:
      gridhall erase-again /mnt/safe/erasures.jsonl
    """
    ensure_database()
    setup_django()
    from django.utils import timezone

    from gridhall.foundation.personal_data import services

    done = services.erase_again(at=timezone.now(), file=file)
    services.write_erasure_list()
    if as_json:
        emit(done)
    else:
        console.print(
            f"{len(done['erased'])} persons erased again, {len(done['not_there'])} were not there"
        )
