"""`gridhall verify`: recompute a bill from its bundle."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridhall.config.terminal import console, emit, json_option

if TYPE_CHECKING:
    from gridhall.rating.bundle import Verification

LARGEST_BUNDLE = 20_000_000


@click.command("verify", short_help="Recompute bills from their bundles. Offline.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--published", is_flag=True, help="Also demand the very tariff books published here.")
@json_option
def command(files: tuple[Path, ...], published: bool, as_json: bool) -> None:
    """Recompute each bill from nothing but its bundle, and compare line by line, to the fen.

    A bundle holds the readings, the contract's terms and the text of every tariff book used. This
    command needs no database and no network. Exit code 0: every bill holds; 1: one does not.

    \b
    Examples:
      gridhall verify bill-2026-01.json
      gridhall verify --published bundles/*.zip
      gridhall verify bill.json --json
    """
    results = [(path, _verify(path, published)) for path in files]
    if as_json:
        emit([_as_dict(path, verdict) for path, verdict in results])
    else:
        for path, verdict in results:
            _print(path, verdict)
    if not all(verdict.ok for _, verdict in results):
        raise SystemExit(1)


def _verify(path: Path, published: bool) -> Verification:
    from gridhall.rating.bundle import Difference, Verification, verify_bundle

    try:
        bundle = read_bundle(path)
    except (OSError, ValueError, zipfile.BadZipFile) as reason:
        unreadable = Difference(where="file", stated=str(path), recomputed=f"unreadable: {reason}")
        return Verification(
            ok=False, account_no="", total=None, differences=(unreadable,), engine_version=""
        )
    return verify_bundle(bundle, trusted=_published_books() if published else None)


def read_bundle(path: Path) -> dict[str, Any]:
    """Return the bundle of a .json file, or of the one .json file in a .zip.

    Raises ValueError for anything else, and for a file too large to be a bundle.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = [info for info in archive.infolist() if info.filename.endswith(".json")]
            if len(inside) != 1:
                raise ValueError(f"{len(inside)} .json files inside, one was expected")
            _refuse_large(inside[0].file_size)
            text = archive.read(inside[0]).decode("utf-8")
    else:
        _refuse_large(path.stat().st_size)
        text = path.read_text(encoding="utf-8-sig")
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("no JSON object")
    return content


def _refuse_large(size: int) -> None:
    if size > LARGEST_BUNDLE:
        raise ValueError(f"{size} bytes are too many for a bundle")


def _published_books() -> dict[str, str]:
    from gridhall.rating.books import load_library
    from gridhall.tariffs import folder

    library = load_library(folder.packaged_folder())
    return {name: book.sha256 for name, book in library.books.items()}


def _as_dict(path: Path, verdict: Verification) -> dict[str, Any]:
    return {
        "file": str(path),
        "ok": verdict.ok,
        "account_no": verdict.account_no,
        "total": verdict.total,
        "engine_version": verdict.engine_version,
        "differences": [
            {"where": one.where, "stated": one.stated, "recomputed": one.recomputed}
            for one in verdict.differences
        ],
    }


def _print(path: Path, verdict: Verification) -> None:
    if verdict.ok:
        click.echo(f"{path}: agrees: account {verdict.account_no}, total {verdict.total}")
        return
    click.echo(f"{path}: DOES NOT AGREE")
    for one in verdict.differences:
        click.echo(f"  {one.where}: the bundle says {one.stated}, recomputed {one.recomputed}")
    console.print("Ask the hall for a fresh bundle; if it still differs, the bill is wrong.")
