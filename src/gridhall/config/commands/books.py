"""`gridhall books`: look at the tariff books, check them, compare two versions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridhall.config.errors import InstallationError
from gridhall.config.terminal import emit, json_option

if TYPE_CHECKING:
    from gridhall.rating.books import Library
    from gridhall.rating.books.diff import BookChange
    from gridhall.rating.result import ParameterRead

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CHANGELOG = "CHANGELOG.md"


def folder_option(function: Any) -> Any:
    """Add `--books`: another folder of tariff books than the packaged one."""
    option = click.option(
        "--books", "folder", type=FOLDER, help="A folder of books [default: the packaged ones]."
    )
    return option(function)


@click.group("books", short_help="Look at the tariff books, check them, compare versions.")
def command() -> None:
    """Show, check and compare tariff books. Needs no database and no network.

    \b
    Examples:
      gridhall books list guangdong
      gridhall books show GD-RES-TIER --on 2026-05-01
      gridhall books check --books tariffbooks
      gridhall books diff old.yaml new.yaml
    """


@command.command("list")
@click.argument("text", required=False, default="")
@click.option("--markdown", "as_markdown", is_flag=True, help="As the table of the books' README.")
@folder_option
@json_option
def list_classes(text: str, as_markdown: bool, folder: Path | None, as_json: bool) -> None:
    """List the price classes whose code, name or book holds TEXT."""
    from gridhall.rating.books import listing

    library = _library(folder)
    if as_markdown:
        click.echo(listing.markdown(library))
        return
    wanted = text.casefold()
    rows = [
        row
        for row in listing.classes(library)
        if wanted in f"{row.code} {row.name.zh} {row.name.en} {row.book}".casefold()
    ]
    if as_json:
        emit([_class_as_dict(row) for row in rows])
        return
    for row in rows:
        until = f"–{row.effective_to}" if row.effective_to else ""
        click.echo(f"{row.code:26} {row.effective_from}{until}  {row.name.zh} · {row.name.en}")
        if row.given or row.refused:
            click.echo(f"{'':26} {'refused' if row.refused else 'give: ' + ' '.join(row.given)}")


@command.command("show")
@click.argument("name")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="What held on that day."
)
@folder_option
@json_option
def show(name: str, day: Any, folder: Path | None, as_json: bool) -> None:
    """Show a price class or a single value on a day, with who says so.

    NAME is a code such as GD-RES-TIER or a key such as CN.two_part.discount_factor.
    """
    library, on = _library(folder), day.date()
    reads = _reads(library, name, on)
    if as_json:
        emit({"name": name, "on": on, "values": [_read_as_dict(read) for read in reads]})
        return
    for read in reads:
        value = f"{read.value:f}" if isinstance(read.value, Decimal) else read.value
        unit = "" if read.unit in ("rule", "ratio") else f" {read.unit}"
        sure = read.grade + ("" if read.verified else ", not verified")
        click.echo(f"{read.key} = {value}{unit}  [{sure}]")
        number = f" {read.citation.number}" if read.citation.number else ""
        click.echo(f"    {read.name.zh} · {read.name.en}")
        until = f" up to {read.effective_to}" if read.effective_to else ""
        click.echo(f"    from {read.effective_from}{until}: {read.citation.title}{number}")


@command.command("check")
@folder_option
@json_option
def check(folder: Path | None, as_json: bool) -> None:
    """Validate every book and the change log; exit 1 and say what is wrong."""
    from gridhall.rating.books import changelog

    root = folder or _packaged()
    library = _library(root)
    log = root / CHANGELOG
    lacking = list(changelog.missing(library, log.read_text("utf-8"))) if log.exists() else []
    if as_json:
        emit({"books": len(library.books), "classes": len(library.price_classes()),
              "change_log_lacks": lacking})  # fmt: skip
    else:
        click.echo(f"{len(library.books)} books, {len(library.price_classes())} price classes")
        for line in lacking:
            click.echo(f"{CHANGELOG} lacks: {line}")
    if lacking:
        raise SystemExit(1)


@command.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what changes from one version of a book to the next: which key, old → new, from when."""
    from gridhall.rating.books import load_book
    from gridhall.rating.books.diff import diff_books, summary

    changes = diff_books(load_book(old).content, load_book(new).content)
    if as_json:
        emit([_change_as_dict(change) for change in changes])
        return
    click.echo(f"{summary(changes).zh} · {summary(changes).en}")
    for change in changes:
        click.echo(f"- {change.words.zh}")
        click.echo(f"  {change.words.en}")


def _library(folder: Path | None) -> Library:
    from gridhall.rating.books import load_library

    return load_library(folder or _packaged())


def _packaged() -> Path:
    from gridhall.tariffs import folder

    return folder.packaged_folder()


def _reads(library: Library, name: str, on: date) -> list[ParameterRead]:
    """Return the values of a class, or the one value of a key."""
    from gridhall.rating.books import NoValidPrice, UnknownPriceClass

    try:
        plan = library.price_class(name, on=on)
    except UnknownPriceClass:
        return [library.value(name, on=on)]
    except NoValidPrice as none:
        raise InstallationError(
            str(none), "`gridhall books list` shows from when it holds"
        ) from None
    keys = dict.fromkeys(key for charge in plan.charges for key in charge.uses.values())
    found = []
    for key in keys:
        try:
            found.append(library.value(key, on=on))
        except NoValidPrice:
            continue
    return found


def _class_as_dict(row: Any) -> dict[str, Any]:
    return {
        "code": row.code, "name": {"zh": row.name.zh, "en": row.name.en}, "book": row.book,
        "from": row.effective_from, "to": row.effective_to, "hours": row.hours,
        "give": list(row.given), "refused": row.refused,
    }  # fmt: skip


def _read_as_dict(read: ParameterRead) -> dict[str, Any]:
    return {
        "key": read.key, "value": str(read.value), "unit": read.unit, "book": read.book,
        "from": read.effective_from, "to": read.effective_to, "grade": read.grade,
        "verified": read.verified, "source": read.citation.title, "number": read.citation.number,
        "href": read.citation.href, "note": read.note,
    }  # fmt: skip


def _change_as_dict(change: BookChange) -> dict[str, Any]:
    return {
        "kind": change.kind, "key": change.key, "from": change.from_day,
        "before": change.before.en, "after": change.after.en,
        "words": {"zh": change.words.zh, "en": change.words.en},
    }  # fmt: skip
