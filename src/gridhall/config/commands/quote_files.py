"""Answers of `gridhall quote` to files: cases as JSON, and rates of the OpenEI database."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gridhall.config.terminal import console, emit

if TYPE_CHECKING:
    from gridhall.rating.books import Library

EXIT_REFUSED, EXIT_INVALID = 1, 2
FIRST_DAY = "2018-01-01"  # a Monday, so that load files of a typical year begin as they are meant


def is_place(text: str) -> bool:
    """Tell whether an argument is a file, a folder or standard input, and no price class."""
    return text == "-" or text.endswith(".json") or "/" in text or Path(text).is_dir()


def print_schema() -> None:
    """Print the JSON Schema of a quote document."""
    from gridhall.rating.quotes.schema import schema_text

    click.echo(schema_text(), nl=False)


def answer(place: str, library: Library, *, language: str, form: str) -> None:
    """Answer a file, every `*.json` of a folder, or standard input; then exit by the outcomes."""
    from gridhall.rating.quotes import InvalidDocument, answer_text

    found: dict[str, Any] = {}
    for name, text in _texts(place):
        try:
            answers = answer_text(text, library)
        except InvalidDocument as problem:
            console.print(f"{name}: {problem.text.get(language)}", markup=False)
            raise SystemExit(EXIT_INVALID) from None
        found = _joined(found, answers, name if name != place else "")
    _show(found, language=language, form=form)


def answer_urdb(
    rate: Path, load: Path | None, start: str | None, library: Library, *, language: str, form: str
) -> None:
    """Rate a load with a rate of the OpenEI database: a bill for each month."""
    from gridhall.rating.quotes import InvalidDocument, answer_document
    from gridhall.rating.urdb import InvalidRate, cases_of, read_load, read_rate

    if load is None:
        raise click.UsageError("--urdb needs --load FILE.csv")
    try:
        tariff = read_rate(rate.read_bytes())
        cases = cases_of(tariff, read_load(load.read_text("utf-8-sig"), start or FIRST_DAY))
        answers = answer_document({"cases": cases}, library)
    except (InvalidRate, InvalidDocument) as problem:
        console.print(problem.text.get(language), markup=False)
        raise SystemExit(EXIT_INVALID) from None
    _show(answers, language=language, form=form)


def list_classes(library: Library, language: str, as_json: bool) -> None:
    """Print the codes and names of all price classes as of today."""
    from gridhall.kernel.errors import GridHallError

    on = datetime.now().date()  # noqa: DTZ005
    rows = []
    for code in library.price_classes():
        try:
            name = library.price_class(code, on=on).name.get(language)
        except GridHallError as reason:
            name = str(reason)
        rows.append({"code": code, "name": name})
    if as_json:
        emit(rows)
        return
    for row in rows:
        click.echo(f"{row['code']:<18} {row['name']}")


def _texts(place: str) -> list[tuple[str, bytes]]:
    if place == "-":
        return [(place, sys.stdin.buffer.read())]
    path = Path(place)
    if path.is_dir():
        files = sorted(path.rglob("*.json"))
        if not files:
            raise click.UsageError(f"There is no *.json in {place}.")
        return [(file.relative_to(path).as_posix(), file.read_bytes()) for file in files]
    if not path.is_file():
        raise click.UsageError(f"There is no file {place}.")
    return [(place, path.read_bytes())]


def _joined(found: dict[str, Any], answers: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the answers of several files as one; the file's name stands before the case's."""
    if name:
        cases = [{**case, "id": f"{name}#{case['id']}"} for case in answers["cases"]]
        answers = {**answers, "cases": cases}
    if not found:
        return answers
    return {**found, "cases": [*found["cases"], *answers["cases"]]}


def _show(answers: dict[str, Any], *, language: str, form: str) -> NoReturn:
    from gridhall.rating.quotes.printing import as_csv, as_text

    if form == "json":
        emit(answers)
    else:
        click.echo((as_csv if form == "csv" else as_text)(answers, language), nl=False)
    outcomes = {case["outcome"] for case in answers["cases"]}
    if "invalid" in outcomes:
        raise SystemExit(EXIT_INVALID)
    raise SystemExit(EXIT_REFUSED if "refused" in outcomes else 0)
