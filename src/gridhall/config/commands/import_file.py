"""`gridhall import`: bring files of organisations, customers, meters and readings in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridhall.config import people
from gridhall.config.terminal import (
    console,
    emit,
    ensure_database,
    json_option,
    progress,
    setup_django,
)

if TYPE_CHECKING:
    from gridhall.foundation.imports.models import ImportBatch

FAULTS_SHOWN = 10


@click.command("import", short_help="Import organisations, customers, meters, readings.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sheet", metavar="NAME", help="What the file holds, if its header does not tell.")
@click.option("--by", metavar="LOGIN", help="In whose name. Default: the system.")
@click.option("--check", is_flag=True, help="Only check; import nothing.")
@click.option(
    "--language", type=click.Choice(["zh-hans", "en"]), default="zh-hans", show_default=True
)
@json_option
def command(
    paths: tuple[Path, ...],
    sheet: str | None,
    by: str | None,
    check: bool,
    language: str,
    as_json: bool,
) -> None:
    """Import CSV and XLSX files (UTF-8 or GB18030), or folders of them in the right order.

    Every row is checked. Good rows are kept; each refused row is told with its line, its field
    and what to do. Importing a file again changes nothing, and an import that was killed goes on
    where it stopped.

    \b
    Exit codes:
      0  every row is in (or, with --check, could come in)
      1  some rows were refused, or a file could not be read at all
      2  wrong usage

    \b
    Examples:
      gridhall import demo/town
      gridhall import customers.csv meters.xlsx --by zhang
      gridhall import readings.csv --check --json
    """
    from gridhall.kernel.errors import GridHallError

    ensure_database()
    setup_django()
    from django.utils import translation

    from gridhall.ui.errors import as_text

    actor = people.user(by)
    actor_id = actor.pk if actor else None
    results = []
    with translation.override(language), progress(quiet=as_json) as bar:
        for path in paths:
            try:
                for batch in _import(path, bar, sheet=sheet, actor_id=actor_id, check=check):
                    results.append(_result(batch, check=check))
            except GridHallError as reason:
                results.append({"file": path.name, "failed": as_text(reason), "code": reason.code})
    if as_json:
        emit(results)
    else:
        for result in results:
            _print(result)
    if any("failed" in result or result["refused"] for result in results):
        raise SystemExit(1)


def _import(
    path: Path, bar: Any, *, sheet: str | None, actor_id: int | None, check: bool
) -> Iterator[ImportBatch]:
    from django.utils import timezone

    from gridhall.journeys.file_import import services

    files = [(sheet, path)]
    if path.is_dir():
        files = [(found.name, file) for found, file in services.files_in_order(path)]
    for name, file in files:
        task = bar.add_task(file.name, total=None)

        def tell(done: int, total: int | None = None, task: Any = task) -> None:
            bar.update(task, completed=done, total=total)

        if check:
            yield services.preview(
                file, at=timezone.now(), actor_id=actor_id, sheet=name, progress=tell
            )
        else:
            yield services.import_file(
                file, clock=timezone.now, actor_id=actor_id, sheet=name, progress=tell
            )


def _result(batch: ImportBatch, *, check: bool) -> dict[str, Any]:
    from gridhall.foundation.imports import selectors

    found = selectors.faults(batch=batch)
    return {
        "file": batch.document.name,
        "sheet": batch.sheet,
        "batch": batch.pk,
        "rows": batch.rows_total,
        "created": batch.rows_created,
        "updated": batch.rows_updated,
        "unchanged": batch.rows_unchanged,
        "refused": batch.rows_refused,
        "warned": batch.rows_warned,
        "only_checked": check,
        "faults": found.count(),
        "first_faults": [
            {
                "row": row.row_number,
                "field": row.field,
                "value": row.value,
                "severity": row.severity,
                "code": row.code,
                "reason": row.reason,
                "remedy": row.remedy,
            }
            for row in map(selectors.fault_row, islice(found, FAULTS_SHOWN))
        ],
    }


def _print(result: dict[str, Any]) -> None:
    if "failed" in result:
        click.secho(f"{result['file']}: {result['failed']}", fg="red")
        return
    counts = ("rows", "refused") if result["only_checked"] else _COUNTS
    click.echo(f"{result['file']} → {result['sheet']}: {_join(result, counts)}")
    for fault in result["first_faults"]:
        place = f"  {fault['row']} {fault['field']}: "
        click.echo(f"{place}{fault['reason']} {fault['remedy']}".rstrip())
    more = result["faults"] - len(result["first_faults"])
    if more:
        console.print(f"  and {more} more: in the workbench, page Imports, batch {result['batch']}")


_COUNTS = ("rows", "created", "updated", "unchanged", "refused")


def _join(result: dict[str, Any], names: tuple[str, ...]) -> str:
    return ", ".join(f"{result[name]} {name}" for name in names)
